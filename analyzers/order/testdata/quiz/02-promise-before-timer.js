console.log('boil');
setTimeout(() => console.log('serve'), 0);
Promise.resolve().then(() => console.log('stir'));
console.log('chop');
