// Methods given to promisify.
const { promisify } = require('util');
const fs = require('fs');

class Store {
  items = new Map();
  arrow = (cb) => cb(null, this.items.size);
  size(cb) {
    cb(null, this.items.size);
  }
  static plain(cb) {
    cb(null, 1);
  }
  free(cb) {
    cb(null, 1);
  }
}
const store = new Store();
const size = promisify(store.size); // want "promisify gets the function `size` without its object"
size();
promisify(store.size)(); // want "`this` in size is not `store`"
const literal = {
  n: 1,
  count(cb) {
    cb(null, this.n);
  },
};
const count = promisify(literal.count); // want "`this` in count is not `literal`"
count();

const bound = promisify(store.size.bind(store));
bound();
const later = promisify(store.size);
later.call(store);
const after = promisify(store.size).bind(store);
after();
store.sizeAsync = promisify(store.size);
store.sizeAsync();
const readFile = promisify(fs.readFile);
readFile('x');

// trap: functions using no this
promisify(store.free)();
promisify(store.arrow)();
promisify(Store.plain)();
