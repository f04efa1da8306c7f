// Constructor functions: prototype members one by one and as a whole, util.inherits, Object.create, Object.setPrototypeOf, mixins.
const http = require('http');
const util = require('util');
const fs = require('fs');
const { EventEmitter } = require('events');

function Base() {}
Base.prototype.inherited = function () { return fs.readFileSync('a'); }; // want "fs.readFileSync"

function Store(dir) {
  if (!(this instanceof Store)) return new Store(dir);
  EventEmitter.call(this);
  this.dir = dir;
  var self = this;
  this.own = function () { return self.load(); };
}
util.inherits(Store, Base);
Store.prototype.load = function load() { return fs.readFileSync(this.dir); }; // want "fs.readFileSync"
Store.prototype.viaThis = function () { return this.deeper(); };
Store.prototype.deeper = function () { return fs.readFileSync('b'); }; // want "fs.readFileSync"

function Whole() {}
Whole.prototype = {
  constructor: Whole,
  read() { return this.really(); },
  really: function () { return fs.readFileSync('c'); }, // want "fs.readFileSync"
};

function Child() { Whole.call(this); }
Child.prototype = Object.create(Whole.prototype);
Child.prototype.more = function () { return fs.readFileSync('d'); }; // want "fs.readFileSync"

const mixin = {
  mixed() { return this.viaMixin(); },
  viaMixin() { return fs.readFileSync('e'); }, // want "fs.readFileSync"
};
Object.assign(Child.prototype, mixin);

const proto = { shared() { return fs.readFileSync('f'); } }; // want "fs.readFileSync"
const made = Object.create(proto);
const set = {};
Object.setPrototypeOf(set, { viaSet() { return fs.readFileSync('g'); } }); // want "fs.readFileSync"

const store = Store('.');
const child = new Child();

http.createServer(function (req, res) {
  store.own();
  store.viaThis();
  store.inherited();
  child.read();
  child.more();
  child.mixed();
  made.shared();
  set.viaSet();
  res.end();
});
