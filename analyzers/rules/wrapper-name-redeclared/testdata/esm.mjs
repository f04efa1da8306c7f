// ES modules have no wrapper.
import { createRequire } from 'node:module';
import path from 'node:path';
const require = createRequire(import.meta.url);
const __dirname = path.dirname('/a/b');
const module = require('./x');
export const exports = [module, __dirname];
