// forEach with async functions, and what waits for them.
const fs = require('fs/promises');
const { Readable } = require('stream');

['a', 'b'].forEach(async (file) => { // want "forEach ignores what its function returns"
  await fs.rm(file);
});
['b'].map(String).forEach(async function (file) { // want "all items run at the same time"
  await fs.rm(file);
});
new Set(['a']).forEach(async (file) => { // want "a rejection is unhandled"
  await fs.rm(file);
});
['a'].filter(Boolean).forEach(async (x) => { // want "ends the process"
  if (x) throw new Error(x);
});

// each failure is handled
['a'].forEach(async (file) => {
  try {
    await fs.rm(file);
  } catch (err) {
    console.error(err);
  }
});
['a'].forEach(async (file) => {
  await fs.rm(file).catch(console.error);
});

// no async function, or none that waits
['a'].forEach((file) => console.log(file));
['a'].forEach(async (file) => console.log(file));

// what waits
async function main() {
  await Promise.all(['a'].map(async (file) => {
    await fs.rm(file);
  }));
  await Readable.from(['a']).forEach(async (file) => {
    await fs.rm(file);
  });
  for (const file of ['a']) await fs.rm(file);
}
main().catch(console.error);

// what the list is is not known
require('some-list').forEach(async (file) => {
  await fs.rm(file);
});
