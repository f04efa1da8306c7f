// Runs inside of the extension host: the tests of the folder that is open, whose result goes into a file of $PROBE.
'use strict';
const assert = require('node:assert/strict');
const fs = require('node:fs');
const path = require('node:path');
const vscode = require('vscode');

const suites = { api: require('./api.js'), multi: require('./multi.js') };

exports.activate = async () => {
  const { workspaceFile, workspaceFolders } = vscode.workspace;
  if (!workspaceFolders?.length) return; // the window will be opened again
  const name = path.basename((workspaceFile ?? workspaceFolders[0].uri).fsPath).replace('.code-workspace', '');
  const out = path.join(process.env.PROBE, name);
  const extension = vscode.extensions.getExtension('nodebeyond.nodebeyond');
  const { status, onDidChangeStatus } = await extension.activate();
  if (!suites[name]) {
    // Who drives the window wants to know which program runs.
    const tell = () => fs.writeFileSync(`${out}.json`, JSON.stringify({ trusted: vscode.workspace.isTrusted, ...status() }));
    tell();
    onDidChangeStatus(tell);
    return;
  }
  const results = [];
  let failed = false;
  // What comes after a failure would fail for the same reason.
  const test = async (title, run) => {
    if (failed) return;
    const since = Date.now();
    try {
      await run();
      results.push({ title, ms: Date.now() - since });
    } catch (err) {
      failed = true;
      results.push({ title, ms: Date.now() - since, error: `${err.stack ?? err}\n${JSON.stringify(status())}` });
    }
    fs.writeFileSync(`${out}.so-far`, JSON.stringify(results, null, 2));
  };
  await test('the suite runs to its end', () => suites[name]({ test, assert, status, until, extension }));
  fs.renameSync(`${out}.so-far`, `${out}.json`);
};

/** Waits until something is true, and gives it. */
async function until(what, ask, limit = 60_000) {
  for (const end = Date.now() + limit; ;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`${limit / 1000} s were not enough for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
