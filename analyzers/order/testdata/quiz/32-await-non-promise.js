(async () => { console.log(1); const x = await 'plain'; console.log(x); })();
Promise.resolve().then(() => console.log('promise'));
console.log(2);
