Promise.resolve('flour').then((x) => { console.log(x); return 'egg'; }).then((x) => { console.log(x); }).then((x) => console.log(x));
console.log('bowl');
