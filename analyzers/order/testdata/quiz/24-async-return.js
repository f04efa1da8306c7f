async function five() { return 5; }
five().then(console.log);
Promise.resolve(6).then(console.log);
console.log(4);
