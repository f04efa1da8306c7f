const gone = setTimeout(() => console.log('never'), 0);
setTimeout(() => console.log('stays'), 0);
clearTimeout(gone);
const lost = setImmediate(() => console.log('never'));
clearImmediate(lost);
