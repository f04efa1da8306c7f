// The same in an ES module, awaited, and in a class.
import { readFile } from 'node:fs/promises';

const a = await readFile('a');
const b = await readFile('b');
console.log(a === b); // want "both sides are buffers"
class Cache {
  check = (name) => a === name;
  same() {
    return a !== 'text'; // want "always true"
  }
}
export default Cache;
