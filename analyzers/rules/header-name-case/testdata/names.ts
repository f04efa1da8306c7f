// Reads of a request's headers by names with capitals; and small ones, writes, and objects that are no request.
import http from 'node:http';
import express from 'express';

http.createServer((req, res) => {
  res.setHeader('X-Token', String(req.headers['X-Token'])); // want "`req.headers['X-Token']` is always undefined"
  res.end(req.headers["Content-Type"]); // want "small letters"
}).listen(1);
const app = express();
app.get('/', (request: unknown, reply) => reply.send(request.headers?.['If-None-Match'])); // want "always undefined"
function handle(req: express.Request, res: express.Response) {
  res.send(req.headers['Authorization']); // want "always undefined"
}
app.use(handle);
app.use(async (ctx, next) => {
  ctx.body = ctx.request.headers['User-Agent']; // want "always undefined"
  await next();
});

http.createServer((req, res) => {
  const name: string = 'X-Token';
  req.headers['X-Seen'] = '1';
  delete req.headers['X-Gone'];
  res.end(req.headers['x-token'] + String(req.headers[name]));
}).listen(1);
// trap: other objects
const config = { headers: { 'X-Token': 'a' } };
console.log(config.headers['X-Token']);
export function send(options: { headers: Record<string, string> }, req: { headers: Record<string, string> }) {
  return options.headers['X-Token'] + req.headers['X-Token'];
}
export const fromCloud = async (event: { headers: Record<string, string> }) => event.headers['Content-Type'];
