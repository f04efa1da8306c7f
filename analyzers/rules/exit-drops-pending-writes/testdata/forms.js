// Exits after writes that are only started, and after those that are done.
const fs = require('fs');
const { writeFile } = require('fs/promises');
const log = (err) => err && console.error(err);

exports.file = (state) => {
  fs.writeFile('state', state, log);
  process.exit(0); // want "process.exit ends the process at once, and fs.writeFile has only been started"
};
exports.stream = (text) => {
  const out = fs.createWriteStream('x');
  out.on('error', log);
  out.write(text);
  out.end();
  if (text) {
    process.exit(1); // want "out.end has only been started"
  }
};
exports.promise = (text) => {
  writeFile('x', text).catch(log);
  console.log('bye');
  process.exit(); // want "writeFile has only been started"
};
exports.output = (all) => {
  console.log(JSON.stringify(all, null, 2));
  process.exit(0); // want "the rest is lost"
};
exports.direct = (all) => {
  process.stdout.write(JSON.stringify(all));
  return process.exit(0); // want "when the output is a pipe"
};

// trap: nothing pending
exports.none = () => {
  console.log('bye');
  process.exit(0);
};
exports.done = async (text) => {
  fs.writeFileSync('x', text);
  await writeFile('x', text);
  process.exit(0);
};
exports.callback = (text) => {
  fs.writeFile('x', text, () => process.exit(0));
  const out = fs.createWriteStream('x');
  out.on('error', log);
  out.end(text, () => process.exit(0));
};
exports.branch = (text) => {
  if (text) fs.writeFile('x', text, log);
  else process.exit(1);
};
exports.other = (text, all) => {
  if (!text) {
    process.exit(1);
  }
  fs.writeFile('x', text, log);
  console.log(JSON.stringify(all));
  process.exitCode = 1;
};
exports.failed = (server) => {
  fs.readFile('x', (err) => {
    console.log(JSON.stringify(err));
    process.exit(1);
  });
  return server;
};
exports.short = () => {
  console.log(JSON.stringify({ ok: true }));
  process.exit(0);
};
