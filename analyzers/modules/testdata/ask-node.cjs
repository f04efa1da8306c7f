// Answers resolution questions with Node's own resolvers. Started as
//   node --expose-internals --no-warnings ask-node.cjs questions.json
// where questions.json is [{from, spec, how}]: how is "require" or "import", and
// from a file "probe.mjs" that exports specifier => import(specifier), or a data:
// URL; or how is "load-require" or "load-import" and from the file to load. Prints
// {line, answers: [{path, suffix, builtin, data, format, code, loadCode}]} in the
// same order.
'use strict';
const fs = require('fs');
const Module = require('module');
const { createRequire } = Module;
const { pathToFileURL, fileURLToPath } = require('url');
const { defaultResolve } = require('internal/modules/esm/resolve');

// nameOf is the code of an error, or its class where Node gives none.
const nameOf = (e) => e.code || e.name;

function asResult(url) {
  if (url.startsWith('node:')) return { builtin: url.slice(5) };
  if (url.startsWith('data:')) return { data: true };
  const parsed = new URL(url);
  return { path: fileURLToPath(parsed), suffix: parsed.search + parsed.hash };
}

function askRequire({ from, spec }) {
  // Node keys this cache by the folders it would search, which two folders can
  // share though only one of them may refer to its own package: without this, an
  // answer would depend on the questions before it.
  for (const key of Object.keys(Module._pathCache)) delete Module._pathCache[key];
  const load = createRequire(from);
  let code;
  if (spec !== '' && !spec.startsWith('node:')) {
    try {
      const found = load.resolve(spec);
      return found.startsWith('/') ? { path: found } : { builtin: found };
    } catch (e) {
      code = nameOf(e);
    }
  }
  // require() itself must fail in the same way; for "node:" it alone decides.
  try {
    load(spec);
    return { builtin: spec.slice(5) };
  } catch (e) {
    return { code: code ?? nameOf(e), loadCode: nameOf(e) };
  }
}

async function askImport({ from, spec }) {
  let code;
  try {
    const { url, format } = defaultResolve(spec, { parentURL: pathToFileURL(from).href });
    if (url.startsWith('file:')) return { ...asResult(url), format: format === undefined ? 'undefined' : String(format) };
    code = undefined;
    try {
      await (await import(pathToFileURL(from).href)).default(spec);
      return asResult(url);
    } catch (e) {
      return { code: nameOf(e), loadCode: nameOf(e) };
    }
  } catch (e) {
    code = nameOf(e);
  }
  try {
    await (await import(pathToFileURL(from).href)).default(spec);
    return { code, loadCode: 'loaded' };
  } catch (e) {
    return { code, loadCode: nameOf(e) };
  }
}

// askLoad loads the file itself and tells whether Node refuses it.
async function askLoad({ from, how }) {
  try {
    if (how === 'load-require') require(from);
    else await import(pathToFileURL(from).href);
    return { path: from };
  } catch (e) {
    return { code: nameOf(e) };
  }
}

// askData imports from a data: URL.
async function askData({ from, spec }) {
  try {
    return asResult(defaultResolve(spec, { parentURL: from }).url);
  } catch (e) {
    return { code: nameOf(e) };
  }
}

(async () => {
  const questions = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
  const answers = [];
  for (const q of questions) {
    if (q.how.startsWith('load-')) answers.push(await askLoad(q));
    else if (q.from.startsWith('data:')) answers.push(await askData(q));
    else answers.push(q.how === 'require' ? askRequire(q) : await askImport(q));
  }
  process.stdout.write(JSON.stringify({ line: Number(process.versions.node.split('.')[0]), answers }));
})();
