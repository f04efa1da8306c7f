const fs = require('fs');
const path = require('path');
const config = require('../config');
const log = require('./log');
const { count } = require('./metrics');

const MAX_ENTRIES = 200;
const MAX_AGE = 60 * 1000;
const snapshot = path.join(config.varDir, 'cache.json');
const entries = new Map(restore());

// A cold cache is no reason not to open the shop.
function restore() {
  try {
    return JSON.parse(fs.readFileSync(snapshot, 'utf8'));
  } catch {
    return [];
  }
}

function get(name) {
  const entry = entries.get(name);
  return entry && Date.now() - entry.at < MAX_AGE ? entry.value : undefined;
}

function set(name, value) {
  if (entries.size >= MAX_ENTRIES) evict();
  entries.set(name, { value, at: Date.now() });
}

function evict() {
  for (name of entries.keys()) {
    if (get(name) === undefined) entries.delete(name);
  }
  count('cache.evictions');
}

process.on('exit', () => {
  const fresh = `${snapshot}.new`;
  fs.promises.writeFile(fresh, JSON.stringify([...entries]))
    .then(() => fs.promises.rename(fresh, snapshot))
    .catch((err) => log.error(`cache not saved: ${err.message}`));
});

exports.get = get;
exports.set = set;
exports.size = () => entries.size;
