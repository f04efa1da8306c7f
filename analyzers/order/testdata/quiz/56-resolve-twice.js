new Promise((resolve, reject) => { resolve('first'); resolve('second'); reject('third'); }).then((x) => console.log('ok', x), (x) => console.log('bad', x));
