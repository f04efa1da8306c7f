// Names that look alike, other scopes, asynchronous twins, and functions that no handler reaches.
const http = require('http');
const fs = require('fs');
const { readFile } = require('fs/promises');
const cache = { readFileSync: (name) => name };
const memory = new (class { readFileSync(name) { return name; } })();

const config = fs.readFileSync('config.json', 'utf8');
function load() { return fs.readFileSync('data', 'utf8'); }
const data = load();
function neverCalled() { return fs.readFileSync('x'); }

http.createServer(async (req, res) => {
  cache.readFileSync('a');
  memory.readFileSync('a');
  {
    const fs = { readFileSync() {} };
    fs.readFileSync('a');
  }
  await readFile('a');
  await fs.promises.readFile('a');
  fs.readFile('a', () => {});
  res.end(config + data);
});

process.on('exit', () => fs.writeFileSync('state', ''));
process.on('SIGTERM', () => { fs.unlinkSync('pid'); process.exit(0); });
module.exports = neverCalled;
