// The extension in a real VS Code workbench: node --test editors/vscode/test/workbench.test.mjs
// Needs Go, and what .ci/vscode-setup installs. Pictures of what was seen go to .cache/pictures, or the folder that PICTURES names.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import test, { after, before } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from '../build.mjs';
import { start, until } from './workbench.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const top = path.join(here, '..', '..', '..');
const pictures = path.resolve(process.env.PICTURES ?? path.join(top, '.cache', 'pictures'));
const host = `${process.platform}-${process.arch}`;
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'nodebeyond-vscode-'));
const probe = path.join(dir, 'probe');
let workbench;

before(async () => {
  fs.rmSync(pictures, { recursive: true, force: true });
  for (const folder of [pictures, probe]) fs.mkdirSync(folder, { recursive: true });
  const [extension] = await build({ out: path.join(dir, 'packages'), only: [host] });
  const probing = path.join(dir, 'probe.vsix');
  await createRequire(import.meta.url)('@vscode/vsce').createVSIX({
    cwd: path.join(here, 'probe'), packagePath: probing, dependencies: false, allowMissingRepository: true, skipLicense: true,
  });
  workbench = await start({ extensions: [extension, probing], env: { PROBE: probe } });
});

after(async () => {
  await workbench?.stop();
  fs.rmSync(dir, { recursive: true, force: true });
});

/** Opens a window for a test, and keeps what helps to understand its failure. */
async function inWindow(name, folder, files, use) {
  const page = await workbench.window(folder, files);
  const log = [];
  page.on('console', (message) => log.push(message.text()));
  try {
    await use(page);
  } catch (err) {
    await page.screenshot({ path: path.join(pictures, `failed-${name}.png`) });
    fs.writeFileSync(path.join(pictures, `failed-${name}.log`), [...log, workbench.log()].join('\n'));
    fs.cpSync(workbench.logs, path.join(pictures, `failed-${name}-logs`), { recursive: true });
    throw err;
  } finally {
    await page.context().close();
  }
}

function project(name, from) {
  const folder = path.join(dir, name);
  fs.cpSync(path.join(top, from), folder, { recursive: true });
  return folder;
}

function write(folder, files) {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text, { mode: name.includes('bin/') ? 0o755 : 0o644 });
  }
  return folder;
}

const told = (name) => {
  try {
    return JSON.parse(fs.readFileSync(path.join(probe, `${name}.json`), 'utf8'));
  } catch {
    return undefined; // not yet, or half written
  }
};

/** The results of a suite that runs in the extension host. */
async function suite(t, name, folder, files = []) {
  await inWindow(name, folder, files, async () => {
    const results = await until(`the suite ${name}`, () => told(name), 300_000).catch((err) => {
      const soFar = path.join(probe, `${name}.so-far`);
      throw new Error(`${err.message}; so far: ${fs.existsSync(soFar) ? fs.readFileSync(soFar, 'utf8') : 'nothing'}`);
    });
    assert.ok(results.length > 1, JSON.stringify(results));
    for (const { title, ms, error } of results) t.diagnostic(`${error ? 'FAILED' : 'ok'}: ${title} (${ms} ms)`);
    for (const { title, error } of results) if (error) throw new Error(`${title}: ${error}`);
  });
}

