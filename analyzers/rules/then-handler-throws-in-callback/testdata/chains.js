// Callbacks in promise chains.
const fs = require('fs/promises');

function one(file, cb) {
  fs.stat(file).then((stats) => cb(null, stats.size)).catch((err) => cb(err)); // want "What `cb` throws becomes a rejection"
}

function two(file, callback) {
  fs.stat(file)
    .then((stats) => {
      console.log(stats);
      callback(null, stats.size); // want "calls `callback` again"
    })
    .then(() => console.log('over'))
    .catch(callback);
}

const app = require('express')();
app.use((req, res, next) => {
  fs.stat(req.url).then(() => next()).catch(next); // want "What `next` throws"
});

// two handlers of one then: the second does not see what the first throws
function both(file, cb) {
  fs.stat(file).then((stats) => cb(null, stats.size), cb);
}

// put off
function later(file, cb) {
  fs.stat(file).then((stats) => process.nextTick(cb, null, stats.size)).catch((err) => process.nextTick(cb, err));
}

// trap: callback cannot throw
function guarded(file, cb) {
  fs.stat(file).then((stats) => {
    try {
      cb(null, stats.size);
    } catch (err) {
      console.error(err);
    }
  }).catch(cb);
}

// the catch stands before the then, or does something else
function before(file, cb) {
  fs.stat(file).catch(() => null).then((stats) => cb(null, stats));
}
function other(file, cb) {
  fs.stat(file).then((stats) => cb(null, stats)).catch((err) => console.error(err));
}

// two callbacks
function pair(file, done, next) {
  fs.stat(file).then((stats) => done(null, stats)).catch(next);
}
module.exports = { one, two, both, later, guarded, before, other, pair };
