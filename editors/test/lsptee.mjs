// Stands between an editor and the server, hands everything on byte for byte, and writes down what passed:
//   node lsptee.mjs LOG PROGRAM [ARGUMENT...]
// LOG gets a JSON object a line, as `nodebeyond lsp --trace` writes them: {"ms", "from": "client" | "server", "message"}, and at the end {"ms", "exit"}.
import { spawn } from 'node:child_process';
import fs from 'node:fs';

const [file, program, ...args] = process.argv.slice(2);
const log = fs.openSync(file, 'a');
const start = Date.now();
const line = (what) => fs.writeSync(log, `${JSON.stringify({ ms: Date.now() - start, ...what })}\n`);

// Cuts what one end says into messages (LSP 3.17, "Base Protocol").
function listener(from) {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const head = rest.indexOf('\r\n\r\n');
      if (head < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(rest.subarray(0, head))[1]);
      if (rest.length < head + 4 + length) return;
      line({ from, message: JSON.parse(rest.subarray(head + 4, head + 4 + length)) });
      rest = rest.subarray(head + 4 + length);
    }
  };
}

const server = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
const fromClient = listener('client');
const fromServer = listener('server');
process.stdin.on('data', (d) => { fromClient(d); server.stdin.write(d); });
process.stdin.on('end', () => server.stdin.end());
server.stdin.on('error', () => {}); // the server is gone; its exit says so
server.stdout.on('data', (d) => { fromServer(d); process.stdout.write(d); });
process.stdout.on('error', () => server.kill()); // the editor is gone
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => server.kill(signal));
server.on('close', (code, signal) => {
  line({ exit: code ?? signal });
  if (signal) process.kill(process.pid, 'SIGKILL'); // so that the editor sees a server that was killed
  process.exit(code);
});
