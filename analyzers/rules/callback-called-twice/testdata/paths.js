// Two calls of one callback on one path, and everything that excludes the second.
const fs = require('fs');

function size(file, callback) {
  fs.stat(file, (err, stats) => {
    if (err) callback(err);
    callback(null, stats.size); // want "reports a failure and then a success"
  });
}

function sizeSoon(file, done) {
  fs.stat(file, function (error, stats) {
    if (error) {
      console.log(error.message);
      done(error);
    }
    done(null, stats.size); // want "`done` has been called"
  });
}

function checked(name, cb) {
  if (!name) cb(new TypeError('no name'));
  if (name === 'x') return cb(null, 1); // no: a name of 'x' is not missing
  cb(null, 2); // want "called on this path already"
}

// by .call, and two errors
function twoErrors(file, cb) {
  fs.open(file, (err, fd) => {
    if (err) cb.call(null, err);
    cb(new Error(`no descriptor, not even ${fd}`)); // want "reports two failures"
  });
}

// two tests that may exclude each other
function twoTests(file, cb) {
  fs.open(file, (err, fd) => {
    if (err) cb(err);
    if (fd > 2) cb(null, fd);
  });
}

// the result is kept, and reported again
const kept = new Map();
function cached(file, cb) {
  if (kept.has(file)) cb(null, kept.get(file));
  fs.readFile(file, (err, data) => {
    kept.set(file, data);
    cb(err, data);
  });
}

// through a helper of the same function
function helper(file, cb) {
  const finish = (err, data) => cb(err, data);
  if (!file) finish(new Error('no file'));
  else finish(null, file);
}

function finishTwice(file, cb) {
  function fail(err) {
    cb(err);
  }
  if (!file) cb(new Error('no file'));
  fail(new Error('always')); // want "called on this path already"
}

// options may be left out
function optional(file, options, cb) {
  if (typeof options === 'function') {
    cb = options;
    options = {};
  }
  fs.readFile(file, options, (err, data) => {
    if (err) cb(err);
    cb(null, data); // want "called on this path already"
  });
}

// try: what is called in the block and again after it
function parse(text, cb) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (err) {
    cb(err);
  }
  cb(null, value); // want "called on this path already"
}

// trap: else branch
function elseBranch(file, cb) {
  fs.stat(file, (err, stats) => {
    if (err) {
      cb(err);
    } else {
      cb(null, stats);
    }
  });
}

// trap: throw
function throws(file, cb) {
  fs.stat(file, (err, stats) => {
    if (err) {
      cb(err);
      throw err;
    }
    cb(null, stats);
  });
}

function returns(file, cb) {
  fs.stat(file, (err, stats) => {
    if (err) return cb(err);
    if (!stats.isFile()) return void cb(new Error('no file'));
    cb(null, stats);
  });
}

function conditional(err, value, cb) {
  if (err) cb(err);
  if (!err) cb(null, value);
}

function conditionalResult(err, value, cb) {
  if (err) cb(err);
  err || cb(null, value);
}

function switched(kind, cb) {
  switch (kind) {
    case 'a':
      cb(null, 1);
      break;
    case 'b':
      cb(new Error('b'));
      break;
    default:
      cb(null);
  }
}

// called for each item, and then for the end
function each(list, visit, done) {
  for (const item of list) visit(null, item);
  done(null);
}

function walk(node, visit) {
  visit(node.left);
  visit(node.right);
}

// guarded by a flag
function once(stream, cb) {
  let called = false;
  const finish = (err) => {
    if (called) return;
    called = true;
    cb(err);
  };
  stream.on('error', finish);
  stream.on('end', () => finish(null));
}

// replaced by something that calls it once
const onlyOnce = require('once');
function wrapped(err, cb) {
  cb = onlyOnce(cb);
  if (err) cb(err);
  cb(null);
}

// set to nothing after the first call
function cleared(file, cb) {
  fs.stat(file, (err, stats) => {
    if (err) {
      cb(err);
      cb = null;
    }
    if (cb) cb(null, stats);
  });
}

// the process ends
function exits(err, cb) {
  if (err) {
    cb(err);
    process.exit(1);
  }
  cb(null);
}

// a class keeps it
class Job {
  start(cb) {
    this.cb = cb;
    fs.stat('x', (err) => {
      if (err) return this.cb(err);
      this.cb(null);
    });
  }
}
module.exports = { size, sizeSoon, checked, twoErrors, twoTests, cached, helper, finishTwice, optional, parse, elseBranch, throws, returns, conditional, conditionalResult, switched, each, walk, once, wrapped, cleared, exits, Job };

// a promise is settled once, whatever comes after
function promised(file) {
  return new Promise((resolve, reject) => {
    fs.stat(file, (err, stats) => {
      if (err) reject(err);
      resolve(stats);
    });
  });
}
exports.promised = promised;

function rejectedTwice(file) {
  return new Promise((resolve, reject) => {
    fs.stat(file, (err) => {
      if (err) reject(err);
      reject(new Error('always'));
    });
  });
}
exports.rejectedTwice = rejectedTwice;
