// The view of the module graph: the page that the server draws, in the colours of the editor, with its modules leading to their files.
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs/promises';
import * as vscode from 'vscode';
import { embed } from './page.ts';
import type { Server } from './server.ts';

/** What the server answers to nodebeyond.graph. */
interface Drawn {
  text: string;
  /** Address of the folder that the paths in the page are relative to. */
  folder: string;
}

/** Told by the script in the page: a file, relative to the folder of the graph, and where in it, from 1. */
interface Opened {
  open: string;
  line?: number;
}

export class GraphView implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private about: string | undefined; // address of a file of the project shown
  private folder: vscode.Uri | undefined;
  private readonly context: vscode.ExtensionContext;
  private readonly server: Server;

  constructor(context: vscode.ExtensionContext, server: Server) {
    this.context = context;
    this.server = server;
  }

  /** Shows the graph of the project that a file belongs to; without one, of the first folder. */
  async show(uri: string | undefined): Promise<void> {
    this.about = uri;
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: 'Drawing the module graph', cancellable: true }, async (_, token) => {
      const drawn = await this.server.command<Drawn>('nodebeyond.graph', { ...(uri && { uri }), format: 'html' }, token);
      if (token.isCancellationRequested) return;
      this.folder = vscode.Uri.parse(drawn.folder, true);
      this.panel ??= this.make();
      this.panel.title = `Modules of ${this.folder.path.split('/').at(-1)}`;
      this.panel.webview.html = embed(drawn.text, await this.extras(), randomBytes(16).toString('base64'));
      this.panel.reveal();
    });
  }

  /** Draws it anew, from the files as they are now. */
  async refresh(): Promise<void> {
    if (this.panel) await this.show(this.about);
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private make(): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel('nodebeyond.graph', 'Modules', vscode.ViewColumn.Active, {
      enableScripts: true, localResourceRoots: [], retainContextWhenHidden: true, enableFindWidget: true,
    });
    panel.iconPath = vscode.Uri.joinPath(this.context.extensionUri, 'media', 'icon.png');
    panel.onDidDispose(() => { this.panel = undefined; });
    panel.webview.onDidReceiveMessage((message: Opened) => this.open(message));
    return panel;
  }

  private async open({ open, line }: Opened): Promise<void> {
    if (!this.folder) return;
    const file = vscode.Uri.joinPath(this.folder, open);
    const selection = line ? { selection: new vscode.Range(line - 1, 0, line - 1, 0) } : {};
    try {
      await vscode.window.showTextDocument(file, { viewColumn: vscode.ViewColumn.Beside, ...selection });
    } catch (err) {
      void vscode.window.showWarningMessage(`nodebeyond: ${err instanceof Error ? err.message : err}`);
    }
  }

  private async extras(): Promise<{ style: string; script: string }> {
    const read = (name: string) => fs.readFile(vscode.Uri.joinPath(this.context.extensionUri, 'media', name).fsPath, 'utf8');
    return { style: await read('graph.css'), script: await read('graph.js') };
  }
}
