import d, { a as b, c } from 'x';
import * as ns from 'y';
export { b as default, c } ;
export * as q from 'z';
export const e = ns.f?.(b), g = class Named { static #p = 1; get [e]() { return this.#p } };
for await (const x of d()) label: while (x) continue label;
