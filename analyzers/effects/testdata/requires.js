const fs = require('fs');
const { join, sep: slash } = require('path');
const load = require;
load('./aliased');
module.require('./by-module');
const DIR = './plugins';
require(DIR);
require(`./template`);
require(`./plugins/${name}`);
require('./a' + name);
require('side-effect');
require.resolve('./where');
const { createRequire } = require('module');
import('./lazy2').then; (await_ = async () => (await import('./dyn')).thing);
const req = createRequire(__filename);
req('./created');
createRequire(__filename)('./direct');
import('./dynamic').then((ns) => ns.run());
import(DIR);
function lazy() {
  if (fs.existsSync(LATER)) return require('./lazy')(later.value);
  try { require('optional') } catch { require('fallback') }
  return require(LATER);
}
const LATER = './later';
const later = require(LATER);
function shadow(require) { require('./not-ours') }
const value = require('./deep').a.b;
cond && require('./conditional');
require('./data.json').version;
