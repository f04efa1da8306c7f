// Loops over a stream that a break leaves.
import fs from 'node:fs';

export async function twice() {
  const file = fs.createReadStream('a').on('error', () => {});
  for await (const chunk of file) {
    if (chunk.length > 9) break;
  }
  for await (const chunk of file) console.log(chunk); // want "`file` is destroyed when the loop before is left by break"
}
export async function piped() {
  const file = fs.createReadStream('a').on('error', () => {});
  for await (const chunk of file) {
    console.log(chunk);
    break;
  }
  if (file.path) file.pipe(process.stdout); // want "`file` is destroyed"
}

// trap: stream not reused
export async function first() {
  const file = fs.createReadStream('a').on('error', () => {});
  for await (const chunk of file) {
    console.log(chunk);
    break;
  }
  file.destroy();
  const other = fs.createReadStream('b').on('error', () => {});
  for await (const chunk of other) console.log(chunk);
}

// not left, or kept open
export async function all() {
  const file = fs.createReadStream('a').on('error', () => {});
  for await (const chunk of file) {
    for (const byte of chunk) {
      if (byte === 0) break;
    }
  }
  for await (const chunk of file) console.log(chunk);
}
export async function kept() {
  const file = fs.createReadStream('a').on('error', () => {});
  for await (const chunk of file.iterator({ destroyOnReturn: false })) {
    console.log(chunk);
    break;
  }
  for await (const chunk of file) console.log(chunk);
}
export async function list() {
  const rows = [1, 2];
  for await (const row of rows) if (row) break;
  for await (const row of rows) console.log(row);
}
