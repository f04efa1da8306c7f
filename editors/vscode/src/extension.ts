// The extension: its commands, and when the server starts anew.
import * as vscode from 'vscode';
import { GraphView } from './graph.ts';
import { SectionView } from './section.ts';
import { extensionID, Server, type Status } from './server.ts';
import { showMenu, showStatus } from './status.ts';
import { OrderView } from './order.ts';
import { TraceView } from './trace.ts';

/** What other extensions get. */
export interface API {
  /** The state of the server now. */
  status(): Status;
  /** Fires with each new state. */
  onDidChangeStatus: vscode.Event<Status>;
}

let server: Server | undefined;

export function activate(context: vscode.ExtensionContext): API {
  const output = vscode.window.createOutputChannel('nodebeyond', { log: true });
  const shown = server = new Server(context, output, (command, args) => shows[command]?.(args[0]));
  const section = new SectionView(context, shown);
  const graph = new GraphView(context, shown);
  const trace = new TraceView(shown);
  const order = new OrderView(context, shown);

  // The server's own commands, as its code actions and lenses name them.
  const shows: Record<string, (argument: unknown) => Promise<unknown>> = {
    'nodebeyond.openSection': (anchor) => complain(() => section.open(typeof anchor === 'string' ? anchor : undefined)),
    'nodebeyond.graph': (ask) => complain(() => graph.show((ask as { uri?: string } | undefined)?.uri)),
    'nodebeyond.trace': (ask) => complain(() => trace.show(vscode.Uri.parse((ask as { uri: string }).uri))),
  };

  const commands: Record<string, (argument?: unknown) => unknown> = {
    'nodebeyond.restart': () => shown.restart(),
    'nodebeyond.showOutput': () => output.show(),
    'nodebeyond.menu': () => showMenu(shown),
    'nodebeyond.walkthrough': () => vscode.commands.executeCommand('workbench.action.openWalkthrough', `${extensionID}#start`),
    'nodebeyond.readSection': (anchor) => section.open(typeof anchor === 'string' ? anchor : undefined),
    'nodebeyond.explain': () => explain(section),
    'nodebeyond.showGraph': (uri) => graph.show(uri instanceof vscode.Uri ? uri.toString() : sourceFile()?.toString()),
    'nodebeyond.refreshGraph': () => graph.refresh(),
    'nodebeyond.traceFile': (uri) => {
      const file = uri instanceof vscode.Uri ? uri : sourceFile();
      if (!file) throw new Error('Open the file that a program starts with.');
      return trace.show(file);
    },
    'nodebeyond.showOrder': (uri) => {
      const editor = vscode.window.activeTextEditor;
      const file = uri instanceof vscode.Uri ? uri : sourceFile();
      if (!file) throw new Error('Open the file whose callbacks are meant.');
      return order.show(file, editor?.document.uri.toString() === file.toString() ? editor.selection.active.line : undefined);
    },
  };

  context.subscriptions.push(
    output, shown, section, graph, trace, order, showStatus(shown),
    vscode.window.registerWebviewPanelSerializer('nodebeyond.section', section),
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(name, (argument?: unknown) => complain(() => run(argument)))),
    vscode.workspace.onDidGrantWorkspaceTrust(() => shown.restart()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      // The scope decides what is agreed upon at the start.
      if (event.affectsConfiguration('nodebeyond.path') || event.affectsConfiguration('nodebeyond.scope')) void shown.restart();
      else if (event.affectsConfiguration('nodebeyond')) void shown.configure();
    }),
  );
  void shown.restart();
  return { status: () => shown.status, onDidChangeStatus: shown.onDidChange };
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

/** Runs what the user asked for, and says in a message why it cannot be done. */
async function complain(run: () => unknown): Promise<void> {
  try {
    await run();
  } catch (err) {
    if (err instanceof vscode.CancellationError) return;
    void vscode.window.showWarningMessage(`nodebeyond: ${err instanceof Error ? err.message : err}`);
  }
}

const sourceFile = (): vscode.Uri | undefined => {
  const document = vscode.window.activeTextEditor?.document;
  return document && /^(java|type)script(react)?$/.test(document.languageId) && document.uri.scheme === 'file' ? document.uri : undefined;
};

/** Opens the page of the rule whose finding is under the cursor; without one, lets the user choose among those of the file. */
async function explain(section: SectionView): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  const findings = editor ? vscode.languages.getDiagnostics(editor.document.uri).filter((d) => d.source === 'nodebeyond') : [];
  const rule = (d: vscode.Diagnostic) => String(typeof d.code === 'object' ? d.code.value : d.code);
  const here = findings.filter((d) => editor && d.range.contains(editor.selection.active));
  const rules = [...new Set((here.length > 0 ? here : findings).map(rule))];
  if (rules.length === 0) throw new Error('There is no finding in this file.');
  if (here.length > 0 && rules.length === 1) return section.open(rules[0]);
  const choices = rules.map((id) => ({ label: id, detail: findings.find((d) => rule(d) === id)!.message.split('\n')[0]! }));
  const choice = await vscode.window.showQuickPick(choices, { placeHolder: here.length > 0 ? 'Which finding?' : 'No finding is under the cursor. Explain one of this file:' });
  if (choice) await section.open(choice.label);
}
