start();
import def, { named, other as renamed } from './names';
import * as ns from './namespace';
import './bare';
import data from './data.json' with { type: 'json' };
export { named as again, def as default2 };
export { x, y as default } from './reexport';
export * from './star';
export * as all from './all';
def();
ns.helper(named);
new renamed.Inner();
const lazy = await import('./lazy');
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
require('./cjs');
function start() { return named }
