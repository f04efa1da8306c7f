// Records which function of a project called which while a program runs. To be preloaded:
//
//   NODEBEYOND_RECORD_ROOT=/project NODEBEYOND_RECORD_OUT=/folder NODEBEYOND_RECORD_ACORN=/node_modules/acorn NODEBEYOND_RECORD_SKIP='(^|/)(node_modules|test)/' NODE_OPTIONS="--require .../record.cjs" npm test
//
// Every function of every file is rewritten on its way in, so that it stands on a stack of ours while it runs. Who is on top when a function
// starts has called it: itself, or through native code such as Array.prototype.map or emitter.emit. Functions of dependencies and tests are
// on the stack too, but without a name, so that a call that comes through them is nobody's. An await or a yield takes the function off
// the stack, and what comes after it puts it back. Each process, and each worker, writes the pairs it saw when it ends.
'use strict';

const fs = require('node:fs');
const path = require('node:path');
const Module = require('node:module');
const { fileURLToPath } = require('node:url');

const root = fs.realpathSync(process.env.NODEBEYOND_RECORD_ROOT) + path.sep;
const acorn = require(process.env.NODEBEYOND_RECORD_ACORN);
// The project's own functions; what its tests and its dependencies call is not asked.
const foreign = new RegExp(process.env.NODEBEYOND_RECORD_SKIP);

const names = []; // of functions: file:start-end, in bytes
const pairs = new Set();
const stack = [];
const width = 1 << 20;

// frame is one activation of a function; depth is where it stands on the stack, -1 while it waits.
class Frame {
  constructor(id) {
    this.id = id;
    this.depth = stack.length;
  }
}

globalThis.__nodebeyondEnter = (id) => {
  if (id >= 0 && stack.length > 0) {
    const caller = stack[stack.length - 1];
    if (caller >= 0) pairs.add(caller * width + id);
  }
  const frame = new Frame(id);
  stack.push(id);
  return frame;
};
globalThis.__nodebeyondLeave = (frame) => {
  if (frame.depth >= 0) stack.length = frame.depth;
};
globalThis.__nodebeyondPause = (value, frame) => {
  if (frame.depth >= 0) stack.length = frame.depth;
  frame.depth = -1;
  return value;
};
globalThis.__nodebeyondResume = (value, frame) => {
  if (frame.depth < 0) {
    frame.depth = stack.length;
    stack.push(frame.id);
  }
  return value;
};

process.on('exit', () => {
  const list = [];
  for (const pair of pairs) list.push([names[Math.floor(pair / width)], names[pair % width]]);
  const file = path.join(process.env.NODEBEYOND_RECORD_OUT, `${process.pid}-${require('node:worker_threads').threadId}-${Math.random().toString(36).slice(2)}.json`);
  fs.writeFileSync(file, JSON.stringify(list));
});

