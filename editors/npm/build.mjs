// Builds the npm packages: node editors/npm/build.mjs --version 1.2.3 [--out dist/npm] [--only linux-x64,win32-arm64]
// Needs Go and npm. Writes one tarball for each platform, one for the main package, SHA256SUMS and THIRD_PARTY_NOTICES.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const here = path.dirname(fileURLToPath(import.meta.url));
const top = path.join(here, '..', '..');

/** Go's names of npm's platforms. Without cgo the Linux programs need no C library: they run on musl as well. */
export const platforms = {
  'darwin-arm64': ['darwin', 'arm64'],
  'darwin-x64': ['darwin', 'amd64'],
  'linux-arm64': ['linux', 'arm64'],
  'linux-x64': ['linux', 'amd64'],
  'win32-arm64': ['windows', 'arm64'],
  'win32-x64': ['windows', 'amd64'],
};

/** Builds the program of a platform into a file. */
export function compile(platform, version, file) {
  const [GOOS, GOARCH] = platforms[platform];
  execFileSync('go', ['build', '-trimpath', '-ldflags', `-s -w -X main.version=${version}`, '-o', file, './server/cmd/nodebeyond'], {
    cwd: top, stdio: 'inherit', env: { ...process.env, GOOS, GOARCH, CGO_ENABLED: '0' },
  });
}

/** The licences of everything that is linked into the program, as one text. */
export function notices() {
  const list = execFileSync('go', ['list', '-deps', '-f', '{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}', './server/cmd/nodebeyond'],
    { cwd: top, encoding: 'utf8' });
  const texts = [];
  for (const line of [...new Set(list.split('\n').filter(Boolean))].sort()) {
    const [module, version, dir] = line.split(' ');
    const own = path.relative(top, dir);
    if (own && !own.startsWith('..')) continue; // a nested module of ours
    const file = fs.readdirSync(dir).find((f) => /^(licen[sc]e|copying)/i.test(f));
    if (!file) throw new Error(`${module} has no licence file: it may not be shipped`);
    texts.push(`${module} ${version}\n\n${fs.readFileSync(path.join(dir, file), 'utf8').trim()}\n`);
  }
  const go = path.join(execFileSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).trim(), 'LICENSE');
  texts.push(`The Go runtime and standard library\n\n${fs.readFileSync(go, 'utf8').trim()}\n`);
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

function pack(dir, out) {
  const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--json', '--pack-destination', out], { cwd: dir, encoding: 'utf8' }));
  return path.join(out, filename);
}

/** Builds all packages and gives the paths of their tarballs, the main one last. */
export function build({ version, out, only = Object.keys(platforms) }) {
  fs.mkdirSync(out, { recursive: true });
  const work = fs.mkdtempSync(path.join(out, 'build-'));
  const licence = fs.readFileSync(path.join(top, 'LICENSE'), 'utf8');
  const third = notices();
  const tarballs = [];
  try {
    for (const platform of only) {
      const [os, cpu] = platform.split('-');
      const dir = path.join(work, platform);
      fs.mkdirSync(path.join(dir, 'bin'), { recursive: true });
      compile(platform, version, path.join(dir, 'bin', os === 'win32' ? 'nodebeyond.exe' : 'nodebeyond'));
      fs.writeFileSync(path.join(dir, 'package.json'), JSON.stringify({
        name: `@nodebeyond/${platform}`, version, description: `nodebeyond for ${os} on ${cpu}`, license: 'MIT',
        os: [os], cpu: [cpu], files: ['bin', 'LICENSE', 'THIRD_PARTY_NOTICES'], preferUnplugged: true,
      }, null, 2));
      fs.writeFileSync(path.join(dir, 'README.md'), `The program of [nodebeyond](../nodebeyond) for ${os} on ${cpu}. Install \`nodebeyond\`, not this.\n`);
      fs.writeFileSync(path.join(dir, 'LICENSE'), licence);
      fs.writeFileSync(path.join(dir, 'THIRD_PARTY_NOTICES'), third);
      tarballs.push(pack(dir, out));
    }
    const main = path.join(work, 'nodebeyond');
    fs.cpSync(path.join(here, 'nodebeyond'), main, { recursive: true });
    const manifest = JSON.parse(fs.readFileSync(path.join(main, 'package.json'), 'utf8'));
    manifest.version = version;
    manifest.optionalDependencies = Object.fromEntries(Object.keys(platforms).map((p) => [`@nodebeyond/${p}`, version]));
    fs.writeFileSync(path.join(main, 'package.json'), JSON.stringify(manifest, null, 2));
    fs.writeFileSync(path.join(main, 'LICENSE'), licence);
    tarballs.push(pack(main, out));
  } finally {
    fs.rmSync(work, { recursive: true });
  }
  fs.writeFileSync(path.join(out, 'THIRD_PARTY_NOTICES'), third);
  fs.writeFileSync(path.join(out, 'SHA256SUMS'), tarballs.map((f) =>
    `${createHash('sha256').update(fs.readFileSync(f)).digest('hex')}  ${path.basename(f)}\n`).join(''));
  return tarballs;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { version: { type: 'string' }, out: { type: 'string', default: path.join(top, 'dist', 'npm') }, only: { type: 'string' } } });
  if (!/^\d+\.\d+\.\d+/.test(values.version ?? '')) {
    console.error('usage: node editors/npm/build.mjs --version 1.2.3 [--out folder] [--only platform,...]');
    process.exit(2);
  }
  const only = values.only?.split(',');
  for (const p of only ?? []) {
    if (!(p in platforms)) {
      console.error(`build: there is no platform ${p}; there are ${Object.keys(platforms).join(', ')}`);
      process.exit(2);
    }
  }
  // The playground's engine, which the programs then carry.
  execFileSync(path.join(top, '.ci', 'playground'), { stdio: 'inherit' });
  for (const f of build({ version: values.version, out: path.resolve(values.out), only })) console.log(f);
}
