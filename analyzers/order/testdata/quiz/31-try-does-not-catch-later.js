process.on('exit', (code) => console.log('exit', code));
process.on('uncaughtException', (e) => { console.log('nobody caught', e.message); process.exit(3); });
try { setTimeout(() => { throw new Error('late'); }, 0); } catch { console.log('never'); }
console.log('past the try');
