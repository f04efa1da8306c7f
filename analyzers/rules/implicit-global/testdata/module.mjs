// An ES module is strict: the assignment throws.
import fs from 'fs';

export function load() {
  text = fs.readFileSync('a', 'utf8'); // want "the assignment throws a ReferenceError"
  return text;
}
class Loader {
  run() { result = 1; } // want "the assignment throws a ReferenceError"
}
new Loader();
