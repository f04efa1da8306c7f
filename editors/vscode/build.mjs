// Builds the VSIX packages: node editors/vscode/build.mjs [--version 1.2.3] [--out dist/vscode] [--only linux-x64,alpine-arm64]
// Needs Go and npm. Writes a package for each platform, and SHA256SUMS.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { compile, notices } from '../npm/build.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const top = path.join(here, '..', '..');
const own = createRequire(import.meta.url);

/** VS Code's names of the platforms, with those of the programs: one that needs no C library runs on Alpine as well. */
export const targets = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'alpine-x64': 'linux-x64',
  'alpine-arm64': 'linux-arm64',
  'darwin-x64': 'darwin-x64',
  'darwin-arm64': 'darwin-arm64',
  'win32-x64': 'win32-x64',
  'win32-arm64': 'win32-arm64',
};

/** The version in package.json. */
export const version = () => JSON.parse(fs.readFileSync(path.join(here, 'package.json'), 'utf8')).version;

// What the tree holds is shipped as it is; everything else is made.
const shipped = ['media', 'README.md', 'CHANGELOG.md', '.vscodeignore'];

function install() {
  if (fs.existsSync(path.join(here, 'node_modules'))) return;
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: here, stdio: 'inherit', shell: process.platform === 'win32' });
}

/** Checks the types and bundles the extension into a file. Gives the names of the packages that are in it. */
export function bundle(file) {
  execFileSync(process.execPath, [path.join(here, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', here], { stdio: 'inherit' });
  const { metafile } = own('esbuild').buildSync({
    entryPoints: [path.join(here, 'src', 'extension.ts')], outfile: file, bundle: true, platform: 'node', format: 'cjs', target: 'node20',
    external: ['vscode'], minify: true, metafile: true, legalComments: 'none', logLevel: 'warning', absWorkingDir: here,
  });
  const names = Object.keys(metafile.inputs).map((input) => input.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1]);
  return [...new Set(names.filter(Boolean))].sort();
}

// The licences of the packages that are bundled, as one text.
function licences(names) {
  return names.map((name) => {
    const dir = path.join(here, 'node_modules', name);
    const { version: v } = JSON.parse(fs.readFileSync(path.join(dir, 'package.json'), 'utf8'));
    const file = fs.readdirSync(dir).find((f) => /^licen[sc]e/i.test(f));
    if (!file) throw new Error(`${name} has no licence file: it may not be shipped`);
    return `${name} ${v}\n\n${fs.readFileSync(path.join(dir, file), 'utf8').trim()}\n`;
  }).join(`\n${'-'.repeat(80)}\n\n`);
}

/** Builds the packages and gives their paths. */
export async function build({ version: v = version(), out, only = Object.keys(targets) }) {
  install();
  fs.mkdirSync(out, { recursive: true });
  const work = fs.mkdtempSync(path.join(out, 'build-'));
  try {
    const stage = path.join(work, 'extension');
    fs.mkdirSync(stage);
    for (const name of shipped) fs.cpSync(path.join(here, name), path.join(stage, name), { recursive: true });
    fs.cpSync(path.join(top, 'LICENSE'), path.join(stage, 'LICENSE'));
    fs.cpSync(path.join(top, 'server', 'config', 'schema.json'), path.join(stage, 'schema.json'));
    const bundled = bundle(path.join(stage, 'dist', 'extension.js'));
    fs.writeFileSync(path.join(stage, 'THIRD_PARTY_NOTICES'), `${licences(bundled)}\n${'-'.repeat(80)}\n\n${notices()}`);
    const manifest = JSON.parse(fs.readFileSync(path.join(here, 'package.json'), 'utf8'));
    manifest.version = v;
    for (const name of ['scripts', 'dependencies', 'devDependencies']) delete manifest[name];
    fs.writeFileSync(path.join(stage, 'package.json'), JSON.stringify(manifest, null, 2));

    const packages = [];
    for (const target of only) {
      const program = path.join(work, targets[target]);
      if (!fs.existsSync(program)) compile(targets[target], v, program);
      const bin = path.join(stage, 'bin');
      fs.rmSync(bin, { recursive: true, force: true });
      fs.mkdirSync(bin);
      fs.cpSync(program, path.join(bin, target.startsWith('win32') ? 'nodebeyond.exe' : 'nodebeyond'));
      const packagePath = path.join(out, `nodebeyond-${target}-${v}.vsix`);
      await own('@vscode/vsce').createVSIX({ cwd: stage, target, packagePath, dependencies: false, allowMissingRepository: true });
      packages.push(packagePath);
    }
    fs.writeFileSync(path.join(out, 'SHA256SUMS'), packages.map((file) =>
      `${createHash('sha256').update(fs.readFileSync(file)).digest('hex')}  ${path.basename(file)}\n`).join(''));
    return packages;
  } finally {
    fs.rmSync(work, { recursive: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { version: { type: 'string' }, out: { type: 'string', default: path.join(top, 'dist', 'vscode') }, only: { type: 'string' } } });
  const only = values.only?.split(',');
  for (const target of only ?? []) {
    if (!(target in targets)) {
      console.error(`build: there is no target ${target}; there are ${Object.keys(targets).join(', ')}`);
      process.exit(2);
    }
  }
  if (values.version !== undefined && !/^\d+\.\d+\.\d+$/.test(values.version)) {
    console.error('usage: node editors/vscode/build.mjs [--version 1.2.3] [--out folder] [--only target,...]');
    process.exit(2);
  }
  for (const file of await build({ version: values.version, out: path.resolve(values.out), only })) console.log(file);
}
