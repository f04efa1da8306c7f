// A client of forty lines, for what no editor shows: positions in UTF-32, plain text, nothing but the protocol.
import { spawn } from 'node:child_process';

/** Talks to a language server over its standard streams. */
export class Client {
  constructor(command, args, options) {
    this.child = spawn(command, args, { ...options, stdio: ['pipe', 'pipe', 'inherit'] });
    this.open = new Map();
    this.told = [];
    this.ended = new Promise((resolve) => { this.child.on('close', (code, signal) => resolve(code ?? signal)); });
    let rest = Buffer.alloc(0);
    this.child.stdout.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      for (;;) {
        const head = rest.indexOf('\r\n\r\n');
        const length = head < 0 ? 0 : Number(/content-length: *(\d+)/i.exec(rest.subarray(0, head))[1]);
        if (head < 0 || rest.length < head + 4 + length) return;
        this.hear(JSON.parse(rest.subarray(head + 4, head + 4 + length)));
        rest = rest.subarray(head + 4 + length);
      }
    });
  }

  hear(m) {
    if (m.method === undefined) {
      this.open.get(m.id)(m);
      this.open.delete(m.id);
      return;
    }
    this.told.push(m);
    if (m.id !== undefined) this.send({ id: m.id, result: null });
  }

  send(m) {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...m }));
    this.child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    this.child.stdin.write(body);
  }

  tell(method, params) { this.send({ method, params }); }

  /** Makes a request and gives its result. */
  async ask(method, params) {
    const id = (this.last = (this.last ?? 0) + 1);
    const answer = new Promise((resolve) => { this.open.set(id, resolve); });
    this.send({ id, method, params });
    const { result, error } = await answer;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  /** The diagnostics that were last published for a document. */
  diagnostics(uri) {
    return this.told.findLast((m) => m.method === 'textDocument/publishDiagnostics' && m.params.uri === uri)?.params.diagnostics ?? [];
  }
}
