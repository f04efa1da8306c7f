// What extensions see of nodebeyond in a project: findings, hovers, fixes, lenses, and what becomes of a server that dies.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const vscode = require('vscode');

module.exports = async ({ test, assert, status, until, extension }) => {
  const root = vscode.workspace.workspaceFolders[0].uri;
  const at = (file) => vscode.Uri.joinPath(root, file);
  const orders = at('routes/orders.js');
  const findings = (uri, rule) => vscode.languages.getDiagnostics(uri).filter((d) => d.source === 'nodebeyond' && (!rule || d.code.value === rule));
  const set = (name, value) => vscode.workspace.getConfiguration('nodebeyond').update(name, value, vscode.ConfigurationTarget.Workspace);
  // VS Code drops what it is asked while another extension, such as the built-in TypeScript, comes up and offers actions as well.
  const actionsAt = (range, kind) => until(`actions of kind ${kind}`, async () => {
    const list = await vscode.commands.executeCommand('vscode.executeCodeActionProvider', orders, range, kind);
    return list.length > 0 && list;
  });
  const running = (what) => until(what, () => status().state === 'running');
  // The processes of the program, of this extension host.
  const servers = () => fs.readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && fs.readlinkSync(`/proc/${pid}/exe`) === status().binary?.file && fs.readFileSync(`/proc/${pid}/stat`, 'utf8').includes(`) `) &&
        fs.readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[1] === String(process.pid);
    } catch {
      return false; // it has ended
    }
  });

  const document = await vscode.workspace.openTextDocument(orders);
  const editor = await vscode.window.showTextDocument(document);

  await test('the program of the extension runs', async () => {
    await running('the server');
    const { binary, version } = status();
    assert.equal(binary.origin, 'bundled');
    assert.equal(binary.file, path.join(extension.extensionPath, 'bin', 'nodebeyond'));
    assert.equal(version, extension.packageJSON.version);
    assert.equal(servers().length, 1);
  });

  await test('a finding has its range, its rule with a link, and its evidence', async () => {
    const [finding] = await until('the finding', () => { const list = findings(orders, 'response-ended-twice'); return list.length > 0 && list; });
    assert.equal(document.getText(finding.range), 'res.end');
    assert.equal(finding.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(finding.code.target.scheme, 'command');
    assert.equal(finding.code.target.path, 'nodebeyond.readSection');
    assert.equal(finding.relatedInformation.length, 2);
    for (const place of finding.relatedInformation) assert.ok(place.message.length > 0 && place.location.uri.path.startsWith(root.path));
  });

  await test('a hover explains it, and leads to the section', async () => {
    const [finding] = findings(orders, 'response-ended-twice');
    const hovers = await vscode.commands.executeCommand('vscode.executeHoverProvider', orders, finding.range.start);
    const text = hovers.flatMap((h) => h.contents).find((c) => c.value.includes('response-ended-twice'));
    assert.match(text.value, /\]\(command:nodebeyond\.readSection\?/);
    assert.ok(!text.value.includes('nodebeyond://'), text.value);
    assert.deepEqual(text.isTrusted, { enabledCommands: ['nodebeyond.readSection'] });
  });

  await test('the fix is preferred, and takes the finding away', async () => {
    const [finding] = findings(orders, 'response-ended-twice');
    const actions = await actionsAt(finding.range, 'quickfix');
    const titles = actions.map((a) => a.title);
    const fix = actions.find((a) => a.isPreferred);
    assert.ok(fix?.edit, titles.join('\n'));
    assert.ok(titles.some((t) => t.startsWith('Read about it: ')), titles.join('\n'));
    assert.ok(actions.some((a) => a.edit && /nodebeyond-disable/.test(JSON.stringify(a.edit.entries()))), titles.join('\n'));
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.getText(), /return res\.end\('no such order/);
    await until('the finding to go', () => findings(orders, 'response-ended-twice').length === 0);
    await vscode.commands.executeCommand('undo');
    await until('the finding to come back', () => findings(orders, 'response-ended-twice').length === 1);
  });

  await test('all safe fixes of a file are one action, for saving', async () => {
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    const [action] = await actionsAt(all, 'source.fixAll.nodebeyond');
    assert.equal(action.kind.value, 'source.fixAll.nodebeyond');
    assert.equal(action.edit.size, 1);
  });

  await test('an edit in one file changes the findings of another, unsaved', async () => {
    const store = at('lib/store.js');
    await vscode.window.showTextDocument(store, { preview: false });
    await until('findings in lib/store.js', () => findings(store, 'sync-in-handler').length === 2);
    const from = document.getText().indexOf('store.addOrder(');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(orders, new vscode.Range(document.positionAt(from), document.positionAt(from + 'store.addOrder'.length)), 'Object');
    await vscode.workspace.applyEdit(edit);
    await until('the finding of what nobody calls any more to go', () => findings(store, 'sync-in-handler').length === 1);
    assert.ok(document.isDirty);
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.files.revert');
    await until('the finding to come back', () => findings(store, 'sync-in-handler').length === 2);
  });

  await test('with the scope "workspace" there are findings in files that are not open', async () => {
    const metrics = at('lib/metrics.js');
    assert.equal(findings(metrics).length, 0);
    await set('scope', 'workspace');
    await until('findings in lib/metrics.js', () => findings(metrics).length > 0);
    await set('scope', undefined);
    await until('the findings to go', () => findings(metrics).length === 0);
    await running('the server');
  });

  await test('lenses come when they are asked for', async () => {
    const lenses = () => vscode.commands.executeCommand('vscode.executeCodeLensProvider', orders, 100);
    assert.deepEqual(await lenses(), []);
    await set('lens', true);
    const list = await until('lenses', async () => { const found = await lenses(); return found.length > 0 && found; });
    assert.ok(list.some((l) => /POST orders|request/i.test(l.command?.title ?? '')), JSON.stringify(list.map((l) => l.command?.title)));
    await set('lens', undefined);
    await until('no lenses', async () => (await lenses()).length === 0);
  });

  await test('the call hierarchy leads from a finding to the request handler', async () => {
    const store = at('lib/store.js');
    const [{ range }] = findings(store, 'sync-in-handler');
    const reached = new Map();
    const queue = await vscode.commands.executeCommand('vscode.prepareCallHierarchy', store, range.start);
    for (const item of queue) {
      const key = `${item.uri.path.slice(root.path.length + 1)} ${item.name}`;
      if (reached.has(key)) continue;
      reached.set(key, item);
      for (const call of await vscode.commands.executeCommand('vscode.provideIncomingCalls', item) ?? []) queue.push(call.from);
    }
    const names = [...reached.keys()];
    for (const file of ['lib/store.js', 'routes/catalog.js', 'server.js']) assert.ok(names.some((n) => n.startsWith(`${file} `)), names.join('\n'));
  });

  await test('the book, the graph and the trace are shown', async () => {
    const tabs = () => vscode.window.tabGroups.all.flatMap((g) => g.tabs);
    const views = () => tabs().map((t) => t.input?.viewType ?? t.input?.uri?.scheme).filter(Boolean);
    await vscode.window.showTextDocument(document);
    // As the code action "Read about it" does.
    await vscode.commands.executeCommand('nodebeyond.openSection', 'event-loop#blocking-the-loop');
    await until('the section', () => views().some((v) => v.endsWith('nodebeyond.section')));
    assert.equal(tabs().find((t) => t.input?.viewType?.endsWith('nodebeyond.section')).label, 'Blocking the loop');
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    const [finding] = findings(orders, 'response-ended-twice');
    vscode.window.activeTextEditor.selection = new vscode.Selection(finding.range.start, finding.range.start);
    await vscode.commands.executeCommand('nodebeyond.explain');
    await until('the page of the rule', () => !tabs().some((t) => t.label === 'Blocking the loop'));
    await vscode.commands.executeCommand('nodebeyond.showGraph', orders);
    await until('the graph', () => tabs().some((t) => t.input?.viewType?.endsWith('nodebeyond.graph') && t.label === 'Modules of api'));
    await vscode.commands.executeCommand('nodebeyond.traceFile', at('server.js'));
    await until('the trace', () => views().includes('nodebeyond-trace'));
    const text = vscode.workspace.textDocuments.find((d) => d.uri.scheme === 'nodebeyond-trace');
    assert.match(text.getText(), /^server\.js loads 11 modules/);
    const links = await vscode.commands.executeCommand('vscode.executeLinkProvider', text.uri);
    assert.ok(links.some((l) => l.target.path === at('lib/store.js').path), JSON.stringify(links.map((l) => l.target.toString())));
    for (const link of links) assert.ok(fs.existsSync(link.target.fsPath), `${link.target.fsPath} is not there`);
    await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
    await vscode.commands.executeCommand('nodebeyond.showOrder');
    await until('the order', () => tabs().some((t) => t.input?.viewType?.endsWith('nodebeyond.order') && t.label.startsWith('Order: ')));
    await vscode.window.tabGroups.close(tabs().filter((t) => t.input?.viewType || t.input?.uri?.scheme === 'nodebeyond-trace'));
  });

  await test('nodebeyond.jsonc is checked, and its rules lead to their pages', async () => {
    const config = at('nodebeyond.jsonc');
    fs.writeFileSync(config.fsPath, '{ "presett": "strict", "rules": { "busy-wait": "on" } }\n');
    await vscode.window.showTextDocument(config);
    const links = await until('links', async () => {
      const list = await vscode.commands.executeCommand('vscode.executeLinkProvider', config, 10);
      return list.some((l) => l.target?.scheme === 'command') && list;
    });
    assert.ok(links.some((l) => decodeURIComponent(l.target.query) === '["rules/busy-wait"]'), JSON.stringify(links));
    await until('a complaint about the key', () => vscode.languages.getDiagnostics(config).some((d) => /presett/.test(d.message)));
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    fs.rmSync(config.fsPath);
  });

  await test('a server that is killed comes back, with its findings', async () => {
    const [pid] = servers();
    process.kill(Number(pid), 'SIGKILL');
    await until('another server', () => status().state === 'running' && servers().length === 1 && servers()[0] !== pid);
    await until('its findings', async () => {
      const [finding] = findings(orders, 'response-ended-twice');
      return finding && (await vscode.commands.executeCommand('vscode.executeHoverProvider', orders, finding.range.start)).length > 0;
    });
  });

  await test('one that dies again and again is left alone, until the user restarts it', async () => {
    for (let deaths = 1; status().state !== 'failed'; deaths++) {
      assert.ok(deaths < 10, 'it is started for ever');
      const list = servers();
      if (list.length > 0) process.kill(Number(list[0]), 'SIGKILL');
      await until('what becomes of it', () => status().state === 'failed' || (status().state === 'running' && servers().length === 1 && servers()[0] !== list[0]));
    }
    assert.match(status().problem, /SIGKILL.*not any more/);
    assert.equal(servers().length, 0);
    await vscode.commands.executeCommand('nodebeyond.restart');
    await running('the server');
    assert.equal(servers().length, 1);
  });

  await test('a wrong path is told, and nothing else is started', async () => {
    const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'path-'));
    const plain = path.join(dir, 'plain');
    fs.writeFileSync(plain, 'no program\n', { mode: 0o644 });
    const empty = path.join(dir, 'empty');
    fs.writeFileSync(empty, '', { mode: 0o755 });
    fs.writeFileSync(path.join(dir, 'garbage'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 1, 2, 3]), { mode: 0o755 });
    for (const [value, problem] of [
      ['/nowhere/nodebeyond', /^nodebeyond\.path names \/nowhere\/nodebeyond, which is not there\.$/],
      [dir, /which is not a file/],
      [plain, /which may not be executed/],
      ['/bin/false', /\/bin\/false ended with exit code 1 before it answered/],
      [path.join(dir, 'garbage'), /garbage ended with exit code \d+ before it answered\. Its last words: "/],
    ]) {
      await set('path', value);
      await until(`a complaint about ${value}`, () => status().state === 'failed' && problem.test(status().problem));
      assert.equal(servers().length, 0);
    }
    const copy = path.join(dir, 'nodebeyond');
    fs.copyFileSync(path.join(extension.extensionPath, 'bin', 'nodebeyond'), copy);
    await set('path', copy);
    await until('the program of the setting', () => status().state === 'running' && status().binary.origin === 'setting' && status().binary.file === copy);
    await set('path', undefined);
    await until('the program of the extension', () => status().state === 'running' && status().binary.origin === 'bundled');
    fs.rmSync(dir, { recursive: true });
  });

  await test('restarts that come at once leave one server', async () => {
    await Promise.all([1, 2, 3].map(() => vscode.commands.executeCommand('nodebeyond.restart')));
    await running('the server');
    await until('one process', () => servers().length === 1);
  });

  await vscode.window.showTextDocument(editor.document);
};
