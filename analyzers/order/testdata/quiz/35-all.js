const later = (v, ms) => new Promise((r) => setTimeout(r, ms, v));
Promise.all([later('slow', 90), later('fast', 20), 'now']).then((list) => console.log(list));
Promise.race([later('b', 90), later('a', 20)]).then((x) => console.log('race', x));
console.log('started');
