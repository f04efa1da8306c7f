// In an ES module.
import { readFile } from 'node:fs/promises';
import fs from 'node:fs';

readFile('x', (err, text) => console.log(err, text)); // want "takes no callback"
fs.readFile('x', (err, text) => console.log(err, text));
