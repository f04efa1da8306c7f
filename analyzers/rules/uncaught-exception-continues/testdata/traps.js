// Code that looks like the defect: an event that changes nothing of how the process ends.

// trap: monitor event
process.on('uncaughtExceptionMonitor', (err) => { console.error(err); });
