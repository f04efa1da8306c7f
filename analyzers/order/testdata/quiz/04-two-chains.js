Promise.resolve().then(() => console.log('north 1')).then(() => console.log('north 2')).then(() => console.log('north 3'));
Promise.resolve().then(() => console.log('south 1')).then(() => console.log('south 2')).then(() => console.log('south 3'));
