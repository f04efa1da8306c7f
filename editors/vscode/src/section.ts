// The view of the book: one section, chapter or page of a rule at a time, beside the code.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { sectionOf } from './links.ts';
import type { Server } from './server.ts';

/** What the server answers to nodebeyond.section. */
interface Page {
  anchor: string;
  title: string;
  markdown: string;
  previous?: string;
  next?: string;
}

/** Where the book begins. */
const first = 'contents';

export class SectionView implements vscode.Disposable, vscode.WebviewPanelSerializer<{ anchor?: string }> {
  private panel: vscode.WebviewPanel | undefined;
  private page: Page | undefined;
  private history: string[] = []; // anchors of the pages before this one
  private readonly context: vscode.ExtensionContext;
  private readonly server: Server;

  constructor(context: vscode.ExtensionContext, server: Server) {
    this.context = context;
    this.server = server;
  }

  /** Opens a page: the anchor of a section, a chapter, or the id of a rule; without one the page that was read last, or the contents. */
  async open(name?: string): Promise<void> {
    const wanted = name ?? this.page?.anchor ?? first;
    if (this.page && this.page.anchor !== wanted && this.panel) this.history.push(this.page.anchor);
    await this.show(wanted);
  }

  private async show(name: string): Promise<void> {
    const page = await this.server.command<Page>('nodebeyond.section', name);
    this.page = page;
    if (!this.panel) {
      this.adopt(vscode.window.createWebviewPanel('nodebeyond.section', page.title, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }));
    } else if (!this.panel.visible) {
      this.panel.reveal(undefined, true);
    }
    await this.render(page);
  }

  /** After a restart of the window the panel is still there. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel, state: { anchor?: string } | undefined): Promise<void> {
    this.adopt(panel);
    try {
      await this.show(state?.anchor ?? first);
    } catch {
      panel.dispose(); // the server does not run, or knows no such section any more
    }
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    panel.iconPath = vscode.Uri.joinPath(this.context.extensionUri, 'media', 'icon.png');
    panel.webview.options = { enableScripts: true, localResourceRoots: [vscode.Uri.joinPath(this.context.extensionUri, 'media'), ...this.styleFolders()] };
    panel.onDidDispose(() => { this.panel = undefined; this.history = []; });
    panel.webview.onDidReceiveMessage((message: { follow?: string; go?: 'previous' | 'next' | 'back' | 'contents' }) => this.told(message));
  }

  private async told(message: { follow?: string; go?: 'previous' | 'next' | 'back' | 'contents' }): Promise<void> {
    try {
      if (message.go === 'back') {
        const before = this.history.pop();
        if (before) await this.show(before);
      } else if (message.go === 'contents') {
        await this.open(first);
      } else if (message.go && this.page?.[message.go]) {
        await this.open(this.page[message.go]);
      } else if (message.follow) {
        const to = sectionOf(message.follow, this.page?.anchor ?? first);
        if (to) await this.open(to);
        else await vscode.env.openExternal(vscode.Uri.parse(message.follow, true));
      }
    } catch (err) {
      void vscode.window.showWarningMessage(`nodebeyond: ${err instanceof Error ? err.message : err}`);
    }
  }

  private async render(page: Page): Promise<void> {
    const panel = this.panel;
    if (!panel) return;
    const body = await markdown(page.markdown);
    panel.title = page.title;
    const { webview } = panel;
    const nonce = randomBytes(16).toString('base64');
    const styles = [...this.styles(), vscode.Uri.joinPath(this.context.extensionUri, 'media', 'section.css')]
      .map((file) => `<link rel="stylesheet" href="${webview.asWebviewUri(file)}">`).join('\n');
    const script = webview.asWebviewUri(vscode.Uri.joinPath(this.context.extensionUri, 'media', 'section.js'));
    const button = (go: string, label: string, there: boolean) => `<button data-go="${go}"${there ? '' : ' disabled'}>${label}</button>`;
    const bar = `<nav>${button('back', '&#8617; Back', this.history.length > 0)}<span class="where">${escaped(page.anchor)}</span>` +
      `${button('contents', 'Contents', page.anchor !== first)}${button('previous', '&#8592; Previous', !!page.previous)}${button('next', 'Next &#8594;', !!page.next)}</nav>`;
    webview.html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'; img-src ${webview.cspSource}; font-src ${webview.cspSource}">
${styles}
<title>${escaped(page.title)}</title>
</head>
<body class="vscode-body" data-anchor="${escaped(page.anchor)}">
${bar}
<main>${body}</main>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>`;
  }

  // The styles of VS Code's own Markdown preview, where that extension is there.
  private styles(): vscode.Uri[] {
    return this.styleFolders().flatMap((folder) => ['markdown.css', 'highlight.css'].map((name) => vscode.Uri.joinPath(folder, name)));
  }

  private styleFolders(): vscode.Uri[] {
    const preview = vscode.extensions.getExtension('vscode.markdown-language-features');
    return preview ? [vscode.Uri.joinPath(preview.extensionUri, 'media')] : [];
  }
}

/** Markdown as HTML, by the renderer of VS Code's preview, which knows the user's highlighting; as it is where that is turned off. */
async function markdown(text: string): Promise<string> {
  try {
    return await vscode.commands.executeCommand<string>('markdown.api.render', text);
  } catch {
    return `<pre>${escaped(text)}</pre>`;
  }
}

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}
