// A real VS Code workbench for the tests: code-server, which .ci/vscode-setup installs, shown by Chromium without a screen.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const top = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const node = path.join(top, '.cache', 'node', '24', 'node_modules', 'node', 'bin', 'node');
const codeServer = path.join(top, '.cache', 'vscode', 'code-server', 'node_modules', 'code-server', 'out', 'node', 'entry.js');

/** What the editor does is slow on a busy machine; what fails, fails by this. */
export const patience = 90_000;

/** Settings that keep it quiet, and away from the network. */
const quiet = {
  'workbench.startupEditor': 'none', 'workbench.tips.enabled': false, 'workbench.enableExperiments': false, 'telemetry.telemetryLevel': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden', 'chat.disableAIFeatures': true, 'chat.commandCenter.enabled': false,
  'extensions.autoCheckUpdates': false, 'extensions.autoUpdate': false, 'extensions.ignoreRecommendations': true, 'update.mode': 'none',
  'npm.fetchOnlinePackageInfo': false, 'typescript.disableAutomaticTypeAcquisition': true, 'git.enabled': false, 'git.openRepositoryInParentFolders': 'never',
  'javascript.validate.enable': false, 'javascript.suggestionActions.enabled': false, 'files.autoSave': 'off', 'editor.minimap.enabled': false,
  'editor.hover.delay': 100, 'window.confirmSaveUntitledWorkspace': false, 'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'remote.autoForwardPorts': false, 'security.workspace.trust.startupPrompt': 'never', 'security.workspace.trust.banner': 'never', 'security.workspace.trust.untrustedFiles': 'open',
};

/** Starts it with extensions installed. `env` is added to what the extensions see. */
export async function start({ extensions, env = {} }) {
  for (const file of [node, codeServer]) assert.ok(fs.existsSync(file), `${file} is missing: run .ci/vscode-setup`);
  // Everything that it keeps is in here, the settings of the user who runs the test untouched.
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'workbench-'));
  const dirs = ['--user-data-dir', path.join(home, 'data'), '--extensions-dir', path.join(home, 'extensions')];
  const environment = { ...process.env, ...env, HOME: home, XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home };
  for (const name of ['CI', 'NODEBEYOND_CACHE', 'NODEBEYOND_BINARY']) delete environment[name];

  const installed = spawnSync(node, [codeServer, ...dirs, ...extensions.flatMap((file) => ['--install-extension', file])], { env: environment, encoding: 'utf8' });
  assert.equal(installed.status, 0, installed.stdout + installed.stderr);

  const port = await new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => { const { port: free } = server.address(); server.close(() => resolve(free)); });
  });
  let log = '';
  const server = spawn(node, [codeServer, '--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, '--disable-telemetry', '--disable-update-check',
    '--disable-getting-started-override', ...dirs], { env: environment, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  server.stdout.on('data', (text) => { log += text; });
  server.stderr.on('data', (text) => { log += text; });
  let browser;
  const stop = async () => {
    await browser?.close();
    try {
      process.kill(-server.pid, 'SIGKILL'); // with the extension hosts, which are its children
    } catch {
      // it is gone
    }
    fs.rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    await until('code-server to answer', async () => {
      assert.equal(server.exitCode, null, log);
      try {
        return (await fetch(`http://127.0.0.1:${port}/healthz`)).ok;
      } catch {
        return false;
      }
    });
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
    });
  } catch (err) {
    await stop();
    throw err;
  }

  return {
    home,
    stop,
    log: () => log,
    /** Where code-server keeps its logs, those of the extension hosts among them. */
    logs: path.join(home, 'data', 'logs'),
    /** Writes the user's settings. */
    settings(more) {
      fs.mkdirSync(path.join(home, 'data', 'User'), { recursive: true });
      fs.writeFileSync(path.join(home, 'data', 'User', 'settings.json'), JSON.stringify({ ...quiet, ...more }, null, 2));
    },
    /** Opens a folder, or a file that ends in .code-workspace, in a window of its own, with some files of it open ("name:line" for a place). */
    async window(folder, files = [], size = { width: 1440, height: 900 }) {
      const context = await browser.newContext({ viewport: size });
      const page = await context.newPage();
      page.setDefaultTimeout(patience);
      const query = new URLSearchParams({ [folder.endsWith('.code-workspace') ? 'workspace' : 'folder']: folder });
      if (files.length > 0) {
        query.set('payload', JSON.stringify([['gotoLineMode', 'true'], ...files.map((file) => ['openFile', `vscode-remote://127.0.0.1:${port}${path.join(folder, file)}`])]));
      }
      // The one step that is tried again: on a busy machine the workbench may give up waiting for its server, and opens without its folders.
      for (let attempt = 1; ; attempt++) {
        try {
          await page.goto(`http://127.0.0.1:${port}/?${query}`);
          await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor({ timeout: patience / 2 });
          break;
        } catch (err) {
          if (attempt === 3) throw err;
        }
      }
      return page;
    },
  };
}

/** Waits until something is true, and gives it. */
export async function until(what, ask, limit = patience) {
  for (const end = Date.now() + limit; ;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`${limit / 1000} s were not enough for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
