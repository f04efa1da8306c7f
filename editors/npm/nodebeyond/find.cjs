// Where the program of this platform is. Editors may require this file, too: require('nodebeyond/find.cjs').binary().
'use strict';

const path = require('node:path');

/** The name of the package that holds the program of a platform. */
const packageFor = (platform, arch) => `@nodebeyond/${platform}-${arch}`;

/**
 * The absolute path of the program. NODEBEYOND_BINARY names another one.
 * Throws an error whose message says what to do when no package of this platform is installed.
 */
function binary(env = process.env) {
  if (env.NODEBEYOND_BINARY) return path.resolve(env.NODEBEYOND_BINARY);
  const { version, optionalDependencies = {} } = require('./package.json');
  const name = packageFor(process.platform, process.arch);
  const file = process.platform === 'win32' ? 'nodebeyond.exe' : 'nodebeyond';
  try {
    return require.resolve(`${name}/bin/${file}`);
  } catch {
    if (!(name in optionalDependencies)) {
      throw new Error(`nodebeyond is not built for ${process.platform} on ${process.arch}.\n` +
        `It is for ${Object.keys(optionalDependencies).map((n) => n.split('/')[1]).join(', ')}. ` +
        'Where Go is installed it can be built from its source; NODEBEYOND_BINARY then says where it is.');
    }
    throw new Error(`${name} is not installed, and the program is in there.\n` +
      'Package managers leave it out with --omit=optional or --no-optional, or when node_modules was copied from another kind of machine. ' +
      `Install again without these, or add it: npm install --save-dev ${name}@${version}`);
  }
}

module.exports = { binary, packageFor };
