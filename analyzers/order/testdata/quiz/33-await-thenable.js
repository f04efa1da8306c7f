const taxi = { then(go) { console.log('then is called'); go('arrived'); } };
(async () => { console.log(await taxi); })();
Promise.resolve().then(() => console.log(1)).then(() => console.log(2)).then(() => console.log(3));
