// What stands between resume() and the first who takes the data.
import fs from 'node:fs';
import net from 'node:net';
import { once } from 'node:events';
import { load } from 'settings';

export async function listener() {
  const file = fs.createReadStream('a').on('error', () => {});
  file.resume();
  await load();
  file.on('data', (chunk) => console.log(chunk)); // want "`file` flows since its resume(), and nobody takes its data until here"
}

export async function piped(socket = net.connect(80)) {
  const client = net.connect(80).on('error', () => {});
  client.resume();
  if (await load()) client.pipe(process.stdout); // want "`client` flows since its resume()"
}

export async function loop() {
  const file = fs.createReadStream('a').on('error', () => {});
  file.resume();
  await once(file, 'open');
  for await (const chunk of file) console.log(chunk); // want "`file` flows since its resume()"
}

// trap: still paused
export async function paused() {
  const file = fs.createReadStream('a').on('error', () => {});
  await load();
  file.on('data', (chunk) => console.log(chunk));
  const other = fs.createReadStream('b').on('error', () => {});
  other.resume();
  other.pause();
  await load();
  other.on('data', (chunk) => console.log(chunk));
}

// taken in time, or by others
export async function inTime() {
  const file = fs.createReadStream('a').on('error', () => {});
  file.resume();
  file.on('data', (chunk) => console.log(chunk));
  await load();
  file.on('data', (chunk) => console.error(chunk));
}
export async function before() {
  const file = fs.createReadStream('a').on('error', () => {});
  file.on('data', (chunk) => console.log(chunk));
  file.resume();
  await load();
  file.on('data', (chunk) => console.error(chunk));
}
export async function drained() {
  const file = fs.createReadStream('a').on('error', () => {});
  file.resume();
  await once(file, 'end');
  file.on('close', () => console.log('closed'));
}
