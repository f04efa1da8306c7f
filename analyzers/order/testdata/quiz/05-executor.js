console.log('before');
const ready = new Promise((resolve) => { console.log('in the executor'); resolve(); console.log('after resolve'); });
ready.then(() => console.log('settled'));
console.log('after');
