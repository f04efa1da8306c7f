// Modes in all places, decimal and octal.
const fs = require('node:fs');
const { chmod } = require('node:fs/promises');
const MODE = 600;

fs.chmodSync('a', 644); // want "fs.chmodSync gets the decimal number 644, which is the mode 0o1204, not 0o644"
fs.chmod('b', 755, () => {}); // want "decimal number 755"
chmod('c', 777).catch(console.error); // want "fs.promises.chmod gets"
fs.mkdirSync('d', 700); // want "fs.mkdirSync gets"
fs.mkdirSync('e', { recursive: true, mode: 755 }); // want "fs.mkdirSync gets"
fs.writeFileSync('f', '', { mode: 600 }); // want "fs.writeFileSync gets"
fs.writeFileSync('g', '', { mode: MODE }); // want "decimal number 600"
fs.createWriteStream('h', { mode: 644 }).on('error', console.error); // want "fs.createWriteStream gets"
const fd = fs.openSync('i', 'w', 644); // want "fs.openSync gets"
fs.fchmodSync(fd, 640); // want "fs.fchmodSync gets"
process.umask(22); // want "process.umask gets the decimal number 22"

// trap: strings are octal
fs.chmodSync('a', '644');
fs.mkdirSync('b', { mode: '755' });
fs.chmodSync('c', 0o644);
fs.chmodSync('d', 420);
fs.chmodSync('e', 0x1a4);
fs.chmodSync('f', 511);
fs.chmodSync('g', 0o700 | 0o044);
fs.mkdirSync('h');
fs.writeFileSync('i', '644');
fs.accessSync('j', fs.constants.R_OK);
fs.truncateSync('k', 644);
fs.chmodSync('l', parseInt('755', 8));
fs.readSync(fd, Buffer.alloc(644), 0, 644, 0);
process.umask(0o22);
process.umask(0);
