async function visit() { console.log('knock'); await Promise.resolve(); console.log('enter'); }
console.log('walk');
visit();
console.log('wait');
