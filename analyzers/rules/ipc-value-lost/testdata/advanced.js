// Structured clones hold all of these.
const { fork } = require('child_process');
const child = fork('./job.js', { serialization: 'advanced' });
child.on('error', console.error);
child.send({ seen: new Map(), when: new Date() });
