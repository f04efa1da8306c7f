// trap: intended
const inspector = require('node:inspector');
process.on('SIGUSR1', () => inspector.open(0));
