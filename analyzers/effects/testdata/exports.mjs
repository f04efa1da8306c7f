export const a = 1, { b, c: [d = f()] } = obj;
export let later;
export function fn() {}
export class Cls {}
export default class {}
export { late as early };
let late = a;
later = 2;
