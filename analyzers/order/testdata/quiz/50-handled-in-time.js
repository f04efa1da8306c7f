process.on('unhandledRejection', (e) => console.log('unhandled', e));
const p = Promise.reject('late catch');
process.nextTick(() => p.catch((e) => console.log('in time', e)));
const q = Promise.reject('too late');
setTimeout(() => q.catch((e) => console.log('caught', e)), 0);
