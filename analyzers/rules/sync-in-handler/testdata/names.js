// Names that end in Sync and wait for nothing: the program's own, and those of packages of which nothing is known.
const http = require('http');
const { Effect } = require('effect');
const store = require('./store');

function markInSync(item) { item.inSync = true; }
const queue = { flushSync() { return []; }, afterSync: (next) => next() };

http.createServer((req, res) => {
  markInSync(req);
  queue.flushSync();
  queue.afterSync(() => {});
  store.readSync();
  Effect.runSync(Effect.succeed(1));
  res.end();
});
