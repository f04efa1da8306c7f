// The language server: one process for all folders of the window, started, watched and ended here.
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import * as vscode from 'vscode';
import {
  CloseAction, DidChangeConfigurationNotification, ErrorAction, ExecuteCommandRequest, LanguageClient, RevealOutputChannelOn,
} from 'vscode-languageclient/node';
import { type Binary, chooseBinary, NoBinary } from './binary.ts';
import { withoutRepeats } from './hover.ts';
import { commandLink, inner, readSection, withCommandLinks } from './links.ts';
import { Restarts } from './restarts.ts';

export type State = 'starting' | 'running' | 'stopped' | 'failed';

/** What the status shows, and what other extensions may ask for. */
export interface Status {
  state: State;
  binary?: Binary;
  /** As the server says it. */
  version?: string;
  /** Why it failed, one sentence. */
  problem?: string;
}

/** How commands of the server are shown: it names the command, and the extension has a view for it. */
export type Shows = (command: string, args: readonly unknown[]) => Promise<unknown> | undefined;

/** Of a project's settings the server knows where their rules lead. */
const settingsFile = { scheme: 'file', pattern: '**/nodebeyond.jsonc' };

const languages = ['javascript', 'javascriptreact', 'typescript', 'typescriptreact'];

export class Server implements vscode.Disposable {
  private client: LanguageClient | undefined;
  private process: ChildProcess | undefined;
  private last: string[] = []; // lines that the process wrote to standard error last
  private ended = ''; // how it ended
  private readonly told = new Set<string>(); // settings that it was sent
  private readonly restarts = new Restarts();
  private readonly changed = new vscode.EventEmitter<Status>();
  private current: Status = { state: 'stopped' };
  private queue: Promise<void> = Promise.resolve();

  readonly onDidChange = this.changed.event;
  private readonly context: vscode.ExtensionContext;
  private readonly output: vscode.LogOutputChannel;
  private readonly shows: Shows;

  constructor(context: vscode.ExtensionContext, output: vscode.LogOutputChannel, shows: Shows) {
    this.context = context;
    this.output = output;
    this.shows = shows;
  }

  get status(): Status {
    return this.current;
  }

  /** Starts the server, or starts it anew. Never rejects: what goes wrong is shown. */
  restart(): Promise<void> {
    this.restarts.forget();
    return this.enqueue(async () => {
      await this.end();
      await this.begin();
    });
  }

  stop(): Promise<void> {
    return this.enqueue(() => this.end());
  }

  dispose(): void {
    this.changed.dispose();
  }

  /** Runs one of the server's commands and gives its answer. Rejects with a message for people. */
  async command<T>(command: string, argument: unknown, token?: vscode.CancellationToken): Promise<T> {
    if (!this.client?.isRunning()) throw new Error(this.current.problem ?? 'The nodebeyond server is not running.');
    return await this.client.sendRequest(ExecuteCommandRequest.type, { command, arguments: [argument] }, token) as T;
  }

  /** Tells the server its settings. */
  async configure(): Promise<void> {
    if (this.client?.isRunning()) {
      await this.client.sendNotification(DidChangeConfigurationNotification.type, { settings: { nodebeyond: this.settings() } });
    }
  }

  // Starts and stops come one after the other, however fast the user asks for them.
  private enqueue(work: () => Promise<void>): Promise<void> {
    this.queue = this.queue.then(work, work);
    return this.queue;
  }

  private async begin(): Promise<void> {
    let binary: Binary | undefined;
    try {
      binary = this.choose();
      this.tell({ state: 'starting', binary });
      this.output.info(`Starting ${binary.file} (${binary.origin})`);
      if (binary.note) this.output.info(binary.note);
      const client = this.client = this.makeClient(binary);
      await client.start();
      const version = client.initializeResult?.serverInfo?.version;
      this.output.info(`Running version ${version ?? 'unknown'}`);
      this.tell({ state: 'running', binary, ...(version && { version }) });
    } catch (err) {
      this.failed(await this.reason(err, binary), binary);
    }
  }

