queueMicrotask(() => { console.log('a'); queueMicrotask(() => { console.log('b'); queueMicrotask(() => console.log('c')); }); });
queueMicrotask(() => console.log('d'));
setTimeout(() => console.log('e'), 0);
