const start = () => { console.log('start'); Promise.resolve('mid').then((x) => { console.log(x); process.nextTick(() => console.log('inner tick')); }); process.nextTick(() => console.log('tick')); };
start();
