// What an asynchronous callback throws under a try that is left when it runs; and the forms where the catch does catch.
const fs = require('node:fs');

try {
  fs.readFile('a', (err, text) => {
    if (err) throw err; // want "The catch around fs.readFile cannot catch this"
    console.log(text);
  });
} catch (err) {
  console.log(err);
}
function later() {
  try {
    setTimeout(() => {
      throw new Error('late'); // want "The catch around setTimeout cannot catch this"
    }, 10);
    process.nextTick(function () {
      console.log(JSON.parse('{')); // want "The catch around process.nextTick cannot catch this"
    });
  } catch {
    console.log('never');
  }
}
later();

try {
  ['{'].forEach((s) => console.log(JSON.parse(s))); // trap: callback is sync (forEach, map)
} catch (err) {
  console.log(err.message);
}
try {
  fs.readFile('a', (err, text) => {
    try {
      console.log(JSON.parse(text));
    } catch (e) {
      console.log(e.message);
    }
  });
} catch (err) {
  console.log(err);
}
try {
  fs.readFile('a', (err, text) => console.log(err, text));
} finally {
  console.log('no catch');
}
async function awaited() {
  try {
    console.log(JSON.parse(await fs.promises.readFile('a', 'utf8')));
  } catch (err) {
    console.log(err);
  }
}
awaited();
fs.readFile('a', (err, text) => {
  if (err) throw err;
  console.log(text);
});
