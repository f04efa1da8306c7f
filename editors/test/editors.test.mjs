// Real editors, from an open file to a mended one, and everything that the server said to them held against the protocol.
// They are installed by .ci/editors; then:  node --test editors/test/
import fs from 'node:fs';
import path from 'node:path';
import test from 'node:test';
import { editors, here, installed, Session } from './session.mjs';

// The help has no tags in the tree: plugin managers make them. So does this, in a copy.
function plugin(session) {
  const dir = path.join(session.dir, 'neovim');
  fs.cpSync(path.join(editors, 'neovim'), dir, { recursive: true });
  return ['--cmd', `set runtimepath+=${dir}`, '--cmd', `helptags ${path.join(dir, 'doc')}`];
}

async function neovim(session, example, script, ...files) {
  return session.passes(installed(session.name), ['--headless', '--clean', '-u', path.join(editors, 'neovim', 'examples', example), ...plugin(session),
    ...files, '-c', `luafile ${path.join(here, 'nvim', script)}`]);
}

for (const [name, example] of [['nvim', 'enable.lua'], ['nvim-0.10', 'setup.lua']]) {
  test(`${name}: open, read, mend`, async (t) => {
    const session = new Session(name);
    t.after(() => session.end());
    t.diagnostic(await neovim(session, example, 'journey.lua', 'pages.js'));
    await session.conforms();
  });
}