  private async end(): Promise<void> {
    const { client, process: child } = this;
    this.client = undefined;
    if (client) {
      try {
        await client.dispose(2000);
      } catch (err) {
        this.output.debug(`Stopping: ${err}`);
      }
    }
    child?.kill('SIGKILL'); // nothing, when it has ended
    this.tell({ state: 'stopped' });
  }

  private choose(): Binary {
    return chooseBinary({
      setting: vscode.workspace.getConfiguration('nodebeyond').get<string>('path', ''),
      trusted: vscode.workspace.isTrusted,
      folders: (vscode.workspace.workspaceFolders ?? []).filter((f) => f.uri.scheme === 'file').map((f) => f.uri.fsPath),
      extension: this.context.extensionPath,
      platform: process.platform,
      arch: process.arch,
    });
  }

  private makeClient(binary: Binary): LanguageClient {
    const client = new Quiet('nodebeyond', 'nodebeyond', () => this.spawn(binary), {
      documentSelector: [...languages.flatMap((language) => [{ scheme: 'file', language }, { scheme: 'untitled', language }]), settingsFile],
      outputChannel: this.output,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: () => this.settings(),
      initializationFailedHandler: () => false, // start() rejects, and that is shown
      errorHandler: {
        error: (err) => ({ action: ErrorAction.Continue, message: String(err), handled: true }),
        closed: async () => {
          if (!client.initializeResult) return { action: CloseAction.DoNotRestart, handled: true }; // start() rejects, and that is shown
          const message = `The nodebeyond server ended ${await this.afterEnd() || 'the conversation'}.`;
          if (this.restarts.died(Date.now())) {
            this.tell({ state: 'starting', binary });
            return { action: CloseAction.Restart, message: `${message} Starting it again.`, handled: true };
          }
          this.failed(new Failure(`${message} It was started again several times, and is not any more.`, 'The output may say why.'), binary);
          return { action: CloseAction.DoNotRestart, message, handled: true };
        },
      },
      markdown: { isTrusted: { enabledCommands: [readSection] } },
      uriConverters: {
        code2Protocol: (uri) => uri.toString(),
        protocol2Code: (text) => vscode.Uri.parse(commandLink(text) ?? text),
      },
      middleware: {
        // What the settings of a project are is shown and completed from the schema already.
        provideCompletionItem: (document, position, context, token, next) =>
          isSettings(document) ? undefined : next(document, position, context, token),
        provideHover: async (document, position, token, next) => {
          if (isSettings(document)) return undefined;
          const hover = await next(document, position, token);
          const shown = vscode.languages.getDiagnostics(document.uri).filter((d) => d.source === 'nodebeyond' && d.range.contains(position));
          for (const part of hover?.contents ?? []) {
            if (part instanceof vscode.MarkdownString) part.value = withCommandLinks(withoutRepeats(part.value, shown.map((d) => d.message)));
          }
          return hover;
        },
        executeCommand: async (command, args, next) => this.shows(command, args) ?? next(command, args),
        workspace: {
          // Asked for "nodebeyond", it would answer with the settings of the extension as well.
          configuration: (params, token, next) =>
            params.items.every((item) => item.section === 'nodebeyond') ? params.items.map(() => this.settings()) : next(params, token),
        },
      },
    });
    client.onDidChangeState(({ newState }) => {
      // After a crash the client starts itself again.
      if (newState === 2 && this.client === client && this.current.state === 'starting' && client.initializeResult) {
        this.tell({ ...this.current, state: 'running', ...(client.initializeResult.serverInfo?.version && { version: client.initializeResult.serverInfo.version }) });
      }
    });
    return client;
  }

