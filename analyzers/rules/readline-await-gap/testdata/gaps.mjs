// What stands between an interface and the loop over its lines.
import fs from 'node:fs';
import { createInterface } from 'node:readline';
import * as promises from 'node:readline/promises';
import { load } from 'settings';

const input = fs.createReadStream('in').on('error', () => {});

export async function gap() {
  const lines = createInterface({ input });
  const settings = await load(); // want "`lines` reads and emits lines from the moment it is made"
  for await (const line of lines) console.log(settings, line);
}

export async function branch(wanted) {
  const lines = promises.createInterface({ input });
  if (wanted) await load(); // want "`lines` reads and emits lines"
  for await (const line of lines) console.log(line);
}

// trap: events used
export async function events() {
  const lines = createInterface({ input });
  lines.on('line', (line) => console.log(line));
  await load();
  for await (const line of lines) console.log(line);
}

// no gap
export async function close() {
  await load();
  const lines = createInterface({ input });
  for await (const line of lines) await load(line);
  await load();
}
export async function paused() {
  const lines = createInterface({ input });
  lines.pause();
  await load();
  for await (const line of lines) console.log(line);
}
export async function asked() {
  const rl = promises.createInterface({ input: process.stdin, output: process.stdout });
  const name = await rl.question('name? ');
  for await (const line of rl) console.log(name, line);
}
export async function another() {
  const lines = createInterface({ input });
  await load();
  for await (const row of load()) console.log(row, lines);
}
