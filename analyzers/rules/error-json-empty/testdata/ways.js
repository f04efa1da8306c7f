// Errors that become JSON: made, caught, handed to a callback, in an object.
const fs = require('node:fs');
const { stringify } = JSON;

class Broken extends Error {}

console.log(JSON.stringify(new Error('a'))); // want "JSON.stringify makes JSON of the error without its message and stack"
console.log(JSON.stringify(new Broken('a'))); // want "makes JSON of the error"
const kept = new TypeError('b');
console.log(JSON.stringify(kept)); // want "makes JSON of kept"
console.log(stringify(kept)); // want "makes JSON of kept"
console.log(JSON.stringify(kept, null, 2)); // want "makes JSON of kept"
try {
  run();
} catch (problem) {
  console.log(JSON.stringify(problem)); // want "makes JSON of problem"
  console.log(JSON.stringify({ at: 1, problem })); // want "makes JSON of problem"
  console.log(JSON.stringify({ error: problem })); // want "makes JSON of problem"
}
fs.readFile('x', (err) => {
  console.log(JSON.stringify(err)); // want "makes JSON of err"
});
run().catch((reason) => console.log(JSON.stringify(reason))); // want "makes JSON of reason"

try {
  run();
} catch (err) {
  console.log(JSON.stringify({ message: err.message }));
  console.log(JSON.stringify(err.message));
  console.log(JSON.stringify({ ...err, message: err.message }));
  console.log(JSON.stringify(err, ['message', 'stack']));
  console.log(JSON.stringify(err, Object.getOwnPropertyNames(err)));
  console.log(JSON.stringify(String(err)), JSON.stringify(err.stack), JSON.stringify(err.errors));
  console.log(JSON.stringify({ error: err.code, text: `${err}` }));
}
process.on('unhandledRejection', (reason) => console.log(reason instanceof Error ? reason.stack : JSON.stringify(reason)));
try {
  run();
} catch (err) {
  if (err.stack) console.log(err.stack);
  else console.log(JSON.stringify(err));
  console.log(typeof err === 'string' ? err : JSON.stringify({ err }));
  if (err) console.log(JSON.stringify(err)); // want "makes JSON of err"
}
function any(value) {
  return JSON.stringify(value);
}
any({ a: 1 });
async function run() {}
