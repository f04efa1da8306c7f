// The site in a real browser:  SITE_PROGRAM=nodebeyond node --test server/site/testdata/browser/site.test.mjs
// .ci/site-setup installs what it needs below .cache/site; Chromium is the system's own.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const top = fileURLToPath(new URL('../../../../', import.meta.url));
const require = createRequire(`${top}.cache/site/`);
const { chromium } = require('playwright-core');
const axe = require.resolve('axe-core');
const wait = { timeout: 60_000 }; // an end for what hangs; nothing is measured

let served, base, browser, paths;
const asked = new Set(); // origins of all requests of all pages
const complaints = []; // of the browser

before(async () => {
  assert.ok(process.env.SITE_PROGRAM, 'SITE_PROGRAM names the program');
  served = spawn(process.env.SITE_PROGRAM, ['docs', '--no-open'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface({ input: served.stdout }), 'line');
  base = line.replace(/\/$/, '');
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-background-networking'] });
  const index = await (await fetch(`${base}/search-index.js`)).text();
  paths = [...new Set(JSON.parse(index.slice(index.indexOf('['), index.lastIndexOf(']') + 1)).map((row) => row[1].replace(/#.*/, ''))), 'index.html', 'about.html', 'none.html'];
});

after(async () => {
  await browser?.close();
  served?.kill();
});

// open gives a page of its own, that complains when something goes wrong in it.
async function open(path, { expected = () => false, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
  context.setDefaultTimeout(wait.timeout);
  const page = await context.newPage();
  page.on('request', (r) => { if (!r.url().startsWith('data:') && !r.url().startsWith('blob:')) asked.add(new URL(r.url()).origin); });
  page.on('console', (m) => { if (m.type() === 'error' && !expected(m.text())) complaints.push(`${path}: ${m.text()}`); });
  page.on('pageerror', (e) => complaints.push(`${path}: ${e}`));
  await page.goto(`${base}/${path}`);
  return page;
}

async function clean(page, what) {
  await page.evaluate(() => document.fonts.ready);
  if (!await page.evaluate(() => 'axe' in window)) {
    // The page's own policy allows no script from outside; the debugger is not bound by it.
    await page.evaluate(require('node:fs').readFileSync(axe, 'utf8'));
  }
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
  const list = violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.slice(0, 3).map((n) => n.html + '\n  ' + n.failureSummary).join('\n  ')}`);
  assert.deepEqual(list, [], what);
}

test('chapters and lists are accessible, and some rules', async () => {
  const page = await open('index.html', { expected: (text) => text.includes('404') });
  for (const path of paths.filter((p, i) => !p.startsWith('rules/') || i % 8 === 0)) {
    await page.goto(`${base}/${path}`);
    await clean(page, path);
  }
  assert.ok(paths.length > 50, `only ${paths.length} pages`);
  await page.context().close();
});

const kinds = ['index.html', 'event-loop.html', 'challenge.html', 'rules/index.html', 'rules/sync-in-handler.html', 'api.html', 'errors.html', 'guides/settings.html', 'playground.html', 'about.html'];

for (const [name, options] of Object.entries({
  dark: { colorScheme: 'dark' },
  phone: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
})) {
  test(`every kind of page is accessible: ${name}`, async () => {
    for (const path of kinds) {
      const page = await open(path, options);
      await page.evaluate(() => { for (const d of document.querySelectorAll('details')) d.open = true; });
      await clean(page, path);
      await page.context().close();
    }
  });
}

test('no page is wider than a phone', async () => {
  const page = await open('index.html', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, expected: (text) => text.includes('404') });
  for (const path of paths) {
    await page.goto(`${base}/${path}`);
    await page.evaluate(() => { for (const d of document.querySelectorAll('details')) d.open = true; });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), path);
  }
  await page.context().close();
});

test('on paper there is text alone, with every answer', async () => {
  const page = await open('challenge.html');
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.ok(await page.locator('#question-17 details > p').first().isVisible());
  for (const path of ['challenge.html', 'modules.html', 'rules/sync-in-handler.html']) {
    await page.goto(`${base}/${path}`);
    for (const gone of ['.top', '.side', '.turn', '.foot', '.copy', '.anchor']) assert.equal(await page.locator(gone).filter({ visible: true }).count(), 0, `${path}: ${gone}`);
    // What is cut off on paper cannot be scrolled to.
    assert.deepEqual(await page.$$eval('.code pre', (all) => all.filter((p) => p.scrollWidth > p.clientWidth + 1).map((p) => p.textContent.slice(0, 60))), [], path);
  }
  await page.context().close();
});

// SITE_PICTURES names a folder: each kind of page, as people see it.
test('pictures', { skip: !process.env.SITE_PICTURES }, async () => {
  for (const [how, options] of Object.entries({ light: {}, dark: { colorScheme: 'dark' }, phone: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }, print: { viewport: { width: 720, height: 1018 } } })) {
    for (const path of kinds) {
      const page = await open(path, options);
      if (how === 'print') await page.emulateMedia({ media: 'print' });
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: join(process.env.SITE_PICTURES, `${path.replace('/', '-')}-${how}.png`) });
      await page.context().close();
    }
  }
});

test('text is read without scripts', async () => {
  const page = await open('event-loop.html', { javaScriptEnabled: false });
  assert.match(await page.innerText('main'), /The event loop is an ordinary loop, written in C/);
  assert.equal(await page.locator('.tool, .copy').count(), 0);
  await page.goto(`${base}/challenge.html`);
  const answer = page.locator('#question-6 details > p').first();
  assert.equal(await answer.isVisible(), false);
  await page.click('#question-6 summary');
  assert.equal(await answer.isVisible(), true);
  await page.context().close();
});

test('search by keyboard', async () => {
  const page = await open('rules/index.html');
  await page.keyboard.press('/');
  await page.locator('dialog.search input').fill('backpressure');
  await page.locator('#hits li').first().waitFor();
  await clean(page, 'the search');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/streams.html#backpressure');
  await page.keyboard.press('/');
  await page.locator('dialog.search input').fill('zzzzz');
  await page.getByText('Nothing is called that').waitFor();
  await page.keyboard.press('Escape');
  assert.equal(await page.locator('dialog.search').isVisible(), false);
  await page.context().close();
});

// What people look for, and where it has to be: among the first three.
const terms = {
  'backpressure': 'streams.html#backpressure', 'cycles': 'modules.html#cycles', 'circular dependency': 'modules.html#cycles', 'event loop': 'event-loop.html',
  'phases': 'event-loop.html#phases', 'nextTick': 'event-loop.html#immediate-vs-next-tick', 'setImmediate': 'event-loop.html#immediate-vs-next-tick',
  'microtasks': 'event-loop.html#ticks-and-microtasks', 'timers': 'event-loop.html#timers', 'setTimeout': 'api.html#api-settimeout', 'thread pool': 'event-loop.html#thread-pool',
  'blocking': 'event-loop.html#blocking-the-loop', 'unref': 'event-loop.html#keeping-alive-and-unref', 'sync-in-handler': 'rules/sync-in-handler.html',
  'readFileSync': 'event-loop.html#sync-methods', 'module.exports': 'modules.html#exports-and-module-exports', 'require cache': 'modules.html#caching',
  'require.main': 'modules.html#require-main', 'wrapper': 'modules.html#wrapping', 'top-level await': 'esm.html#top-level-await', 'live bindings': 'esm.html#live-bindings-and-cycles',
  'type stripping': 'esm.html#type-stripping', 'unhandledRejection': 'async.html#unhandled-rejections', 'AbortController': 'async.html#cancellation',
  'AsyncLocalStorage': 'async.html#async-context', 'error-first': 'async.html#error-first-callbacks', 'emit': 'events.html#emit-is-synchronous', 'memory leak listener': 'events.html#removing-and-leaking',
  'uncaughtException': 'process.html#uncaught-exception', 'SIGTERM': 'process.html#signals', 'exit code': 'process.html#lifecycle-and-exit-codes', 'process.env': 'process.html#env-and-argv',
  'pipeline': 'streams.html#pipeline', 'object mode': 'streams.html#object-mode-and-encodings', 'buffer': 'files.html#buffers', 'cwd': 'files.html#paths-and-cwd',
  'keep-alive': 'network.html#timeouts-and-keepalive', 'headers': 'network.html#headers', 'res.end': 'network.html#ending-responses', 'spawn': 'processes.html#spawn-exec-fork',
  'cluster': 'processes.html#cluster-fork', 'worker threads': 'processes.html#worker-threads', 'libuv': 'runtime.html#libuv', 'call stack': 'runtime.html#call-stack',
  // As people say it.
  'memory leak': 'events.html#removing-and-leaking', 'port in use': 'network.html#http-server-lifecycle', 'emoji broken': 'files.html#encodings', 'broken emoji': 'files.html#encodings',
  'graceful shutdown': 'process.html#signals', 'socket hang up': 'network.html#http-clients', 'cannot find module': 'modules.html#five-steps', '__dirname': 'esm.html#no-cjs-variables',
  'headers already sent': 'network.html#ending-responses', 'the process does not exit': 'runtime.html#when-node-exits', 'await in a loop': 'async.html#async-await-traps',
  'too many open files': 'files.html#handles', 'request hangs': 'network.html#ending-responses', 'my server hangs': 'runtime.html#when-node-exits', 'load balancing': 'processes.html#cluster-vs-load-balancer',
  'max listeners': 'events.html#removing-and-leaking', 'circular import': 'modules.html#cycles', 'crash': 'process.html#uncaught-exception', 'typescript': 'esm.html#type-stripping',
  'file exists': 'files.html#existence-and-races', 'child process output': 'processes.html#child-stdio', 'infinite loop': 'event-loop.html#starvation', 'command injection': 'processes.html#shells',
  'unhandled promise': 'async.html#unhandled-rejections', 'out of memory': 'streams.html#backpressure', 'sleep': 'event-loop.html#timers',
  // Events.
  'drain': 'streams.html#backpressure', 'finish': 'api.html#api-writable-finish-close', 'close event': 'streams.html#pipe-or-events', "'error' event": 'api.html#api-error-event', 'error event': 'events.html#the-error-event',
  'beforeExit': 'api.html#api-process-beforeexit', 'SIGINT': 'process.html#signals',
  // Names of Node and codes.
  'EventEmitter': 'api.html#api-emitter-on', 'emitter.on': 'api.html#api-emitter-on', 'Buffer.from': 'api.html#api-buffer-from', 'fs.createReadStream': 'api.html#api-fs-createreadstream', 'process.exit': 'api.html#api-process-exit',
  'promisify': 'api.html#api-util-promisify', 'highWaterMark': 'api.html#api-highwatermark', 'ECONNRESET': 'errors.html#ECONNRESET', 'EMFILE': 'errors.html#EMFILE', 'ENOENT': 'errors.html#ENOENT',
  'ERR_REQUIRE_ESM': 'errors.html#ERR_REQUIRE_ESM', 'settings': 'guides/settings.html', 'module graph': 'guides/graph.html',
  'EADDRINUSE': 'errors.html#EADDRINUSE', 'ERR_HTTP_HEADERS_SENT': 'errors.html#ERR_HTTP_HEADERS_SENT', 'fs.readFile': 'api.html#api-fs-readfile',
};

test('search finds what people look for', async () => {
  const page = await open('index.html');
  await page.keyboard.press('/');
  await page.locator('dialog.search input').waitFor();
  const missed = [];
  for (const [term, address] of Object.entries(terms)) {
    const found = await page.evaluate((t) => window.bookSearch.find(t).map((r) => r.address), term);
    const rank = found.indexOf(address) + 1;
    if (rank < 1 || rank > 3) missed.push(`${term}: ${address} is number ${rank || 'none'} of ${found.slice(0, 4)}`);
  }
  // Whatever a section is looked for by.
  for (const [, address, , , , called] of await page.evaluate(() => window.bookIndex)) {
    for (const term of called ? called.split('|') : []) {
      const rank = (await page.evaluate((t) => window.bookSearch.find(t).map((r) => r.address), term)).indexOf(address) + 1;
      if (rank < 1 || rank > 3) missed.push(`${term}: ${address} is number ${rank || 'none'}`);
    }
  }
  assert.deepEqual(missed, []);
  await page.context().close();
});

// What the program says of files on a disk.
function linted(files) {
  const dir = mkdtempSync(join(tmpdir(), 'playground-'));
  for (const [name, text] of files) writeFileSync(join(dir, name), text);
  const run = spawnSync(process.env.SITE_PROGRAM, ['lint', '--no-cache', '--no-config', '--format', 'json', '.'], { cwd: dir, encoding: 'utf8' });
  rmSync(dir, { recursive: true });
  return JSON.parse(run.stdout);
}

for (const [example, rule] of Object.entries({ blocking: 'sync-in-handler', cycle: 'require-cycle-destructured', twice: 'response-ended-twice' })) {
  test(`the playground says what the program says: ${example}`, async () => {
    const page = await open(`playground.html#${example}`);
    await page.locator('.state[data-answer]').waitFor();
    const files = [];
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      files.push([await tab.innerText(), await page.locator('textarea').inputValue()]);
    }
    const told = await page.$$eval('.findings > li', (all) => all.map((li) => `${li.querySelector('.place').textContent} ${li.querySelector('.more code').textContent}`));
    const report = linted(files);
    assert.deepEqual(told, report.findings.map((f) => `${f.file}:${f.line} ${f.rule}`));
    assert.ok(told.some((t) => t.endsWith(` ${rule}`)), told.join());
    assert.ok(await page.locator('mark').count() > 0 || files.length > 1);
    if (files.length > 1) {
      await page.locator('.modules img').waitFor();
      const drawn = decodeURIComponent(await page.locator('.modules img').getAttribute('src'));
      for (const [name] of files.filter(([name]) => name.endsWith('.js'))) assert.ok(drawn.includes(name), name);
    }
    await clean(page, 'the playground');
    await page.context().close();
  });
}

test('the playground follows the typing, and the address keeps it', async () => {
  const page = await open('playground.html#twice');
  await page.locator('.findings > li').waitFor();
  await page.locator('textarea').fill("const a = require('./gone');\n");
  await page.getByText('require-unresolved').waitFor();
  await page.locator('mark').hover({ force: true });
  await page.locator('.tip:not([hidden])').waitFor();
  await page.waitForURL(/#[\w-]{20,}$/);
  const again = await open(page.url().slice(base.length + 1));
  await again.getByText('require-unresolved').waitFor();
  assert.equal(await again.locator('textarea').inputValue(), "const a = require('./gone');\n");
  await page.locator('textarea').fill('const a = 1;\n');
  await page.getByText('No findings.').waitFor();
  await again.context().close();
  await page.context().close();
});

test('a part of Node is explained as in an editor', async () => {
  const page = await open('playground.html#blocking');
  await page.locator('.state[data-answer]').waitFor();
  await page.getByRole('tab', { name: 'server.js' }).click();
  // The place of a word, by the layer below the field.
  const word = await page.evaluate(() => {
    const pre = document.querySelector('.editor pre');
    const span = [...pre.children].find((e) => e.textContent === 'createServer');
    const box = span.getBoundingClientRect();
    return [box.x + box.width / 2, box.y + box.height / 2];
  });
  await page.mouse.move(word[0] + 1, word[1]);
  const tip = page.locator('.tip:not([hidden])');
  await tip.waitFor();
  const topics = await (await fetch(`${base}/api.html`)).text();
  const said = await tip.locator('p').nth(1).innerText();
  assert.ok(said.length > 30 && topics.includes(said.slice(0, 30)), said);
  await clean(page, 'the hover');
  await page.keyboard.press('Tab');
  await page.locator('textarea').focus();
  await page.keyboard.press('Escape');
  await tip.waitFor({ state: 'hidden' });
  await page.evaluate(() => { const area = document.querySelector('textarea'); area.selectionStart = area.selectionEnd = area.value.indexOf('createServer') + 2; });
  await page.keyboard.press('F2');
  await tip.waitFor();
  assert.equal(await tip.locator('p').nth(1).innerText(), said);
  await page.context().close();
});

test('files are added, renamed and deleted', async () => {
  const page = await open('playground.html#twice');
  await page.locator('.findings > li').waitFor();
  const names = () => page.getByRole('tab').allInnerTexts();
  assert.ok(await page.getByRole('button', { name: 'Delete' }).isDisabled());
  await page.getByRole('button', { name: 'New file' }).click();
  await clean(page, 'naming a file');
  await page.keyboard.type('server.js\n');
  assert.equal(await page.locator('.naming input').evaluate((f) => f.validationMessage), 'There is a file of that name.');
  await page.locator('.naming input').fill('../up.js');
  await page.keyboard.press('Enter');
  assert.match(await page.locator('.naming input').evaluate((f) => f.validationMessage), /^Give a path/);
  await page.locator('.naming input').fill('lib/a.js');
  await page.keyboard.press('Enter');
  assert.deepEqual(await names(), ['server.js', 'lib/a.js']);
  await page.locator('textarea').fill("exports.a = require('../b').a;\n");
  await page.getByText('require-unresolved').waitFor();
  // With the file that it asks for, all is well, but for the cycle.
  await page.getByRole('button', { name: 'New file' }).click();
  await page.keyboard.type('c.js\n');
  await page.locator('textarea').fill("const { a } = require('./lib/a');\nexports.a = () => a;\n");
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.locator('.naming input').fill('b.js');
  await page.keyboard.press('Enter');
  assert.deepEqual(await names(), ['server.js', 'lib/a.js', 'b.js']);
  await page.getByText('require-unresolved').waitFor({ state: 'detached' });
  await page.locator('.modules img').waitFor();
  assert.match(decodeURIComponent(await page.locator('.modules img').getAttribute('src')), /b\.js/);
  // The address has them all.
  await page.waitForURL(/#[\w-]{20,}$/);
  await page.waitForFunction(() => !document.querySelector('.findings')?.textContent.includes('require-unresolved'));
  await page.getByRole('tab', { name: 'server.js' }).click();
  await page.getByRole('button', { name: 'Delete' }).click();
  assert.deepEqual(await names(), ['lib/a.js', 'b.js']);
  const before = page.url();
  await page.waitForFunction((old) => location.href !== old, before);
  const again = await open(page.url().slice(base.length + 1));
  await again.locator('.state[data-answer]').waitFor();
  assert.deepEqual(await again.getByRole('tab').allInnerTexts(), ['lib/a.js', 'b.js']);
  await again.context().close();
  await page.context().close();
});

test('a program of the book opens in the playground', async () => {
  const page = await open('modules.html');
  await page.locator('#cycles ~ figure .edit').first().click();
  await page.locator('.state[data-answer]').waitFor();
  assert.deepEqual(await page.getByRole('tab').allInnerTexts(), ['a.js', 'b.js']);
  await page.context().close();
});

test('light and dark are kept', async () => {
  const page = await open('index.html');
  const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  await page.getByRole('button', { name: 'Change to dark' }).click();
  const dark = await paper();
  assert.notEqual(light, dark);
  await page.goto(`${base}/streams.html`);
  assert.equal(await paper(), dark);
  await page.context().close();
});

test('copying', async () => {
  const page = await open('event-loop.html', { permissions: ['clipboard-read', 'clipboard-write'] });
  await page.locator('.copy').first().click();
  await page.getByText('Copied').waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^const fs = require\('node:fs'\);/);
  await page.context().close();
});

test('nothing was asked of anybody else, and nothing went wrong', () => {
  assert.deepEqual([...asked], [base]);
  assert.deepEqual(complaints, []);
});
