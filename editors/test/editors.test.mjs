// Real editors, from an open file to a mended one, and everything that the server said to them held against the protocol.
// They are installed by .ci/editors; then:  node --test editors/test/editors.test.mjs
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from '../npm/build.mjs';
import { Client } from './node-client.mjs';
import { editors, here, installed, Session, until } from './session.mjs';
import { Terminal } from './terminal.mjs';

// The help has no tags in the tree: plugin managers make them. So does this, in a copy.
function plugin(session) {
  const dir = path.join(session.dir, 'neovim');
  fs.cpSync(path.join(editors, 'neovim'), dir, { recursive: true });
  return ['--cmd', `set runtimepath+=${dir}`, '--cmd', `helptags ${path.join(dir, 'doc')}`];
}

async function neovim(session, example, script, ...files) {
  return session.passes(installed(session.editor), ['--headless', '--clean', '-u', path.join(editors, 'neovim', 'examples', example), ...plugin(session),
    ...files, '-c', `luafile ${path.join(here, 'nvim', script)}`]);
}

const neovims = [['nvim', 'enable.lua'], ['nvim-0.10', 'setup.lua']];

/** The fix was chosen: its finding goes, the other stays, and the file is written and mended. */
async function mended(session, terminal) {
  await terminal.see("module.exports.title = 'The shop'");
  await terminal.gone('`exports.title` is not exported');
  await terminal.see('fs.readFileSync waits for the file');
  terminal.type(':wq');
  terminal.press('Enter');
  await session.conforms();
  assert.match(fs.readFileSync(path.join(session.project, 'pages.js'), 'utf8'), /^module\.exports\.title = /m);
}

for (const [name, example] of neovims) {
  test(`${name}: open, read, mend`, async (t) => {
    const session = new Session(name);
    t.after(() => session.end());
    await neovim(session, example, 'journey.lua', 'pages.js');
    await session.conforms();
  });

  test(`${name}: a server that is killed`, async (t) => {
    const session = new Session(name, 'crash');
    t.after(() => session.end());
    session.bare();
    await neovim(session, example, 'crash.lua', 'pages.js');
  });

  test(`${name}: the program that npm installed`, async (t) => {
    const session = new Session(name, 'npm');
    t.after(() => session.end());
    installPackages(session);
    await neovim(session, example, 'npm.lua', 'pages.js');
  });

  test(`${name}: in a terminal`, async (t) => {
    const session = new Session(name, 'terminal');
    t.after(() => session.end());
    const terminal = new Terminal(session, [installed(name), '--clean', '-u', path.join(editors, 'neovim', 'examples', example),
      ...plugin(session).map((w) => `'${w}'`), '--cmd', `'lua vim.diagnostic.config({ virtual_text = true })'`, 'pages.js'].join(' '));
    t.after(() => terminal.end());
    await terminal.see('`exports.title` is not exported');
    await terminal.see('fs.readFileSync waits for the file');
    terminal.type('5G0K');
    await terminal.see('Read: exports and module.exports');
    terminal.press('Escape');
    terminal.type('j');
    await terminal.gone('Read: exports and module.exports');
    terminal.type(':5 | lua vim.lsp.buf.code_action()');
    terminal.press('Enter');
    await terminal.see('Set it on module.exports');
    terminal.type('1');
    terminal.press('Enter');
    await mended(session, terminal);
  });
}

test('helix: open, read, mend', async (t) => {
  const session = new Session('hx');
  t.after(() => session.end());
  const config = path.join(session.env.XDG_CONFIG_HOME, 'helix');
  fs.cpSync(path.join(editors, 'helix'), config, { recursive: true });
  const terminal = new Terminal(session, `${installed('hx')} pages.js:12:12`);
  t.after(() => terminal.end());
  await terminal.see('fs.readFileSync waits for the file');
  await terminal.see('`exports.title` is not exported');
  terminal.press('Space', 'k');
  await terminal.see('server.js:4 this function is registered');
  terminal.press('Escape');
  await terminal.gone('server.js:4 this function is registered');
  terminal.type('5gg');
  terminal.press('Space', 'a');
  await terminal.see('Set it on module.exports');
  terminal.press('Enter');
  await mended(session, terminal);
});

test('emacs: open, read, mend', async (t) => {
  const session = new Session('emacs');
  t.after(() => session.end());
  await session.passes(installed('emacs'), ['-Q', '--batch', '-l', path.join(editors, 'emacs', 'nodebeyond.el'), '-l', path.join(here, 'emacs', 'journey.el')]);
  await session.conforms();
});

