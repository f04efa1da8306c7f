const crypto = require('crypto');
const orders = require('./orders');
const customers = require('../lib/customers');

const sessions = new Map();

// Async because sessions are going to move into the shared store.
exports.identify = async (req) => {
  const token = req.headers['x-session'];
  if (!token) return null;
  if (!sessions.has(token)) throw new Error('session has ended');
  return sessions.get(token);
};

exports.refuse = (res) => {
  res.statusCode = 401;
  res.end('log in first\n');
};

exports.login = (req, res) => {
  orders.readBody(req, (body) => {
    const form = new URLSearchParams(body);
    const email = form.get('email');
    if (!customers.verify(email, form.get('password') || '')) return exports.refuse(res);
    const token = crypto.randomUUID();
    sessions.set(token, email);
    res.end(`${token}\n`);
  });
};

exports.forget = (req, res, email) => {
  if (!email) return exports.refuse(res);
  customers.forget(email);
  res.end('forgotten\n');
};
