// The constructor with each kind of argument, and what looks like it.
const { Buffer: Bytes } = require('node:buffer');
const count = 4;

new Buffer(5); // want "new Buffer of a number is deprecated"
new Buffer('text'); // want "new Buffer of data is deprecated"
Buffer('text', 'base64'); // want "Buffer of data is deprecated"
new Buffer([1, 2]); // want "new Buffer of data"
new Buffer(count * 2); // want "new Buffer of a number"
new Buffer(process.argv[2]); // want "whoever chooses the type of x chooses the meaning"
new Buffer(require('fs').readFileSync('a')); // want "new Buffer of data"
new Bytes(3); // want "new Buffer of a number"
new (require('buffer').Buffer)(3); // want "new Buffer of a number"
new global.Buffer(3); // want "new Buffer of a number"
new Buffer(); // want "is x bytes for a number"
new Buffer(process.argv[2], 'utf8'); // want "new Buffer is deprecated (DEP0005)"

Buffer.from('text');
Buffer.alloc(5);
new Uint8Array(5);
new (require('safe-buffer').Buffer)(5);
