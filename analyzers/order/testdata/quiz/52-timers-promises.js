const { setTimeout: rest, setImmediate: turn } = require('node:timers/promises');
(async () => { console.log(await turn('turned')); console.log(await rest(20, 'rested')); })();
setImmediate(() => console.log('immediate'));
