setTimeout(() => { console.log('t1'); Promise.resolve().then(() => console.log('m1')); process.nextTick(() => console.log('k1')); }, 0);
setTimeout(() => { console.log('t2'); Promise.resolve().then(() => console.log('m2')); }, 0);
