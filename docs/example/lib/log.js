const fs = require('fs');
const path = require('path');
const zlib = require('zlib');
const config = require('../config');

const file = path.join(config.varDir, 'shop.log');
const out = fs.createWriteStream(file, { flags: 'a' });

const format = (level, text) => `${new Date().toISOString()} ${level} ${text}\n`;
const write = (level, text) => out.write(format(level, text));

function rotate() {
  fs.createReadStream(file)
    .pipe(zlib.createGzip())
    .pipe(fs.createWriteStream(`${file}.${Date.now()}.gz`))
    .on('finish', () => {
      fs.truncate(file, 0, (err) => {
        if (err) write('error', `log not emptied: ${err.message}`);
      });
    })
    .on('error', (err) => write('error', `log not rotated: ${err.message}`));
}

function rotateWhenBig() {
  fs.stat(file, (err, info) => {
    if (info.size > config.logLimit) rotate();
  });
}
setInterval(rotateWhenBig, 60 * 1000).unref();

// The stream may still hold lines when the process goes, so the last one does not use it.
process.on('exit', (code) => {
  fs.appendFileSync(file, format('info', `exit with code ${code}`));
});

exports = module.exports = {
  info: (text) => write('info', text),
  warn: (text) => write('warn', text),
  error: (text) => write('error', text),
};
exports.rotate = rotate;
