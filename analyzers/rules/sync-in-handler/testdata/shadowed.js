// A parameter of the name fs is whatever is passed: Node's own, or a stand-in.
const http = require('http');
const fs = require('fs');

const real = (fs) => fs.readFileSync('a'); // want "fs.readFileSync"
const standIn = (fs) => fs.readFileSync('a');

http.createServer((req, res) => {
  real(fs);
  standIn({ readFileSync: () => '' });
  res.end();
});
