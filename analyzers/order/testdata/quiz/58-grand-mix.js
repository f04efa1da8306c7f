console.log('1');
setTimeout(() => console.log('timer'), 20);
process.nextTick(() => { console.log('tick'); Promise.resolve().then(() => console.log('p from tick')); });
(async () => { console.log('2'); await null; console.log('async 1'); await new Promise((r) => process.nextTick(r)); console.log('async 2'); })();
Promise.resolve().then(() => console.log('p1')).then(() => process.nextTick(() => console.log('tick from p'))).then(() => console.log('p3'));
queueMicrotask(() => console.log('micro'));
console.log('3');
