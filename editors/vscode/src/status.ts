// The status in the language menu of the status bar, and the menu behind it.
import * as vscode from 'vscode';
import type { Server, Status } from './server.ts';

const origins = {
  setting: 'from the setting nodebeyond.path',
  project: 'installed by the project',
  bundled: 'comes with the extension',
};

/** Shows the state of the server beside the language of JavaScript and TypeScript files. */
export function showStatus(server: Server): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('nodebeyond', ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'].map((language) => ({ language })));
  item.name = 'nodebeyond';
  item.command = { title: 'Menu', command: 'nodebeyond.menu', tooltip: 'Restart, output, module graph, …' };
  const show = (status: Status) => {
    item.busy = status.state === 'starting';
    item.text = text(status);
    item.severity = status.state === 'failed' ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    item.detail = status.problem ?? (status.binary ? origins[status.binary.origin] : '');
  };
  show(server.status);
  return vscode.Disposable.from(item, server.onDidChange(show));
}

function text(status: Status): string {
  switch (status.state) {
    case 'starting': return 'nodebeyond is starting';
    case 'running': return `nodebeyond ${status.version ?? ''}`.trim();
    case 'stopped': return 'nodebeyond is stopped';
    case 'failed': return 'nodebeyond is not running';
  }
}

/** The menu: what can be done, and which program runs. */
export async function showMenu(server: Server): Promise<void> {
  const { state, binary, problem } = server.status;
  interface Choice extends vscode.QuickPickItem { command?: string; args?: unknown[] }
  const choices: Choice[] = [
    { label: '$(type-hierarchy) Show the module graph', command: 'nodebeyond.showGraph' },
    { label: '$(list-ordered) Trace the load order from this file', command: 'nodebeyond.traceFile' },
    { label: '$(book) Read the book', command: 'nodebeyond.readSection' },
    { label: '$(lightbulb) Explain the finding under the cursor', command: 'nodebeyond.explain' },
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: '$(refresh) Restart the server', command: 'nodebeyond.restart' },
    { label: '$(output) Show the output', command: 'nodebeyond.showOutput' },
    { label: '$(gear) Settings', command: 'workbench.action.openSettings', args: ['@ext:nodebeyond.nodebeyond'] },
    { label: '$(rocket) Getting started', command: 'nodebeyond.walkthrough' },
  ];
  const choice = await vscode.window.showQuickPick(choices, {
    title: text(server.status),
    placeHolder: problem ?? (binary ? `${binary.file} (${origins[binary.origin]})` : `The server is ${state}`),
  });
  if (choice?.command) await vscode.commands.executeCommand(choice.command, ...(choice.args ?? []));
}
