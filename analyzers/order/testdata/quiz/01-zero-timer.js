console.log('open');
setTimeout(() => console.log('timer'), 0);
console.log('close');
