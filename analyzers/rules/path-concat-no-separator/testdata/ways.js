// Text after a folder, with and without a separator.
const path = require('node:path');

const a = __dirname + 'views/a.html'; // want "__dirname does not end with a separator"
const b = __dirname + '../lib/b.js'; // want "this names …/folder../lib/b.js"
const c = __dirname + './c.js'; // want "beside the folder and not in it"
const d = `${__dirname}data.txt`; // want "does not end with a separator"
const e = process.cwd() + 'config.json'; // want "process.cwd() does not end"
const f = __dirname + 'views/' + a; // want "does not end with a separator"
const g = require(__dirname + 'lib/g'); // want "does not end with a separator"

// trap: literal starts with /
const ok = [__dirname + '/views/a.html', __dirname + '\\views\\a.html', `${__dirname}/data.txt`, process.cwd() + '/x.json', __dirname + path.sep + 'x.js'];
const others = [path.join(__dirname, 'x.js'), __dirname + '.zip', __dirname + '', __dirname + a, `${__dirname}`, `${__dirname}${a}`, __dirname + ': no file', __dirname + '-backup'];
const message = `in ${__dirname}views/a.html`;
const named = __filename + 'x.map';
function own(__dirname) {
  return __dirname + 'x.js';
}
module.exports = { a, b, c, d, e, f, g, ok, others, message, named, own };
