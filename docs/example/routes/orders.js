const { pipeline } = require('stream');
const account = require('./account');
const labels = require('../lib/labels');
const log = require('../lib/log');
const store = require('../lib/store');

const MAX_BODY = 64 * 1024;

labels.on('printed', (order) => log.info(`label ${order.id} printed`));

exports.readBody = (req, done) => {
  let body = '';
  req.on('data', (chunk) => {
    body += chunk;
    if (body.length > MAX_BODY) req.destroy();
  });
  req.on('end', () => done(body));
  req.on('error', (err) => log.warn(`request broke off: ${err.message}`));
};

exports.create = (req, res, email) => {
  if (!email) return account.refuse(res);
  exports.readBody(req, (body) => {
    let items;
    try {
      ({ items } = JSON.parse(body));
      items.forEach((item) => {
        if (!Number.isInteger(item.amount)) throw new Error(`amount of ${item.id}`);
      });
    } catch (err) {
      res.statusCode = 400;
      return res.end(`order not understood: ${err.message}\n`);
    }
    const order = store.addOrder(email, items);
    labels.add(order);
    res.statusCode = 201;
    res.end(`${order.id}\n`);
  });
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
