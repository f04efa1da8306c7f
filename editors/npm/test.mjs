// Installs the packages as people do, and runs the program: node editors/npm/test.mjs
// Needs Go, npm, and nothing from a registry. Builds for this platform and one other.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { build, platforms } from './build.mjs';

const host = `${process.platform}-${process.arch}`;
const other = host === 'linux-arm64' ? 'linux-x64' : 'linux-arm64';
const top = fs.mkdtempSync(path.join(os.tmpdir(), 'nodebeyond-npm-'));
const tarballs = {};

before(() => {
  assert.ok(host in platforms, `there is no package for ${host}`);
  const files = build({ version: '0.1.0', out: path.join(top, 'packages'), only: [host, other] });
  [tarballs[host], tarballs[other], tarballs.main] = files;
});
after(() => fs.rmSync(top, { recursive: true, force: true }));

// A project with the packages installed from their tarballs, without a registry.
function install(name, packages, ...flags) {
  const dir = path.join(top, name);
  fs.mkdirSync(dir);
  fs.writeFileSync(path.join(dir, 'package.json'), '{"name": "app", "version": "1.0.0"}');
  fs.writeFileSync(path.join(dir, 'lib.js'), 'exports = { a: 1 };\n');
  const result = run(dir, 'npm', 'install', '--offline', '--no-audit', '--no-fund', '--loglevel=error', ...flags, ...packages);
  return { dir, result };
}

function run(dir, command, ...args) {
  const env = { ...process.env, NODEBEYOND_CACHE: path.join(top, 'cache') };
  delete env.NODEBEYOND_BINARY;
  const r = spawnSync(command, args, { cwd: dir, encoding: 'utf8', env });
  assert.equal(r.error, undefined);
  return r;
}

test('the program is the command, and finds things', () => {
  const { dir, result } = install('right', [tarballs[host], tarballs.main]);
  assert.equal(result.status, 0, result.stderr);
  const command = fs.readFileSync(path.join(dir, 'node_modules', 'nodebeyond', 'bin', 'nodebeyond'));
  if (process.platform !== 'win32') assert.notEqual(command.subarray(0, 2).toString(), '#!', 'it is still the script');
  const lint = run(dir, 'npx', '--no-install', 'nodebeyond', 'lint');
  assert.equal(lint.status, 1, lint.stderr);
  assert.match(lint.stdout, /exports-reassigned/);
  assert.match(run(dir, 'npx', '--no-install', 'nodebeyond', '--version').stdout, /^nodebeyond 0\.1\.0$/m);
  assert.ok(fs.existsSync(path.join(dir, 'node_modules', '@nodebeyond', host, 'THIRD_PARTY_NOTICES')));
});

test('without install scripts the script starts the program', () => {
  const { dir, result } = install('scriptless', [tarballs[host], tarballs.main], '--ignore-scripts');
  assert.equal(result.status, 0, result.stderr);
  const lint = run(dir, 'npx', '--no-install', 'nodebeyond', 'lint', '--format', 'json');
  assert.equal(lint.status, 1, lint.stderr);
  assert.equal(JSON.parse(lint.stdout).findings.length, 1);
});

test('a package for another platform is refused', () => {
  const { result } = install('wrong', [tarballs[other], tarballs.main]);
  assert.notEqual(result.status, 0);
  assert.match(result.stderr, /EBADPLATFORM/);
});

test('without the package of the platform the command says what to do', () => {
  const { dir, result } = install('omitted', [tarballs.main], '--omit=optional');
  assert.equal(result.status, 0, result.stderr);
  const lint = run(dir, 'npx', '--no-install', 'nodebeyond', 'lint');
  assert.equal(lint.status, 2);
  assert.ok(lint.stderr.includes(`npm install --save-dev @nodebeyond/${host}@0.1.0`), lint.stderr);
});

test('checksums are those of the packages', () => {
  const dir = path.join(top, 'packages');
  const sums = fs.readFileSync(path.join(dir, 'SHA256SUMS'), 'utf8').trim().split('\n');
  assert.equal(sums.length, 3);
  for (const line of sums) assert.match(line, /^[0-9a-f]{64} {2}nodebeyond-.*\.tgz$/);
});
