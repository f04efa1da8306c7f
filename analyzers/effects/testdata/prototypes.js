const util = require('util');
const EventEmitter = require('events');
function Server(opts) {
  if (!(this instanceof Server)) return new Server(opts);
  EventEmitter.call(this);
  this.opts = opts || {};
}
util.inherits(Server, EventEmitter);
Server.prototype.listen = function (cb) { this.once('listening', cb); return this };
Server.prototype = Object.assign(Server.prototype, { close() { this.emit('close') } });
Object.defineProperty(Server.prototype, 'address', { get: function () { return this._addr } });
const proto = Server.prototype;
proto.unref = () => {};
module.exports = Server;
