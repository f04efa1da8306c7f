async function withAwait() { return await Promise.resolve('with'); }
async function without() { return Promise.resolve('without'); }
without().then(console.log);
withAwait().then(console.log);
