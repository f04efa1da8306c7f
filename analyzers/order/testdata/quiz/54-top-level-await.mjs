setTimeout(() => console.log('timer'), 0);
console.log('before');
await null;
console.log('after');
process.nextTick(() => console.log('tick'));
await Promise.resolve();
console.log('end');
