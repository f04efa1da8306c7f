// In an ES module, where the fix is not offered: the name was taken out of the module.
import { readFile } from 'node:fs';
import { readFile as promised } from 'node:fs/promises';

await readFile('x'); // want "returns no promise to await"
await promised('x');
