// The server goes on after what nobody catches; that it does is the finding of another rule.
const fs = require('node:fs');
const http = require('node:http');

process.on('uncaughtException', (err) => console.error(err));

http.createServer((req, res) => {
  fs.readFile('page.html', (err, page) => {
    if (err) throw err;
    res.end(page);
  });
}).listen(8000);
