const fs = require('node:fs');

module.exports = { page };

exports.title = 'The shop';

function page(url) {
  return `<h1>${url}</h1>${terms()}`;
}

function terms() {
  return fs.readFileSync(`${__dirname}/terms.txt`, 'utf8');
}
