// Promises that leave a try before they are settled, and those that do not.
const fs = require('fs/promises');

async function fallback(file) {
  try {
    return fs.readFile(file); // want "the catch never sees its rejection"
  } catch {
    return fail();
  }
}

async function fail() {
  throw new Error('no');
}

async function own() {
  try {
    if (process.argv[2]) return fail(); // want "fail gives a promise"
    return 1;
  } catch (err) {
    console.error(err);
    return 0;
  }
}

async function closes(file) {
  const handle = await fs.open(file);
  try {
    return handle.readFile(); // want "the finally calls handle.close"
  } finally {
    await handle.close();
  }
}

const arrow = async () => {
  try {
    return fail(); // want "return hands it out of the try"
  } catch (err) {
    throw new Error('arrow', { cause: err });
  }
};

async function awaits(file) {
  try {
    return await fs.readFile(file);
  } catch {
    return null;
  }
}

// trap: finally without resources
async function timed(file) {
  const start = Date.now();
  try {
    return fs.readFile(file);
  } finally {
    console.log(Date.now() - start);
  }
}

// its rejection is handled
async function handled(file) {
  try {
    return fs.readFile(file).catch(() => null);
  } catch {
    return 1;
  }
}

// not in the try block
async function inCatch(file) {
  try {
    await fs.access(file);
  } catch {
    return fs.writeFile(file, '');
  }
}

// no async function: nothing there could await
function plain(file) {
  try {
    return fs.readFile(file);
  } catch {
    return null;
  }
}

// a function within
async function inner(file) {
  try {
    const read = () => fs.readFile(file);
    return (await read()).length;
  } catch {
    return 0;
  }
}

// an empty catch around what cannot fail
async function calm() {
  return 1;
}
async function calmly() {
  try {
    return calm();
  } catch {
    return 0;
  }
}
module.exports = { fallback, own, closes, arrow, awaits, timed, handled, inCatch, plain, inner, calmly };
