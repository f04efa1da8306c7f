async function* counter() { for (let i = 1; i <= 3; i++) { console.log('make', i); yield i; } }
(async () => { for await (const n of counter()) console.log('got', n); console.log('end'); })();
console.log('sync');
