// trap: import shadows the global
import { setTimeout, setImmediate as turn } from 'node:timers/promises';

await setTimeout(10);
await turn();
