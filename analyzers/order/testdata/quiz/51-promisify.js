const { promisify } = require('node:util');
const rest = promisify(setTimeout);
(async () => { console.log('sleep'); await rest(20); console.log('awake'); })();
setTimeout(() => console.log('earlier timer'), 5);
Promise.resolve().then(() => console.log('micro'));
