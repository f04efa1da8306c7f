// ES modules: top-level await gives the loop its turn, a loop does not.
import { setTimeout as wait } from 'node:timers/promises';
import { once } from 'node:events';
import process from 'node:process';

let stop = false;
process.once('SIGTERM', () => { stop = true; });
while (!stop) await wait(100);

let seen = false;
once(process, 'SIGHUP').then(() => { seen = true; });
export function block() {
  while (!seen) {} // want "waits until seen changes"
}
