let finish;
const wait = new Promise((r) => { finish = r; });
wait.then(() => console.log('a')); wait.then(() => console.log('b'));
setTimeout(() => { finish(); console.log('resolved'); }, 0);
wait.then(() => console.log('c'));
