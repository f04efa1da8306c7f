// The parts that know nothing of VS Code: node --test editors/vscode/test/unit.test.ts, with Node 24, which takes the types away itself.
import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import test, { after } from 'node:test';
import { chooseBinary, type Circumstances, NoBinary } from '../src/binary.ts';
import { withoutRepeats } from '../src/hover.ts';
import { commandLink, sectionOf, withCommandLinks } from '../src/links.ts';
import { embed } from '../src/page.ts';
import { Restarts } from '../src/restarts.ts';

const top = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'unit-')));
after(() => fs.rmSync(top, { recursive: true }));

function program(...names: string[]): string {
  const file = path.join(top, ...names);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, '{}', { mode: 0o755 });
  return file;
}

const bundled = program('extension', 'bin', 'nodebeyond');
const windows = program('extension', 'bin', 'nodebeyond.exe');
const folder = path.join(top, 'shop');
program('shop', 'node_modules', 'nodebeyond', 'package.json');
const installed = program('shop', 'node_modules', '@nodebeyond', 'linux-x64', 'bin', 'nodebeyond');
const named = program('shop', 'tools', 'nodebeyond');

const choose = (c: Partial<Circumstances>) => chooseBinary({
  setting: '', trusted: true, folders: [folder], extension: path.join(top, 'extension'), platform: 'linux', arch: 'x64', ...c,
});
const refused = (c: Partial<Circumstances>): NoBinary => {
  try {
    choose(c);
  } catch (err) {
    assert.ok(err instanceof NoBinary);
    return err;
  }
  throw new Error('a program was chosen');
};

test('the setting goes before the project, and that before the extension', () => {
  assert.deepEqual(choose({ setting: named }), { file: named, origin: 'setting' });
  assert.deepEqual(choose({}), { file: installed, origin: 'project' });
  assert.deepEqual(choose({ folders: [] }), { file: bundled, origin: 'bundled' });
});

test('in a workspace that is not trusted only the extension counts', () => {
  const chosen = choose({ trusted: false, setting: named });
  assert.equal(chosen.file, bundled);
  assert.match(chosen.note ?? '', /not trusted/);
});

test('the setting may be relative, in the home folder, or name the workspace', () => {
  for (const setting of ['tools/nodebeyond', './tools/nodebeyond', '${workspaceFolder}/tools/nodebeyond', ` ${named} `]) {
    assert.equal(choose({ setting }).file, named, setting);
  }
  assert.match(refused({ setting: '~/surely/not/there' }).message, new RegExp(`names ${os.homedir()}/surely/not/there, which is not there`));
});

test('the first folder that has it installed decides', () => {
  const empty = path.join(top, 'empty');
  fs.mkdirSync(empty);
  assert.equal(choose({ folders: [empty, folder] }).file, installed);
});

test('a linked package is followed to where its dependencies are', () => {
  const store = path.join(top, 'linked', 'node_modules', '.pnpm', 'nodebeyond@1', 'node_modules');
  program('linked', 'node_modules', '.pnpm', 'nodebeyond@1', 'node_modules', 'nodebeyond', 'package.json');
  const real = program('linked', 'node_modules', '.pnpm', 'nodebeyond@1', 'node_modules', '@nodebeyond', 'linux-x64', 'bin', 'nodebeyond');
  fs.symlinkSync(path.join(store, 'nodebeyond'), path.join(top, 'linked', 'node_modules', 'nodebeyond'));
  assert.deepEqual(choose({ folders: [path.join(top, 'linked')] }), { file: real, origin: 'project' });
});

test('a project without the package of the platform gets the program of the extension, and a note', () => {
  const chosen = choose({ arch: 'arm64' });
  assert.equal(chosen.file, bundled);
  assert.match(chosen.note ?? '', /npm install --save-dev @nodebeyond\/linux-arm64$/);
  assert.equal(choose({ platform: 'win32' }).file, windows);
});

test('what cannot be started is told with what to do', () => {
  const gone = refused({ setting: '/nowhere/it' });
  assert.equal(gone.message, 'nodebeyond.path names /nowhere/it, which is not there.');
  assert.match(gone.remedy, /Correct the setting/);
  assert.match(refused({ setting: folder }).message, /which is not a file/);
  assert.match(refused({ folders: [], extension: folder }).remedy, /Install the build of the extension for linux/);
  fs.chmodSync(named, 0o644);
  const plain = refused({ setting: named });
  fs.chmodSync(named, 0o755);
  assert.match(plain.message, /which may not be executed/);
  assert.ok(plain.remedy.startsWith(`Allow it: chmod +x "${named}".`));
});

test('links of the server become commands, others stay', () => {
  const link = 'command:nodebeyond.readSection?%5B%22event-loop%23phases%22%5D';
  assert.equal(commandLink('nodebeyond://book/event-loop#phases'), link);
  assert.equal(commandLink('nodebeyond://book/event-loop%23phases'), link);
  assert.equal(commandLink('https://example.org/event-loop#phases'), undefined);
  assert.equal(withCommandLinks('Read: [a](nodebeyond://book/event-loop#phases) or [b](https://example.org/x), nodebeyond://book/x'),
    `Read: [a](${link}) or [b](https://example.org/x), nodebeyond://book/x`);
});

test('links of a page lead to sections', () => {
  for (const [href, to] of [
    ['event-loop.md#phases', 'event-loop#phases'], ['#phases', 'async#phases'], ['../chapters/event-loop.md#phases', 'event-loop#phases'],
    ['rules/sync-in-handler.md', 'sync-in-handler'], ['modules.md', 'modules'],
    ['https://nodejs.org/api/fs.html#fsreadfile', undefined], ['mailto:a@example.org', undefined], ['example.js', undefined], ['', undefined],
  ] as const) assert.equal(sectionOf(href, 'async#callbacks'), to, href);
});

test('a hover does not repeat the message and the evidence', () => {
  const hover = '**Title** `rule`\n\n`x` waits.\n\nUse y.\n\nEvidence:\n\n1. `a.js:1` here\n2. `b.js:2` there\n\nWhy it is so.';
  assert.equal(withoutRepeats(hover, ['`x` waits.\nUse y.']), '**Title** `rule`\n\nWhy it is so.');
  assert.equal(withoutRepeats(hover, ['of another place']), hover);
  assert.equal(withoutRepeats(hover, []), hover);
});

test('the page of a graph runs the scripts that it came with, and no others', () => {
  const page = '<head>\n<meta charset="utf-8">\n</head>\n<body><pre>&lt;script></pre><script type="application/json" id="index">{}</script>\n<script>one$&</script>\n</body>';
  const out = embed(page, { style: 'a$& {}', script: "two$'" }, 'N');
  assert.match(out, /<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'nonce-N'">/);
  assert.ok(out.includes('<script nonce="N">one$&</script>'));
  assert.ok(out.includes(`<script nonce="N">\ntwo$'</script>\n</body>`));
  assert.ok(out.includes('<style>\na$& {}</style>\n</head>'));
  assert.ok(out.includes('<script type="application/json" id="index">'));
});

test('a server that dies is started four times, then left alone for a while', () => {
  const restarts = new Restarts(4, 1000);
  assert.deepEqual([0, 1, 2, 3, 4, 5].map((at) => restarts.died(at)), [true, true, true, true, false, false]);
  assert.equal(restarts.died(2000), true);
  for (let at = 2001; at < 2010; at++) restarts.died(at);
  restarts.forget();
  assert.equal(restarts.died(2010), true);
});
