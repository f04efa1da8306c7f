// A rejection that the program listens for does not end it; the client waits all the same.
const http = require('node:http');
const fs = require('node:fs/promises');

process.on('unhandledRejection', (err) => console.error(err));

http.createServer(async (req, res) => { // want "goes to the process's own listener, and the client is not answered"
  res.end(await fs.readFile('page.html'));
}).listen(8000);