test('vim with ale: open, read, mend', async (t) => {
  const session = new Session('vim');
  t.after(() => session.end());
  const failures = path.join(session.project, 'failures.txt');
  const terminal = new Terminal(session, `${installed('vim')} -N -u ${path.join(here, 'vim', 'vimrc')} -S ${path.join(here, 'vim', 'journey.vim')} pages.js`);
  t.after(() => terminal.end());
  await until('the journey to end', () => fs.existsSync(failures), () => terminal.screen());
  assert.equal(fs.readFileSync(failures, 'utf8'), '');
  terminal.type(':5 | ALECodeAction');
  terminal.press('Enter');
  await terminal.see('1) Set it on module.exports');
  terminal.type('1');
  terminal.press('Enter', 'C-l'); // the question covers the text until Vim draws it anew
  await terminal.see("module.exports.title = 'The shop'");
  await terminal.gone('`exports.title` is not exported');
  terminal.type(':12');
  terminal.press('Enter');
  await terminal.see('fs.readFileSync waits for the file');
  terminal.type(':wq');
  terminal.press('Enter');
  await session.conforms();
  assert.match(fs.readFileSync(path.join(session.project, 'pages.js'), 'utf8'), /^module\.exports\.title = /m);
});

let packages;

// The packages of npm, built once and installed without a registry. In the project they are before the one on the PATH.
function installPackages(session) {
  packages ??= buildPackages();
  const npm = spawnSync('npm', ['install', '--offline', '--no-audit', '--no-fund', '--loglevel=error', ...packages], { cwd: session.project, env: session.env, encoding: 'utf8' });
  assert.equal(npm.status, 0, npm.stderr);
}

function buildPackages() {
  const out = fs.mkdtempSync(path.join(os.tmpdir(), 'nodebeyond-packages-'));
  process.on('exit', () => fs.rmSync(out, { recursive: true, force: true }));
  return build({ version: '7.8.9', out, only: [`${process.platform}-${process.arch}`] });
}

for (const [encoding, column] of [['utf-8', 27], ['utf-16', 19], ['utf-32', 18]]) {
  test(`a client that speaks ${encoding}: open, read, mend`, async (t) => {
    const session = new Session('client', encoding);
    t.after(() => session.end());
    const client = new Client(path.join(session.dir, 'bin', 'nodebeyond'), ['lsp'], { cwd: session.project, env: session.env });
    const { capabilities } = await client.ask('initialize', {
      processId: process.pid, rootUri: pathToFileURL(session.project).href, workspaceFolders: null,
      capabilities: {
        general: { positionEncodings: [encoding] },
        textDocument: { publishDiagnostics: { relatedInformation: true }, codeAction: { codeActionLiteralSupport: { codeActionKind: { valueSet: ['quickfix'] } } } },
      },
    });
    assert.equal(capabilities.positionEncoding, encoding);
    client.tell('initialized', {});
    const uri = pathToFileURL(path.join(session.project, 'pages.js')).href;
    const text = fs.readFileSync(path.join(session.project, 'pages.js'), 'utf8').replace('return fs', "return '日本語😀' + fs");
    client.tell('textDocument/didOpen', { textDocument: { uri, languageId: 'javascript', version: 1, text } });
    await until('two findings', () => client.diagnostics(uri).length === 2);
    const [first, second] = client.diagnostics(uri);
    assert.deepEqual([first.code, first.range], ['exports-after-replace', { start: { line: 4, character: 0 }, end: { line: 4, character: 13 } }]);
    assert.deepEqual([second.code, second.range.start], ['sync-in-handler', { line: 11, character: column }]);
    assert.equal(second.relatedInformation.length, 3);
    const hover = await client.ask('textDocument/hover', { textDocument: { uri }, position: second.range.start });
    assert.equal(hover.contents.kind, 'plaintext');
    assert.match(hover.contents.value, /\(event-loop#blocking-the-loop\)/);
    const actions = await client.ask('textDocument/codeAction', { textDocument: { uri }, range: first.range, context: { diagnostics: [first] } });
    const [edit] = actions[0].edit.changes[uri];
    assert.deepEqual(edit, { range: { start: { line: 4, character: 0 }, end: { line: 4, character: 7 } }, newText: 'module.exports' });
    client.tell('textDocument/didChange', { textDocument: { uri, version: 2 }, contentChanges: [{ range: edit.range, text: edit.newText }] });
    await until('one finding', () => client.diagnostics(uri).length === 1);
    await client.ask('shutdown');
    client.tell('exit');
    assert.equal(await client.ended, 0);
    await session.conforms();
  });
}
