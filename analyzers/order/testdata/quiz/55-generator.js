function* steps() { console.log('start'); const x = yield 1; console.log('got', x); try { yield 2; } finally { console.log('cleanup'); } }
const it = steps();
console.log(it.next().value); console.log(it.next('hello').value); it.return(); console.log(it.next().done);
