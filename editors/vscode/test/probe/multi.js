// Two folders in one window have one server.
'use strict';
const fs = require('node:fs');
const vscode = require('vscode');

module.exports = async ({ test, assert, status, until }) => {
  const folders = vscode.workspace.workspaceFolders.map((f) => f.uri);
  await test('one server has findings in both folders, each with the settings of its own', async () => {
    const files = folders.map((f) => vscode.Uri.joinPath(f, 'main.js'));
    for (const file of files) await vscode.window.showTextDocument(file, { preview: false });
    const rules = (file) => vscode.languages.getDiagnostics(file).filter((d) => d.source === 'nodebeyond').map((d) => d.code.value);
    await until('findings', () => rules(files[0]).length > 0);
    assert.deepEqual(rules(files[0]), ['exports-reassigned']);
    assert.deepEqual(rules(files[1]), []); // its nodebeyond.jsonc turns the rule off
    const running = fs.readdirSync('/proc').filter((pid) => {
      try {
        return /^\d+$/.test(pid) && fs.readlinkSync(`/proc/${pid}/exe`) === status().binary.file &&
          fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[1] === String(process.pid);
      } catch {
        return false;
      }
    });
    assert.equal(running.length, 1);
  });
};
