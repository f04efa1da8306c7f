class Queue { #busy = false; list = []; push(x) { this.list.push(x); if (!this.#busy) this.#run(); return this; } async #run() { this.#busy = true; while (this.list.length) { const x = this.list.shift(); await null; console.log('done', x); } this.#busy = false; console.log('empty'); } }
const q = new Queue(); q.push('a').push('b');
setTimeout(() => q.push('c'), 0);
console.log('queued');
