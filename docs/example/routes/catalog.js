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
  if (!product) {
    res.statusCode = 404;
    return res.end('no such product\n');
  }
  const etag = `"${product.id}-${product.revision}"`;
  if (req.headers['if-none-match'] === etag) {
    res.statusCode = 304;
    return;
  }
  res.setHeader('ETag', etag);
  sendJson(res, product);
};

exports.stock = (req, res, id) => {
  const url = `${config.supplierUrl}/stock/${encodeURIComponent(id)}`;
  const question = http.get(url, { timeout: 3000 }, (answer) => {
    answer.resume();
    sendJson(res, { id, inStock: answer.statusCode === 200 });
  });
  question.on('timeout', () => question.destroy());
};

exports.terms = (req, res) => {
  const known = cache.get('terms');
  if (known) {
    process.nextTick(() => res.end(known));
    return;
  }
  fs.readFile('./data/terms.txt', 'utf8', (err, text) => {
    if (err) {
      res.statusCode = 500;
      res.end('ask at the counter\n');
      return;
    }
    cache.set('terms', text);
    res.end(text);
  });
};
