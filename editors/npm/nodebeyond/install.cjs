// Puts the program itself where the command is, so that it starts without Node. Where that cannot be (Windows needs a script there, a package
// manager may keep packages in archives or run no install scripts), bin/nodebeyond stays a script that starts it. Never fails an installation.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

function install() {
  if (process.platform === 'win32' || process.env.NODEBEYOND_BINARY) return;
  const command = path.join(__dirname, 'bin', 'nodebeyond');
  const next = `${command}.next`;
  const from = require('./find.cjs').binary();
  fs.rmSync(next, { force: true });
  try {
    fs.linkSync(from, next);
  } catch {
    fs.copyFileSync(from, next); // on another file system
  }
  fs.chmodSync(next, 0o755);
  fs.renameSync(next, command); // whole or not at all
}

try {
  install();
} catch {
  // The command says what is missing when somebody runs it.
}
