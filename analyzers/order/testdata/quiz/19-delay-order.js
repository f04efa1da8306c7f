setTimeout(() => console.log('slow'), 120);
setTimeout(() => console.log('fast'), 20);
setTimeout(() => console.log('now'));
console.log('sync');