test('until the workspace is trusted nothing of it is started, and then what it has installed is', async () => {
  const folder = path.join(dir, 'trust');
  const marks = path.join(dir, 'marks');
  fs.mkdirSync(marks);
  // Programs that leave a mark before they become the real one.
  const real = () => fs.readdirSync(path.join(workbench.home, 'extensions')).find((f) => f.startsWith('nodebeyond.nodebeyond-'));
  const program = path.join(workbench.home, 'extensions', real(), 'bin', 'nodebeyond');
  const planted = (mark) => `#!/bin/sh\necho ran >> ${marks}/${mark}\nexec ${program} "$@"\n`;
  write(folder, {
    'package.json': '{"name": "trust", "devDependencies": {"nodebeyond": "0.1.0"}}',
    'main.js': 'exports = { a: 1 };\n',
    'node_modules/nodebeyond/package.json': '{"name": "nodebeyond", "version": "0.1.0"}',
    [`node_modules/@nodebeyond/${host}/package.json`]: '{"version": "0.1.0"}',
    [`node_modules/@nodebeyond/${host}/bin/nodebeyond`]: planted('installed'),
    'tools/bin/nodebeyond': planted('setting'),
    '.vscode/settings.json': '{"nodebeyond.path": "tools/bin/nodebeyond"}',
  });
  workbench.settings({ 'security.workspace.trust.enabled': true });
  await inWindow('trust', folder, ['main.js'], async (page) => {
    const state = (wanted) => until(JSON.stringify(wanted), () => {
      const now = told('trust');
      return now && Object.entries(wanted).every(([k, v]) => (k === 'origin' ? now.binary?.origin : now[k]) === v) && now;
    });
    await state({ trusted: false, state: 'running', origin: 'bundled' });
    await page.locator('.editor-instance .squiggly-error, .editor-instance .squiggly-warning').first().waitFor({ state: 'attached' });
    assert.deepEqual(fs.readdirSync(marks), []);

    await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).click();
    await page.locator('.workspace-trust-editor').waitFor();
    await page.screenshot({ path: path.join(pictures, '10-untrusted.png') });
    await page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ }).first().click();
    await state({ trusted: true, state: 'running', origin: 'setting' });
    assert.deepEqual(fs.readdirSync(marks), ['setting']);

    fs.writeFileSync(path.join(folder, '.vscode', 'settings.json'), '{}');
    const now = await state({ trusted: true, state: 'running', origin: 'project' });
    assert.equal(now.binary.file, path.join(folder, 'node_modules', '@nodebeyond', host, 'bin', 'nodebeyond'));
    assert.deepEqual(fs.readdirSync(marks), ['installed', 'setting']);
  });
});

test('what extensions see', async (t) => {
  workbench.settings({ 'security.workspace.trust.enabled': false });
  await suite(t, 'api', project('api', 'docs/example'));
});

test('two folders', async (t) => {
  workbench.settings({ 'security.workspace.trust.enabled': false });
  const main = 'exports = { a: 1 };\n';
  write(path.join(dir, 'folders'), {
    'one/package.json': '{"name": "one"}', 'one/main.js': main,
    'two/package.json': '{"name": "two"}', 'two/main.js': main, 'two/nodebeyond.jsonc': '{ "rules": { "exports-reassigned": "off" } }',
  });
  const file = path.join(dir, 'multi.code-workspace');
  fs.writeFileSync(file, JSON.stringify({ folders: [{ path: 'folders/one' }, { path: 'folders/two' }] }));
  await suite(t, 'multi', file);
});

