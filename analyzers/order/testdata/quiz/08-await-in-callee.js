async function outer() { console.log('outer in'); await inner(); console.log('outer out'); }
async function inner() { console.log('inner in'); await Promise.resolve(); console.log('inner out'); }
console.log('first');
outer();
console.log('last');
