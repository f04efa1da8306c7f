// Listeners for signals. There are no traps: trap: none
import process from 'node:process';
import { once } from 'node:events';
const end = () => process.exit(0);

process.on('SIGKILL', end); // want "No process can catch SIGKILL"
process.once('SIGSTOP', end); // want "EINVAL"
process.on('SIGTERM', end).on('SIGKILL', end); // want "SIGKILL"
const signal = 'SIGKILL';
globalThis.process.addListener(signal, end); // want "SIGKILL"

process.on('SIGTERM', end);
process.kill(1, 'SIGKILL');
export const wait = (child) => {
  child.on('SIGKILL', end);
  child.kill('SIGKILL');
  return once(child, 'SIGKILL');
};
try {
  process.on('SIGKILL', end);
} catch {
  console.log('as expected');
}
