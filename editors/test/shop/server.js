const http = require('node:http');
const pages = require('./pages');

const server = http.createServer((req, res) => {
  res.end(pages.page(req.url));
});
server.on('error', (err) => console.error('cannot listen:', err.message));
server.listen(8080);
