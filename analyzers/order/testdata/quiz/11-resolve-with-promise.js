const settled = Promise.resolve('inner');
new Promise((resolve) => resolve(settled)).then((x) => console.log('through resolve', x));
settled.then((x) => console.log('direct', x));
Promise.resolve().then(() => {}).then(() => console.log('two ticks')).then(() => console.log('three ticks'));
