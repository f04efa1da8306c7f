console.log('one');
Promise.resolve().then(() => { console.log('two'); return Promise.resolve('three'); }).then((x) => { console.log(x); Promise.resolve('five').then(console.log); }).then(() => console.log('four'));
console.log('zero');
