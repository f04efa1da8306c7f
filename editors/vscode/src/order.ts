// The order in which the callbacks of a file or a function run: the page that the server draws, with a lane for each queue.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { embed } from './page.ts';
import type { Server } from './server.ts';

export class OrderView implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private readonly context: vscode.ExtensionContext;
  private readonly server: Server;

  constructor(context: vscode.ExtensionContext, server: Server) {
    this.context = context;
    this.server = server;
  }

  /** Shows the order of the function at a line (from 0), or of the module's top level outside of functions. */
  async show(file: vscode.Uri, line?: number): Promise<void> {
    const { text } = await this.server.command<{ text: string }>('nodebeyond.order', { uri: file.toString(), ...(line !== undefined && { line }), format: 'html' });
    this.panel ??= this.make();
    this.panel.title = `Order: ${file.path.split('/').at(-1)}`;
    this.panel.webview.html = embed(text, { style: '', script: '' }, randomBytes(16).toString('base64'));
    this.panel.reveal(undefined, true);
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private make(): vscode.WebviewPanel {
    const panel = vscode.window.createWebviewPanel('nodebeyond.order', 'Order', vscode.ViewColumn.Beside, {
      enableScripts: true, localResourceRoots: [], retainContextWhenHidden: true, enableFindWidget: true,
    });
    panel.iconPath = vscode.Uri.joinPath(this.context.extensionUri, 'media', 'icon.png');
    panel.onDidDispose(() => { this.panel = undefined; });
    return panel;
  }
}
