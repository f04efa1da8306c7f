// A file that is piped to a client stays open when the client goes away.
import { createReadStream as open } from 'node:fs';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { pipeline } from 'node:stream';
import onFinished from 'on-finished';

createServer((request, response) => {
  const fail = () => {
    response.statusCode = 404;
    response.end();
  };
  const file = open('a');
  file.on('error', fail);
  file.pipe(response); // want "When the client of `response` goes away, `file` stays open, with its file descriptor"

  open('b').on('error', fail).pipe(response); // want "When the client of `response` goes away, the stream that `createReadStream` makes stays open"

  // trap: both handled and destroyed
  const destroyed = open('c');
  destroyed.on('error', fail);
  response.on('close', () => destroyed.destroy());
  destroyed.pipe(response);

  const finished = open('d');
  finished.on('error', fail);
  onFinished(response, () => drop(finished));
  finished.pipe(response);

  const unpiped = open('e');
  unpiped.on('error', fail);
  request.on('aborted', () => unpiped.close());
  unpiped.pipe(response);

  const kept = open('f');
  kept.on('error', fail);
  all.add(kept);
  kept.pipe(response);

  pipeline(open('g'), response, () => {});
}).listen(0);

const all = new Set();
const drop = (stream) => stream.destroy();

export function send(name) {
  const socket = connect(1).on('error', () => {});
  const file = open(name);
  file.on('error', () => socket.destroy());
  file.pipe(socket); // want "When the client of `socket` goes away, `file` stays open"
}
