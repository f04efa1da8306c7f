async function wrapped() { return Promise.resolve('wrapped'); }
async function plain() { return 'plain'; }
wrapped().then(console.log);
plain().then(console.log);
Promise.resolve().then(() => console.log(1)).then(() => console.log(2)).then(() => console.log(3));
