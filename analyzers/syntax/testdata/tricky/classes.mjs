import a from 'a';
import * as b from 'b';
import c, { d, e as f, default as g, 'h i' as j } from 'c';
import k, * as l from 'd'
import 'e';
import {} from 'f';
import m from './m.json' with { type: 'json' };
export { a, b as bb, c as default };
export { d as x, e as 'y z' } from 'g';
export * from 'h'
export * as i from 'i';
export const n = 1, o = 2;
export let p
export function q() {}
export async function r() {}
export function* s() {}
export class T {}
export class A extends (B, C) {
  static a = 1; b; 'c' = 2
  [d] = 3; #e = 4;
  static #f
  static { this.a = 1; { b } }
  static
  {}
  constructor() { super(); super.x; this.#e = #e in this; }
  get g() { return this.#e }
  set g(v) {}
  static get h() {}
  async i() {} *j() {} async *k() {} static async *[l]() {} static async m() {}
  #n() {} get #o() {} static static() {} get() {} set() {} async() {} static async
  'q'() {} 1() {} get 'r'() {}
  a = () => { this.b }; b = function () {}
  ;
}
class U extends V.W {} class X extends (class {}) {}
await y; const z = await (import('z')); import('w').then((a) => a); import(v, { with: {} });
import.meta.url; const uu = (import.meta).dirname;
