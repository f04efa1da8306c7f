const fs = require('fs');
const http = require('http');
const config = require('../config');
const cache = require('../lib/cache');
const store = require('../lib/store');

function sendJson(res, value) {
  res.setHeader('Content-Type', 'application/json');
  res.end(JSON.stringify(value));
}

exports.list = (req, res) => {
  let products = cache.get('products');
  if (!products) {
    products = store.products();
    cache.set('products', products);
  }
  sendJson(res, products);
};

exports.show = (req, res, id) => {
  const product = store.products().find((candidate) => candidate.id === id);
  if (!product) return res.writeHead(404).end('no such product\n');
  const etag = `"${product.id}-${product.revision}"`;
  if (req.headers['if-none-match'] === etag) {
    res.statusCode = 304;
    return;
  }
  res.setHeader('ETag', etag);
  sendJson(res, product);
};

exports.stock = (req, res, id) => {
  const known = cache.get(`stock ${id}`);
  if (known) return sendJson(res, known);
  const url = `${config.supplierUrl}/stock/${encodeURIComponent(id)}`;
  const question = http.get(url, { timeout: 3000 }, (answer) => {
    answer.resume();
    const stock = { id, available: answer.statusCode === 200 };
    cache.set(`stock ${id}`, stock);
    sendJson(res, stock);
  });
  question.on('timeout', () => question.destroy());
};

exports.terms = (req, res) => {
  fs.readFile('./data/terms.txt', 'utf8', (err, text) => {
    if (err) return res.writeHead(500).end('ask at the counter\n');
    res.end(text);
  });
};
