// Holds recorded sessions against the protocol's meta-model:  node lspcheck.mjs SESSION.jsonl...
// Everything that the server sent must be of the model's types, without a member that it does not know; each request is answered once; nothing goes
// out before initialize is answered; after shutdown the exit code is 0, where the editor lets the recorder live to see it. What clients send is looked
// at as well, and only noted.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const top = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The meta-model of the protocol, as the library that the server is built with carries it. */
export function metaModel() {
  const dir = execFileSync('go', ['list', '-m', '-f', '{{.Dir}}', 'go.lsp.dev/protocol'], { cwd: top, encoding: 'utf8' }).trim();
  return JSON.parse(fs.readFileSync(path.join(dir, 'internal', 'genlsp', 'testdata', 'metaModel.json'), 'utf8'));
}

const byName = (list, key = 'name') => new Map(list.map((x) => [x[key], x]));
const isObject = (v) => v !== null && typeof v === 'object' && !Array.isArray(v);
const isInteger = (v, low, high) => Number.isInteger(v) && v >= low && v <= high;
const short = (v) => String(JSON.stringify(v)).slice(0, 60);

const bases = {
  string: (v) => typeof v === 'string',
  URI: (v) => typeof v === 'string',
  RegExp: (v) => typeof v === 'string',
  DocumentUri: (v) => typeof v === 'string' && /^[a-z][a-z0-9+.-]*:/i.test(v),
  integer: (v) => isInteger(v, -(2 ** 31), 2 ** 31 - 1),
  uinteger: (v) => isInteger(v, 0, 2 ** 31 - 1),
  decimal: (v) => typeof v === 'number',
  boolean: (v) => typeof v === 'boolean',
  null: (v) => v === null,
};

/** Checks values against the types of a meta-model. */
export class Model {
  constructor(model) {
    this.structures = byName(model.structures);
    this.enumerations = byName(model.enumerations);
    this.aliases = byName(model.typeAliases);
    this.requests = byName(model.requests, 'method');
    this.notifications = byName(model.notifications, 'method');
  }

  /** What is wrong with a value, a line each; strict: members that the type does not have are wrong, too. */
  check(type, v, at, strict) {
    switch (type.kind) {
      case 'base':
        return bases[type.name](v) ? [] : [`${at}: ${short(v)} is no ${type.name}`];
      case 'stringLiteral':
      case 'integerLiteral':
      case 'booleanLiteral':
        return v === type.value ? [] : [`${at}: ${short(v)} is not ${type.value}`];
      case 'array':
        return Array.isArray(v) ? v.flatMap((x, i) => this.check(type.element, x, `${at}[${i}]`, strict)) : [`${at}: ${short(v)} is no array`];
      case 'tuple':
        return Array.isArray(v) && v.length === type.items.length ? v.flatMap((x, i) => this.check(type.items[i], x, `${at}[${i}]`, strict)) : [`${at}: no tuple`];
      case 'map':
        return isObject(v) ? Object.entries(v).flatMap(([k, x]) => this.check(type.value, x, `${at}.${k}`, strict)) : [`${at}: no map`];
      case 'and':
        return type.items.flatMap((i) => this.check(i, v, at, false));
      case 'or':
        return this.best(type.items, v, at, strict);
      case 'literal':
        return this.members(byName(type.value.properties), v, at, strict);
      case 'reference':
        return this.named(type.name, v, at, strict);
      default:
        return [`${at}: the model has a type of a kind that is not known here: ${type.kind}`];
    }
  }

  // Of several types the one that fits best speaks.
  best(types, v, at, strict) {
    let best;
    for (const type of types) {
      const wrong = this.check(type, v, at, strict);
      if (wrong.length === 0) return wrong;
      if (!best || wrong.length < best.length) best = wrong;
    }
    return best;
  }

  named(name, v, at, strict) {
    if (name === 'LSPAny' || name === 'LSPObject') return [];
    const list = this.enumerations.get(name);
    if (list) {
      const wrong = this.check(list.type, v, at, strict);
      if (wrong.length || list.supportsCustomValues) return wrong;
      return list.values.some((x) => x.value === v) ? [] : [`${at}: ${short(v)} is no ${name}`];
    }
    const alias = this.aliases.get(name);
    return alias ? this.check(alias.type, v, at, strict) : this.members(this.properties(name), v, at, strict);
  }

