console.log('a');
setTimeout(() => { console.log('b'); Promise.resolve().then(() => console.log('c')); }, 0);
Promise.resolve().then(() => { console.log('d'); setTimeout(() => console.log('e'), 0); });
setTimeout(() => console.log('f'), 0);
queueMicrotask(() => console.log('g'));
console.log('h');
