// Methods: through this, fields, getters, statics, private names, super, subclasses, and instances kept in variables and other objects.
const http = require('http');
const fs = require('fs');

class Base {
  constructor(dir) { this.dir = dir; }
  inherited() { return fs.readFileSync(this.dir); } // want "fs.readFileSync"
  overridden() { return fs.readFileSync('base'); } // want "fs.readFileSync"
  template() { return this.step(); }
  step() { return ''; }
}

class Store extends Base {
  #secret() { return fs.readFileSync('s'); } // want "fs.readFileSync"
  arrow = () => fs.readFileSync('arrow'); // want "fs.readFileSync"
  static shared() { return fs.readFileSync('static'); } // want "fs.readFileSync"
  static get instance() { return new Store('x'); }
  get size() { return fs.statSync('s').size; }
  find() { return this.load(); }
  load() { return fs.readFileSync('load'); } // want "fs.readFileSync"
  private() { return this.#secret(); }
  overridden() { return super.overridden(); }
  step() { return fs.readFileSync('step'); } // want "fs.readFileSync"
  viaInstance() { return fs.readFileSync('inst'); } // want "fs.readFileSync"
  chained() { return this; }
  last() { return fs.readFileSync('last'); } // want "fs.readFileSync"
  unused() { return fs.readFileSync('unused'); }
}

class App {
  constructor(store) {
    this.store = store;
    this.handle = this.handle.bind(this);
    this.server = http.createServer(this.handle);
    this.second = http.createServer((req, res) => this.other(req, res));
  }
  handle(req, res) {
    this.store.find();
    this.store.private();
    this.store.overridden();
    this.store.inherited();
    this.store.template();
    this.store.arrow();
    this.store.chained().last();
    Store.shared();
    Store.instance.viaInstance();
    res.end();
  }
  other(req, res) {
    fs.existsSync('a'); // want "fs.existsSync"
    res.end();
  }
}

module.exports = new App(new Store('.'));
