// What every test of an editor needs: the program, a project, a machine without the user's settings, and the traffic, checked.
import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkSession, metaModel, Model } from './lspcheck.mjs';

export const here = path.dirname(fileURLToPath(import.meta.url));
export const editors = path.join(here, '..');
const top = path.join(editors, '..');

/** How long anything may take, in milliseconds, before it counts as hanging. It decides nothing else. */
export const patience = 60_000;

/** The command of an editor that .ci/editors installed. */
export function installed(name) {
  const file = path.join(top, '.cache', 'editors', 'bin', name);
  assert.ok(fs.existsSync(file), `${name} is not installed: run .ci/editors`);
  return file;
}

let built;

/** The program, built once. NODEBEYOND_BINARY names another one. */
export function program() {
  if (process.env.NODEBEYOND_BINARY) return path.resolve(process.env.NODEBEYOND_BINARY);
  if (!built) {
    built = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'nodebeyond-editors-')), 'nodebeyond');
    process.on('exit', () => fs.rmSync(path.dirname(built), { recursive: true, force: true }));
    execFileSync('go', ['build', '-o', built, './server/cmd/nodebeyond'], { cwd: top, stdio: 'inherit' });
  }
  return built;
}

let model;

/**
 * A session is one project, one home folder and one log of the traffic, for one test. Its `nodebeyond`, the first on the PATH, is the program with
 * lsptee before it.
 */
export class Session {
  constructor(editor, about = '') {
    this.editor = editor;
    this.name = about ? `${editor}-${about}` : editor;
    this.dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), `nodebeyond-${this.name}-`)));
    this.project = path.join(this.dir, 'shop');
    this.log = path.join(this.dir, 'session.jsonl');
    fs.cpSync(path.join(here, 'shop'), this.project, { recursive: true });
    fs.mkdirSync(path.join(this.project, '.git'));
    for (const d of ['bin', 'home', 'home/cache']) fs.mkdirSync(path.join(this.dir, d));
    this.command(path.join(this.dir, 'bin', 'nodebeyond'), program());
    const home = path.join(this.dir, 'home');
    this.env = {
      PATH: `${path.join(this.dir, 'bin')}:${process.env.PATH}`, HOME: home, LANG: 'C.UTF-8', TERM: 'xterm-256color', TMPDIR: this.dir,
      XDG_CONFIG_HOME: path.join(home, 'config'), XDG_DATA_HOME: path.join(home, 'data'), XDG_STATE_HOME: path.join(home, 'state'),
      XDG_CACHE_HOME: path.join(home, 'cache'), NODEBEYOND_EDITORS: editors,
    };
  }

  /** Writes a command that starts a program, and records what passes when that is the language server. */
  command(file, real) {
    const tee = [process.execPath, path.join(here, 'lsptee.mjs'), this.log, real].map((w) => `'${w}'`).join(' ');
    fs.writeFileSync(file, `#!/bin/sh\ncase "$1" in\nlsp) exec ${tee} "$@" ;;\n*) exec '${real}' "$@" ;;\nesac\n`, { mode: 0o755 });
  }

  /** Puts the program itself on the PATH, for tests that look at its process. */
  bare() {
    const file = path.join(this.dir, 'bin', 'nodebeyond');
    fs.rmSync(file);
    fs.symlinkSync(program(), file);
  }

  /** Runs a command in the project to its end: {code, output}. */
  run(command, args, { env = {}, input = '' } = {}) {
    return new Promise((resolve, reject) => {
      const child = spawn(command, args, { cwd: this.project, env: { ...this.env, ...env } });
      let output = '';
      child.stdout.on('data', (d) => { output += d; });
      child.stderr.on('data', (d) => { output += d; });
      child.stdin.on('error', () => {});
      child.stdin.end(input);
      const hangs = setTimeout(() => {
        child.kill('SIGKILL');
        reject(new Error(`${path.basename(command)} hangs; it said:\n${output}`));
      }, patience);
      child.on('error', reject);
      child.on('close', (code) => {
        clearTimeout(hangs);
        resolve({ code, output });
      });
    });
  }

  /** Runs an editor that tests itself: its exit code is 0 when all is well. */
  async passes(command, args, options) {
    const { code, output } = await this.run(command, args, options);
    assert.equal(code, 0, `${this.name}:\n${output}`);
    return output;
  }

  /** The messages that passed, as {from, message}. */
  traffic() {
    return fs.readFileSync(this.log, 'utf8').split('\n').filter(Boolean).map((l) => JSON.parse(l)).filter((l) => l.message);
  }

  /** The processes of the program that work for this session. */
  servers() {
    return fs.readdirSync('/proc').filter((pid) => {
      try {
        return fs.readlinkSync(`/proc/${pid}/exe`) === program() && fs.readlinkSync(`/proc/${pid}/cwd`).startsWith(this.dir);
      } catch {
        return false; // no process, or one that is gone
      }
    });
  }

  /** Waits until no server is left, and holds the traffic against the protocol. */
  async conforms() {
    await until(`the server of ${this.name} to end`, () => this.servers().length === 0);
    model ??= new Model(metaModel());
    const { wrong, messages } = checkSession(model, fs.readFileSync(this.log, 'utf8'));
    assert.deepEqual(wrong, [], `${this.name} was told what the protocol does not have`);
    assert.ok(messages > 8, `${messages} messages: this is no session`);
  }

  /**
   * Removes everything. When NODEBEYOND_SESSIONS names a folder, the traffic stays there as <name>.jsonl, without the times, the process id and the
   * paths of this machine: file:///WS is the project.
   */
  end() {
    const keep = process.env.NODEBEYOND_SESSIONS;
    if (keep && fs.existsSync(this.log)) {
      fs.mkdirSync(keep, { recursive: true });
      const lines = this.traffic().map(({ from, message }) => JSON.stringify({ from, message: anonymous(message) }));
      fs.writeFileSync(path.join(keep, `${this.name}.jsonl`), `${lines.join('\n').replaceAll(this.project, '/WS').replaceAll(this.dir, '/tmp')}\n`);
    }
    fs.rmSync(this.dir, { recursive: true, force: true });
  }
}

// The server would end itself when it finds no process of this number.
function anonymous(message) {
  return message.params?.processId ? { ...message, params: { ...message.params, processId: null } } : message;
}

/** Looks again and again whether something has come true, as a person does who watches a screen. */
export async function until(what, holds, told = () => '') {
  const end = Date.now() + patience;
  for (;;) {
    const value = await holds();
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}\n${told()}`);
    await new Promise((next) => setTimeout(next, 20));
  }
}