// instrument is the text of a file with its functions made to say that they run.
function instrument(file, source, module) {
  let rel;
  if (file.startsWith(root)) rel = file.slice(root.length).split(path.sep).join('/');
  const own = rel !== undefined && !foreign.test(rel);
  let tree;
  try {
    tree = acorn.parse(source, { ecmaVersion: 'latest', sourceType: module ? 'module' : 'script', allowReturnOutsideFunction: true, allowHashBang: true });
  } catch {
    return source;
  }
  const text = Buffer.byteLength(source) === source.length ? null : source;
  const byte = (offset) => (text === null ? offset : Buffer.byteLength(text.slice(0, offset)));
  const inserts = []; // [offset, text, order]
  const insert = (at, what, order = 0) => inserts.push([at, what, order, inserts.length]);
  const idOf = (start, end) => (own ? names.push(`${rel}:${byte(start)}-${byte(end)}`) - 1 : -1);

  const enter = (id) => `const __nodebeyond=__nodebeyondEnter(${id});try{`;
  const leave = '}finally{__nodebeyondLeave(__nodebeyond)}';

  const block = (body, id) => {
    let at = body.start + 1;
    for (const s of body.body) {
      if (!s.directive) break;
      at = s.end;
    }
    insert(at, `;${enter(id)}`);
    insert(body.end - 1, leave);
  };

  // delegates reports whether a function itself has a yield*, whose pauses cannot be seen from outside.
  const delegates = (fn) => {
    let found = false;
    each(fn.body, (n) => {
      if (n.type === 'YieldExpression' && n.delegate) found = true;
      return !isFunction(n);
    });
    return found;
  };

  const visit = (node, fn) => {
    if (isFunction(node)) {
      const me = { waits: (node.async || node.generator) && !delegates(node), counted: true };
      if ((node.async || node.generator) && !me.waits) me.counted = false;
      if (me.counted) {
        const at = node.method ? node.method : node;
        const id = idOf(at.start, at.end);
        if (node.body.type === 'BlockStatement') block(node.body, id);
        else {
          const arrow = source.lastIndexOf('=>', node.body.start) + 2;
          insert(arrow, `{${enter(id)}return (`, -1);
          insert(node.end, `)${leave}}`, -node.start);
        }
      }
      children(node, (c, key) => visit(c, key === 'params' || key === 'id' ? fn : me));
      return;
    }
    if ((node.type === 'MethodDefinition' || node.type === 'Property') && isFunction(node.value) && (node.method || node.kind !== 'init') && node.value.type === 'FunctionExpression') {
      node.value.method = node;
    }
    if (fn && fn.waits) {
      if (node.type === 'AwaitExpression') {
        insert(node.start, '__nodebeyondResume(');
        insert(node.argument.start, '__nodebeyondPause((');
        insert(node.argument.end, '),__nodebeyond)', -node.argument.start);
        insert(node.end, ',__nodebeyond)', -node.start);
      } else if (node.type === 'YieldExpression') {
        insert(node.start, '__nodebeyondResume(');
        if (node.argument) {
          insert(node.argument.start, '__nodebeyondPause((');
          insert(node.argument.end, '),__nodebeyond)', -node.argument.start);
          insert(node.end, ',__nodebeyond)', -node.start);
        } else insert(node.end, ' __nodebeyondPause(undefined,__nodebeyond),__nodebeyond)', -node.start);
      } else if (node.type === 'CatchClause') {
        insert(node.body.start + 1, '__nodebeyondResume(0,__nodebeyond);');
      } else if (node.type === 'TryStatement' && node.finalizer) {
        insert(node.finalizer.start + 1, '__nodebeyondResume(0,__nodebeyond);');
      } else if (node.type === 'ForOfStatement' && node.await && node.body.type === 'BlockStatement') {
        insert(node.right.start, '__nodebeyondPause((');
        insert(node.right.end, '),__nodebeyond)', -node.right.start);
        insert(node.body.start + 1, '__nodebeyondResume(0,__nodebeyond);');
        insert(node.body.end - 1, ';__nodebeyondPause(0,__nodebeyond);');
      }
    }
    children(node, (c) => visit(c, fn));
  };
  visit(tree, null);

  if (!module) {
    let at = tree.body.length > 0 && source.startsWith('#!') ? source.indexOf('\n') : 0;
    for (const s of tree.body) {
      if (!s.directive) break;
      at = s.end;
    }
    insert(at, `;const __nodebeyond=__nodebeyondEnter(${own ? names.push(`${rel}:0`) - 1 : -1});try{`);
    insert(source.length, `\n${leave}`);
  }

  inserts.sort((a, b) => a[0] - b[0] || close(b) - close(a) || (close(a) ? a[2] - b[2] : 0) || a[3] - b[3]);
  let out = '';
  let last = 0;
  for (const [at, what] of inserts) {
    out += source.slice(last, at) + what;
    last = at;
  }
  return out + source.slice(last);
}

// close reports whether an insertion ends something: at one place those come first, the innermost before those around it.
function close(i) {
  return /^[),]|^ __nodebeyondPause/.test(i[1]) ? 1 : 0;
}

function isFunction(n) {
  return n && (n.type === 'FunctionDeclaration' || n.type === 'FunctionExpression' || n.type === 'ArrowFunctionExpression');
}

function children(node, yieldChild) {
  for (const key in node) {
    if (key === 'method') continue;
    const value = node[key];
    if (Array.isArray(value)) {
      for (const c of value) if (c && typeof c.type === 'string') yieldChild(c, key);
    } else if (value && typeof value.type === 'string') yieldChild(value, key);
  }
}

function each(node, look) {
  if (!look(node)) return;
  children(node, (c) => each(c, look));
}

const compile = Module.prototype._compile;
Module.prototype._compile = function (content, filename, format) {
  if (typeof content === 'string' && format !== 'module' && filename !== __filename) content = instrument(filename, content, false);
  return compile.call(this, content, filename, format);
};

Module.registerHooks({
  load(url, context, next) {
    const result = next(url, context);
    if (result.format === 'module' && result.source && url.startsWith('file:')) {
      result.source = instrument(fileURLToPath(url), Buffer.from(result.source).toString(), true);
    }
    return result;
  },
});