  private spawn(binary: Binary): Promise<ChildProcess> {
    this.last = [];
    this.ended = '';
    this.told.clear();
    return new Promise((resolve, reject) => {
      const child = spawn(binary.file, ['lsp'], { stdio: ['pipe', 'pipe', 'pipe'] });
      this.process = child;
      child.once('error', reject); // it does not start
      child.once('spawn', () => resolve(child));
      child.once('exit', (code, signal) => {
        this.ended = signal ? `by ${signal}` : `with exit code ${code}`;
        this.output.info(`The server ended ${this.ended}`);
      });
      child.stdin.on('error', () => {}); // it died while it was written to: its exit is told
      createInterface({ input: child.stderr }).on('line', (line) => {
        this.last = [...this.last.slice(-9), line];
      });
    });
  }

  // The connection may be seen to close before the process is seen to end. Says how it ended, "" when it has not.
  private async afterEnd(): Promise<string> {
    const child = this.process;
    if (child?.pid !== undefined && !this.ended) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 2000);
        child.once('exit', () => { clearTimeout(timer); resolve(); });
      });
    }
    return this.ended;
  }

  private async reason(err: unknown, binary: Binary | undefined): Promise<Failure> {
    if (err instanceof NoBinary) return new Failure(err.message, err.remedy);
    const file = binary?.file ?? 'The server';
    const remedy = 'Name the program of nodebeyond in the setting nodebeyond.path, or clear it.';
    const message = err instanceof Error ? err.message : String(err);
    if (this.process?.pid === undefined) {
      const code = (err as NodeJS.ErrnoException).code ?? '';
      // On Linux a program for another processor is taken for a script, by execvp(3), and ends at once.
      const foreign = ['UNKNOWN', 'EBADARCH'].includes(code);
      return new Failure(foreign ? `${file} is no program for ${process.platform} on ${process.arch}.` : `${file} does not start: ${message}.`, remedy);
    }
    const ended = await this.afterEnd();
    const said = this.last.length > 0 ? ` Its last words: "${this.last.at(-1)}".` : '';
    return new Failure(ended ? `${file} ended ${ended} before it answered.${said}` : `${file} does not answer: ${message}.${said}`, remedy);
  }

  private failed(failure: Failure, binary: Binary | undefined): void {
    this.tell({ state: 'failed', problem: failure.message, ...(binary && { binary }) });
    this.output.error(`${failure.message} ${failure.remedy}`);
    const choices = ['Restart', 'Open Settings', 'Show Output'] as const;
    void vscode.window.showErrorMessage(`${failure.message} ${failure.remedy}`, ...choices).then((choice) => {
      if (choice === 'Restart') void this.restart();
      if (choice === 'Open Settings') void vscode.commands.executeCommand('workbench.action.openSettings', 'nodebeyond.path');
      if (choice === 'Show Output') this.output.show();
    });
  }

  // The server's settings: those that the user set, since the server of a project may be older and not know all, and those that it was told
  // before, since it keeps what it hears no more of. Links lead into the view of this extension unless the user names a site.
  private settings(): Record<string, unknown> {
    const configuration = vscode.workspace.getConfiguration('nodebeyond');
    // The second group, which is made from what the server takes.
    const { properties } = this.context.extension.packageJSON.contributes.configuration[1];
    const out: Record<string, unknown> = {};
    for (const property of Object.keys(properties)) {
      const name = property.slice('nodebeyond.'.length);
      const value = configuration.get(name);
      if (value === configuration.inspect(name)?.defaultValue && !this.told.has(name)) continue;
      this.told.add(name);
      out[name] = value;
    }
    out.bookUrl ||= inner;
    return out;
  }

  private tell(status: Status): void {
    this.current = status;
    this.changed.fire(status);
  }
}

const isSettings = (document: vscode.TextDocument): boolean => vscode.languages.match(settingsFile, document) > 0;

class Failure {
  readonly message: string;
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    this.message = message;
    this.remedy = remedy;
  }
}

/** A client whose errors go to the output: this extension says itself what went wrong, and what to do. */
class Quiet extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

export const extensionID = 'nodebeyond.nodebeyond';