  // The properties of a structure, with those that it inherits.
  properties(name) {
    const s = this.structures.get(name);
    const out = new Map();
    for (const from of [...(s.extends ?? []), ...(s.mixins ?? [])]) for (const [k, p] of this.properties(from.name)) out.set(k, p);
    for (const p of s.properties) out.set(p.name, p);
    return out;
  }

  members(properties, v, at, strict) {
    if (!isObject(v)) return [`${at}: ${short(v)} is no object`];
    const out = [];
    for (const [k, p] of properties) {
      if (v[k] !== undefined) out.push(...this.check(p.type, v[k], `${at}.${k}`, strict));
      else if (!p.optional) out.push(`${at}.${k}: missing`);
    }
    if (strict) for (const k of Object.keys(v)) if (!properties.has(k)) out.push(`${at}.${k}: not in the protocol`);
    return out;
  }
}

// What a server may say before initialize is answered (LSP 3.17, "Initialize Request").
const early = new Set(['window/logMessage', 'window/showMessage', 'telemetry/event', '$/progress', 'window/showMessageRequest']);

/** Reads a session: {messages, wrong, notes}, the last two a line for each thing that is wrong with the server, or odd about the client. */
export function checkSession(model, text) {
  const open = { client: new Map(), server: new Map() };
  const wrong = [];
  const notes = [];
  let n = 0;
  let initialized = false;
  let down = false;
  let exit;
  for (const line of text.split('\n').filter(Boolean)) {
    const { from, message: m, exit: code } = JSON.parse(line);
    if (!from) {
      exit = code;
      continue;
    }
    n++;
    const other = from === 'client' ? 'server' : 'client';
    const say = (lines) => (from === 'server' ? wrong : notes).push(...[lines].flat().map((l) => `#${n} ${l}`));
    if (m.jsonrpc !== '2.0') say('jsonrpc is not 2.0');
    if (m.method === undefined) {
      const method = open[other].get(m.id);
      if (method === undefined) {
        say(`an answer to no open request: ${m.id}`);
        continue;
      }
      open[other].delete(m.id);
      if (method === 'initialize') initialized = true;
      if ('result' in m === 'error' in m) say(`${method}: one of result and error has to be there`);
      const request = model.requests.get(method);
      if (request && 'result' in m) say(model.check(request.result, m.result, `the result of ${method}`, from === 'server'));
      continue;
    }
    const known = m.id !== undefined ? model.requests.get(m.method) : model.notifications.get(m.method);
    if (known) {
      if (known.messageDirection === (from === 'server' ? 'clientToServer' : 'serverToClient')) say(`${m.method} goes in the other direction`);
      if (known.params) say(model.check(known.params, m.params, m.method, from === 'server'));
    } else if (!m.method.startsWith('$/')) {
      say(`there is no ${m.method}`);
    }
    if (m.id !== undefined) {
      if (open[from].has(m.id)) say(`the id ${m.id} is in use`);
      open[from].set(m.id, m.method);
    }
    if (from === 'server' && !initialized && !early.has(m.method)) say(`${m.method} before initialize is answered`);
    if (from === 'client' && m.method === 'shutdown') down = true;
  }
  // Helix leaves without waiting for the answer.
  for (const [id, method] of open.client) if (method !== 'shutdown' || exit !== undefined) wrong.push(`request ${id}, ${method}, was never answered`);
  if (down && exit !== undefined && exit !== 0) wrong.push(`the exit code after shutdown is ${exit}`);
  if (!initialized) wrong.push('initialize was never answered: this is no session');
  return { messages: n, wrong, notes };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const model = new Model(metaModel());
  for (const file of process.argv.slice(2)) {
    const { messages, wrong, notes } = checkSession(model, fs.readFileSync(file, 'utf8'));
    console.log(`${file}: ${messages} messages, ${wrong.length} wrong, ${notes.length} notes`);
    for (const l of [...wrong, ...notes.map((l) => `note: ${l}`)]) console.log(`  ${l}`);
    if (wrong.length) process.exitCode = 1;
  }
}
