// The order in which a file loads what it needs, as a text to read: places in it are links.
import * as vscode from 'vscode';
import type { Server } from './server.ts';

const scheme = 'nodebeyond-trace';

export class TraceView implements vscode.Disposable, vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider {
  private readonly texts = new Map<string, { text: string; folder: vscode.Uri }>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registered: vscode.Disposable;
  private readonly server: Server;

  readonly onDidChange = this.changed.event;

  constructor(server: Server) {
    this.server = server;
    this.registered = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(scheme, this),
      vscode.languages.registerDocumentLinkProvider({ scheme }, this),
      vscode.workspace.onDidCloseTextDocument((document) => this.texts.delete(document.uri.toString())),
    );
  }

  /** Shows how a file loads. */
  async show(file: vscode.Uri): Promise<void> {
    const { text, folder } = await this.server.command<{ text: string; folder: string }>('nodebeyond.trace', { uri: file.toString(), format: 'text' });
    const uri = vscode.Uri.from({ scheme, path: `${file.path}.trace.txt` });
    this.texts.set(uri.toString(), { text, folder: vscode.Uri.parse(folder, true) });
    this.changed.fire(uri);
    await vscode.window.showTextDocument(uri, { viewColumn: vscode.ViewColumn.Beside, preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string | undefined {
    return this.texts.get(uri.toString())?.text;
  }

  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    const folder = this.texts.get(document.uri.toString())?.folder;
    if (!folder) return [];
    return [...document.getText().matchAll(/(?<![\w./\\'-])([\w@-][\w@./-]*\.(?:[cm]?[jt]s|[jt]sx))(?::(\d+))?(?!\w)/g)].map((match) => {
      const range = new vscode.Range(document.positionAt(match.index), document.positionAt(match.index + match[0].length));
      return new vscode.DocumentLink(range, vscode.Uri.joinPath(folder, match[1]!).with(match[2] ? { fragment: `L${match[2]}` } : {}));
    });
  }

  dispose(): void {
    this.registered.dispose();
    this.changed.dispose();
  }
}
