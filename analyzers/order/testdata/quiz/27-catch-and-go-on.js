Promise.reject(new Error('spill')).catch((e) => { console.log('mop', e.message); return 'clean'; }).then((x) => console.log(x));
Promise.resolve().then(() => console.log('other'));
