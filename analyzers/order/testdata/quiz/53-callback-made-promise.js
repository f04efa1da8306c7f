const ask = (q, cb) => process.nextTick(cb, null, q + '!');
const asked = (q) => new Promise((yes, no) => ask(q, (e, a) => e ? no(e) : yes(a)));
asked('why').then(console.log);
ask('how', (e, a) => console.log(a));
Promise.resolve('micro').then(console.log);