test('from the finding to the fix, and on to the book and the modules', async () => {
  workbench.settings({ 'security.workspace.trust.enabled': false, 'nodebeyond.lens': true });
  const folder = project('corner-shop', 'docs/example');
  await inWindow('journey', folder, ['routes/orders.js:50'], async (page) => {
    const picture = (name) => page.screenshot({ path: path.join(pictures, `${name}.png`) });
    const editor = page.locator('.editor-instance').first();
    // Away from the code, so that no hover lies over what comes next.
    const quiet = () => insist('hovers to go', async (timeout) => {
      await page.mouse.move(150, 600);
      await page.mouse.move(160, 650);
      await page.locator('.monaco-hover:visible').first().waitFor({ state: 'hidden', timeout });
    });
    // The end of the function: where the response is ended for the second time.
    const line = editor.locator('.view-line', { hasText: "res.end('cancelled" });
    const word = line.locator('span span', { hasText: /^end$/ });

    await page.locator('.tab.active', { hasText: 'orders.js' }).waitFor();
    await editor.locator('.squiggly-error').first().waitFor({ state: 'attached' });
    await editor.locator('.codelens-decoration', { hasText: 'runs per request' }).first().waitFor();
    await picture('1-squiggle-and-lens');

    await page.keyboard.press('Control+Shift+M');
    const problems = page.locator('.markers-panel');
    const row = problems.locator('.monaco-list-row', { hasText: 'response-ended-twice' });
    await row.waitFor();
    await row.click();
    await page.keyboard.press('ArrowRight');
    await problems.locator('.monaco-list-row', { hasText: /orders\.js\[Ln 4\d/ }).first().waitFor();
    await picture('2-problems');

    const section = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    const closeSection = async () => {
      await page.locator('.tab', { hasText: await section.locator('h1').textContent() }).locator('.action-label').click();
      await page.locator('iframe.webview.ready').first().waitFor({ state: 'hidden' });
    };
    await row.locator('a', { hasText: 'response-ended-twice' }).click();
    await section.locator('h1', { hasText: 'Ending a response' }).waitFor();
    await closeSection();

    // A hover goes away by itself, when the mouse seems to have left or another one has more to say.
    const hover = page.locator('.monaco-hover:visible', { hasText: 'response-ended-twice' }).first();
    let title;
    await insist('the hover and its link', async (timeout) => {
      await page.mouse.move(1200, 850);
      await word.hover({ timeout });
      const link = hover.locator('a[data-href^="command:nodebeyond.readSection"]').last();
      await link.waitFor({ state: 'attached', timeout });
      await picture('3-hover');
      title = await link.textContent({ timeout });
      await link.scrollIntoViewIfNeeded({ timeout });
      await picture('4-hover-end');
      await link.click({ timeout });
      await section.locator('h1').waitFor({ timeout: 2 * timeout });
    });
    assert.equal(await section.locator('h1').textContent(), title);
    await section.locator('pre code .hljs-keyword').first().waitFor();
    await quiet();
    await picture('5-section');
    await section.locator('button', { hasText: 'Next' }).click();
    await until('the next section', async () => await section.locator('h1').textContent() !== title);
    await section.locator('button', { hasText: 'Back' }).click();
    await until('the section again', async () => await section.locator('h1').textContent() === title);
    const related = section.locator('main a[href*=".md#"], main a[data-href*=".md#"]').first();
    const other = await related.textContent();
    await related.click();
    await section.locator('h1', { hasText: other }).waitFor();
    await section.locator('button', { hasText: 'Contents' }).click();
    await section.locator('h2', { hasText: 'The event loop' }).waitFor();
    await picture('5-contents');
    await closeSection();

    await word.click();
    await quiet();
    const item = page.locator('.action-widget .monaco-list-row', { hasText: 'return' });
    // The first presses are lost while the built-in TypeScript starts.
    await insist('the menu', async (timeout) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+.');
      await item.first().waitFor({ timeout });
    });
    await picture('6-code-actions');
    await item.first().click();
    await editor.locator('.view-line', { hasText: "return res.end('no such order" }).waitFor();
    await row.waitFor({ state: 'detached' });
    await picture('7-fixed');
    await page.keyboard.press('Control+S');
    await until('the file on the disk', () => fs.readFileSync(path.join(folder, 'routes/orders.js'), 'utf8').includes("return res.end('no such order"));
    await page.keyboard.press('Control+J');

    await command(page, 'nodebeyond: Show the Module Graph');
    const graph = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
    await graph.locator('svg .node').first().waitFor();
    await graph.locator('.verdicts').waitFor();
    await picture('8-graph');
    await graph.locator('#find').fill('labels');
    await graph.locator('#hits a').first().waitFor();
    await graph.locator('#find').press('Escape');
    await graph.locator('.node[data-p="config.js"]').first().click();
    await page.locator('.tab', { hasText: 'config.js' }).waitFor();
    await picture('9-graph-and-file');

    // A module's line in the box of a cycle opens it, the box itself leads to what goes wrong.
    await graph.locator('svg [data-m]', { hasText: 'lib/cache.js' }).first().click();
    await page.locator('.tab', { hasText: 'cache.js' }).waitFor();

    await command(page, 'View: Close All Editors');
    await page.locator('.tab').first().waitFor({ state: 'detached' });
    await command(page, 'nodebeyond: Getting Started');
    await page.getByText('See the evidence').first().waitFor();
    const drawing = page.frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame').locator('svg text');
    await drawing.filter({ hasText: 'PROBLEMS' }).waitFor();
    await picture('11-walkthrough');
    await page.getByText('Look at the modules').first().click();
    await drawing.filter({ hasText: 'metrics.js' }).waitFor();
    await picture('12-walkthrough-modules');

    await insist('a file', async (timeout) => {
      await page.keyboard.press('Control+P');
      await page.locator('.quick-input-widget input.input').fill('store.js', { timeout });
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'store.js' }).first().click({ timeout });
      await page.locator('.tab.active', { hasText: 'store.js' }).waitFor({ timeout });
    });
    await insist('the status', async (timeout) => {
      await page.locator('[id="status.languageStatus"]').click({ timeout });
      await page.locator('.hover-language-status', { hasText: 'nodebeyond' }).first().waitFor({ timeout });
    });
    await picture('13-status');
  });
});

/** Does again what may be lost on a busy machine, until it is done; each step of it waits for at most so long. */
const insist = (what, attempt) => until(what, async () => {
  try {
    await attempt(5000);
    return true;
  } catch (err) {
    if (err.name !== 'TimeoutError') throw err;
    return false;
  }
});

/** Runs a command by its name in the palette, which closes when something else takes the focus. */
async function command(page, title) {
  await insist(`the command ${title}`, async (timeout) => {
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input.input').fill(`>${title}`, { timeout });
    await page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first().click({ timeout });
  });
}
