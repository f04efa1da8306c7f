// What a recorder gets wrong easily: every function says who called it.
'use strict';
const { EventEmitter } = require('events');

function leaf() { return 1; }
function helper(callback) { return [1].map((x) => { return callback(x); }); }
async function fails() { throw new Error('no'); }
async function* counts() { yield leaf(); }
async function waits() {
  try { await fails(); } catch { leaf(); } finally { helper(leaf); }
  for await (const x of counts()) helper(leaf);
}
class Thing {
  constructor() { this.size = leaf(); }
  get twice() { return leaf() * 2; }
  async go() { await waits(); return leaf(); }
  static make() { return new Thing(); }
}
function emits(emitter) { emitter.emit('x'); }

const emitter = new EventEmitter();
emitter.on('x', function hears() { leaf(); });
emits(emitter);
const thing = Thing.make();
void thing.twice;
thing.go().then(() => { leaf(); });
