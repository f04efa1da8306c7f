// In an ES module, in TypeScript.
import process from 'node:process';

export const a: string = import.meta.dirname + 'a.json'; // want "import.meta.dirname does not end"
export const b = `${import.meta.dirname}/b.json`;
export const c = process.cwd + 'c.json';
