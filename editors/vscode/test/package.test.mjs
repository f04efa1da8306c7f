// What is in the packages: node --test editors/vscode/test/package.test.mjs
// Needs Go and npm. Looks at some platforms; with TARGETS=all at all of them, whose programs take minutes to compile.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { build, targets } from '../build.mjs';

const yauzl = createRequire(import.meta.url)('yauzl'); // comes with vsce, which writes the packages
const host = `${process.platform}-${process.arch}`;
const out = fs.mkdtempSync(path.join(os.tmpdir(), 'nodebeyond-vsix-'));
const built = process.env.TARGETS === 'all' ? Object.keys(targets) : [host, host.replace('linux', 'alpine'), host === 'linux-arm64' ? 'linux-x64' : 'linux-arm64'];
const packages = {};

before(async () => {
  const files = await build({ version: '9.8.7', out, only: built });
  for (const [i, target] of built.entries()) packages[target] = await entries(files[i]);
});
after(() => fs.rmSync(out, { recursive: true }));

/** The files of a package: name -> { mode, text() }. */
function entries(file) {
  return new Promise((resolve, reject) => {
    const found = {};
    yauzl.open(file, { autoClose: false }, (err, zip) => {
      if (err) return reject(err);
      zip.on('entry', (entry) => {
        found[entry.fileName] = {
          mode: (entry.externalFileAttributes >>> 16) & 0o777,
          bytes: () => new Promise((done, failed) => zip.openReadStream(entry, (e, stream) => {
            if (e) return failed(e);
            const parts = [];
            stream.on('data', (part) => parts.push(part)).on('end', () => done(Buffer.concat(parts)));
          })),
        };
      }).on('end', () => resolve(found)).on('error', reject);
    });
  });
}

test('each has the program of its platform, which may be executed, and says which platform it is for', async () => {
  for (const target of built) {
    const program = `extension/bin/nodebeyond${target.startsWith('win32') ? '.exe' : ''}`;
    assert.deepEqual(Object.keys(packages[target]).filter((n) => n.startsWith('extension/bin/')), [program]);
    assert.equal(packages[target][program].mode & 0o111, 0o111, target);
    const manifest = (await packages[target]['extension.vsixmanifest'].bytes()).toString();
    assert.match(manifest, new RegExp(`Version="9\\.8\\.7"[^>]*TargetPlatform="${target}"`));
  }
  const file = path.join(out, 'program');
  fs.writeFileSync(file, await packages[host]['extension/bin/nodebeyond'].bytes(), { mode: 0o755 });
  assert.match(execFileSync(file, ['--version'], { encoding: 'utf8' }), /^nodebeyond 9\.8\.7$/m);
});

test('nothing is shipped that is not asked for, and all licences are', async () => {
  const names = Object.keys(packages[host]).filter((n) => !n.startsWith('extension/media/')).sort();
  assert.deepEqual(names, ['[Content_Types].xml', 'extension.vsixmanifest', 'extension/LICENSE.txt', 'extension/THIRD_PARTY_NOTICES', 'extension/bin/nodebeyond',
    'extension/changelog.md', 'extension/dist/extension.js', 'extension/package.json', 'extension/readme.md', 'extension/schema.json']);
  const notices = (await packages[host]['extension/THIRD_PARTY_NOTICES'].bytes()).toString();
  for (const name of ['vscode-languageclient 11', 'go.lsp.dev/protocol', 'The Go runtime']) assert.ok(notices.includes(name), name);
});

test('what the manifest names is there', async () => {
  const manifest = JSON.parse(await packages[host]['extension/package.json'].bytes());
  const names = [manifest.icon, manifest.main, ...manifest.contributes.jsonValidation.map((v) => v.url),
    ...manifest.contributes.walkthroughs.flatMap((w) => w.steps.map((s) => s.media.svg))];
  for (const name of names) assert.ok(packages[host][path.posix.join('extension', name)], name);
  const commands = new Set(manifest.contributes.commands.map((c) => c.command));
  const code = (await packages[host]['extension/dist/extension.js'].bytes()).toString();
  for (const command of commands) assert.ok(code.includes(`"${command}"`), command);
});

test('there are packages for eight platforms, and their checksums are right', () => {
  assert.equal(Object.keys(targets).length, 8);
  const sums = fs.readFileSync(path.join(out, 'SHA256SUMS'), 'utf8').trim().split('\n');
  assert.equal(sums.length, built.length);
  for (const line of sums) {
    const [sum, name] = line.split('  ');
    assert.equal(createHash('sha256').update(fs.readFileSync(path.join(out, name))).digest('hex'), sum);
  }
});
