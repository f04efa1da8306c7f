const { pipeline } = require('stream');
const account = require('./account');
const labels = require('../lib/labels');
const log = require('../lib/log');
const store = require('../lib/store');

const MAX_BODY = 64 * 1024;

labels.on('printed', (order) => log.info(`label ${order.id} printed`));

function readBody(req, done) {
  let body = '';
  req.on('data', (chunk) => {
    body += chunk;
    if (body.length > MAX_BODY) req.destroy();
  });
  req.on('end', () => done(body));
  req.on('error', (err) => log.warn(`request broke off: ${err.message}`));
}

function checkItems(items) {
  items.forEach((item) => {
    if (!Number.isInteger(item.amount)) throw new Error(`amount of ${item.id}`);
  });
}

exports.readBody = readBody;

exports.create = (req, res, email) => {
  if (!email) return account.refuse(res);
  readBody(req, (body) => {
    let items;
    try {
      ({ items } = JSON.parse(body));
      checkItems(items);
    } catch (err) {
      res.statusCode = 400;
      res.end(`order not understood: ${err.message}\n`);
      return;
    }
    const order = store.addOrder(email, items);
    labels.add(order);
    res.statusCode = 201;
    res.end(`${order.id}\n`);
  });
};

exports.show = (req, res, id) => {
  const order = store.order(id);
  if (order) {
    res.end(JSON.stringify(order));
  } else {
    res.statusCode = 404;
    res.end('no such order\n');
  }
};

exports.cancel = (req, res, id) => {
  if (!store.cancelOrder(id)) {
    res.statusCode = 404;
    res.end('no such order\n');
  }
  res.end('cancelled\n');
};

exports.archive = (req, res) => {
  pipeline(store.archive(), res, (err) => {
    if (err) log.error(`archive not sent: ${err.message}`);
  });
};
