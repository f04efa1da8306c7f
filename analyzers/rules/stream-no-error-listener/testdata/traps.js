// Code that looks like the defect: whoever gets the stream listens.
const fs = require('node:fs');

// trap: returned
function open(file) {
  return fs.createReadStream(file);
}
exports.open = open;
exports.lines = (file) => fs.createReadStream(file, 'utf8');
