// trap: scripts. Nobody waits, and the throw ends a program that has failed.
const fs = require('fs');

function main(file) {
  fs.readFile(file, (err, text) => {
    if (err) throw err;
    console.log(text.length);
  });
}
main(process.argv[2]);
