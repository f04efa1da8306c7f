class Base extends mixin(EventEmitter) {
  static count = total(this.name);
  field = compute(this);
  bare;
  #hidden = secret();
  handler = () => this.#run();
  [computedField()] = fieldValue();
  static { this.registry = new Map(); setup(); }
  constructor(a, { b } = {}) { super(a); this.a = a; this.#hidden = b }
  #run() { return this.#hidden.call(super.go()) }
  method() { return super.method(() => this.a) }
  static make() { return new this() }
  get size() { return measure(this) }
  set size(v) { this.a = v }
  async load() { await this.method() }
  *[Symbol.iterator]() { yield this.a }
  [computedMethod()]() {}
  static [computedStatic()] = staticValue();
  'quoted name'() {}
}
const Anonymous = class { m() { return Anonymous } };
const Named = class Inner { m() { return Inner } };
class Sub extends Base {}
Sub.prototype.added = function () { return this.a };
Sub = wrap(Sub);
class Self { static self = Self.make(); again() { return new Self() } }
