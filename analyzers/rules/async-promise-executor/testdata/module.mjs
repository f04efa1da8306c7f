// In an ES module.
import { readFile } from 'node:fs/promises';

export const text = new Promise(async (resolve) => { // want "rejects another promise"
  resolve(await readFile('x'));
});
