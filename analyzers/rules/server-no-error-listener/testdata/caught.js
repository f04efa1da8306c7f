// All errors that nobody handles are heard.
const http = require('node:http');
process.on('uncaughtException', (err) => {
  console.error(err);
  process.exit(1);
});
http.createServer((req, res) => res.end()).listen(8080);
