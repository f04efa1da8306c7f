// The playground: an editor over a plain text field, and findings from the engine, which runs beside the page in a worker (play-engine.js).
// The files are kept in the fragment of the address, deflated.
'use strict';
(() => {
  const examples = {
    blocking: [['server.js', `const http = require('node:http');
const { price } = require('./prices');

http.createServer((req, res) => {
  res.end(String(price(req.url.slice(1))));
}).listen(3000);
`], ['prices.js', `const fs = require('node:fs');
const path = require('node:path');

const file = path.join(__dirname, 'prices.json');

exports.price = (name) => JSON.parse(fs.readFileSync(file, 'utf8'))[name];
`], ['prices.json', `{ "milk": 2, "tea": 3 }
`]],
    cycle: [['main.js', `const orders = require('./orders');

orders.add('tea');
`], ['orders.js', `const { notify } = require('./mail');

exports.add = (item) => {
  notify('ordered: ' + item);
};

exports.name = 'orders';
`], ['mail.js', `const { name } = require('./orders');

exports.notify = (text) => console.log(name.toUpperCase() + ' ' + text);
`]],
    twice: [['server.js', `const http = require('node:http');

http.createServer((req, res) => {
  if (req.method !== 'GET') {
    res.statusCode = 405;
    res.end('only GET');
  }
  res.end('hello');
}).listen(3000);
`]],
  };

  const play = document.querySelector('.play');
  const root = document.body.dataset.root;
  const [tabs, pre, area, tip, state, list, modules, select, naming] = ['.tabs', '.editor pre', 'textarea', '.tip', '.state', '.findings', '.modules', 'select', '.naming']
    .map((s) => play.querySelector(s));
  play.hidden = false;
  const make = (tag, set = {}, ...inside) => {
    const e = Object.assign(document.createElement(tag), set);
    e.append(...inside);
    return e;
  };

  let files = [], active = 0, findings = [], fresh = false;

  // Text with code in backticks.
  const prose = (text) => text.split('`').map((piece, i, all) => (i % 2 && i < all.length - 1 ? make('code', { textContent: piece }) : piece));

  // The colours are those of the book, told apart by one expression: close enough while somebody types.
  const tokens = /(\/\/[^\n]*|\/\*[^]*?(?:\*\/|$))|('(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?|`(?:\\[^]|[^`\\])*`?)|\b(\d[\w.]*)\b|\b(async|await|break|case|catch|class|const|continue|debugger|default|delete|do|else|export|extends|finally|for|from|function|if|import|in|instanceof|let|new|of|return|static|super|switch|throw|try|typeof|var|void|while|yield|true|false|null|undefined|this)\b|([\w$]+)(?=\s*\()/g;
  const classes = [, 'hc', 'hs', 'hn', 'hk', 'hf'];

  // paint puts the coloured text with its squiggles below the field.
  const paint = () => {
    const text = area.value;
    const marks = findings.filter((f) => f.file === files[active].name);
    const cuts = new Set([0, text.length]);
    const classOf = [];
    for (const m of text.matchAll(tokens)) {
      const kind = classes[m.findIndex((g, i) => i > 0 && g !== undefined)];
      classOf.push([m.index, m.index + m[0].length, kind]);
      cuts.add(m.index).add(m.index + m[0].length);
    }
    for (const f of marks) cuts.add(Math.min(f.start, text.length)).add(Math.min(f.end, text.length));
    const at = [...cuts].sort((a, b) => a - b);
    const out = [];
    let t = 0;
    for (let i = 0; i + 1 < at.length; i++) {
      while (t < classOf.length && classOf[t][1] <= at[i]) t++;
      const kind = classOf[t] && classOf[t][0] <= at[i] ? classOf[t][2] : '';
      const hits = marks.filter((f) => f.start <= at[i] && f.end >= at[i + 1]);
      const worst = hits.reduce((w, f) => (order[f.severity] > order[w] ? f.severity : w), 'off');
      const e = make(hits.length ? 'mark' : 'span', { className: `${kind}${hits.length ? ' ' + worst : ''}`, textContent: text.slice(at[i], at[i + 1]) });
      e.findings = hits;
      out.push(e);
    }
    pre.replaceChildren(...out, '\n');
    area.rows = text.split('\n').length + 1;
  };
  const order = { off: 0, hint: 1, info: 2, warning: 3, error: 4 };

  // What a finding says.
  const explain = (f) => [
    make('p', { className: 'what' }, make('span', { className: `severity ${f.severity}`, textContent: f.severity }), ' ', ...prose(f.message)),
    ...(f.help ? [make('p', {}, ...prose(f.help))] : []),
    ...(f.facts?.length ? [make('ul', {}, ...f.facts.map((x) => make('li', {}, ...prose(x))))] : []),
  ];

  const show = () => {
    paint();
    list.replaceChildren(...findings.map((f) => {
      const go = make('button', { type: 'button', className: 'place', textContent: `${f.file}:${f.line}` });
      go.addEventListener('click', () => reveal(f));
      const more = make('p', { className: 'more' }, make('a', { href: `${root}rules/${f.rule}.html` }, make('code', { textContent: f.rule })));
      if (f.section) more.append(' · ', make('a', { href: `${root}${f.section.replace(/#|$/, '.html$&')}`, textContent: f.title }));
      const li = make('li', {}, go, ...explain(f));
      if (f.steps?.length) {
        li.append(make('ol', { className: 'steps' }, ...f.steps.map((s) => {
          const to = make('button', { type: 'button', className: 'place', textContent: `${s.file}:${s.line}` });
          to.addEventListener('click', () => reveal(s));
          return make('li', {}, to, ' ', ...prose(s.message));
        })));
      }
      li.append(more);
      return li;
    }));
  };

  const reveal = (p) => {
    const i = files.findIndex((f) => f.name === p.file);
    if (i < 0) return;
    open(i);
    area.focus();
    area.setSelectionRange(p.start, p.end);
    area.closest('.editor').scrollIntoView({ block: 'nearest' });
  };

  const open = (i) => {
    active = i;
    area.value = files[i].text;
    for (const [n, tab] of [...tabs.querySelectorAll('[role=tab]')].entries()) {
      tab.setAttribute('aria-selected', n === i);
      tab.tabIndex = n === i ? 0 : -1;
    }
    tip.hidden = true;
    paint();
  };

  const draw = () => {
    tabs.replaceChildren(...files.map((f, i) => {
      const tab = make('button', { type: 'button', textContent: f.name, tabIndex: -1 });
      tab.setAttribute('role', 'tab');
      tab.setAttribute('aria-controls', 'editor');
      tab.addEventListener('click', () => open(i));
      tab.addEventListener('keydown', (e) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
        if (!step) return;
        const to = (i + step + files.length) % files.length;
        open(to);
        tabs.children[to].focus();
      });
      return tab;
    }));
    play.querySelector('[data-files=remove]').disabled = files.length < 2;
    open(Math.min(active, files.length - 1));
  };

  // The engine, by a promise for each question.
  let worker, asked = 0;
  const waiting = new Map();
  const engine = (question) => new Promise((resolve, reject) => {
    if (!worker) {
      state.textContent = 'Loading the engine (4 MB, once)…';
      worker = new Worker(`${root}play-engine.js`);
      worker.onmessage = ({ data: { number, answer, failed } }) => {
        const [done, fail] = waiting.get(number);
        waiting.delete(number);
        failed ? fail(new Error(failed)) : done(JSON.parse(answer));
      };
      worker.onerror = (e) => {
        for (const [, fail] of waiting.values()) fail(new Error(e.message));
        waiting.clear();
      };
    }
    waiting.set(++asked, [resolve, reject]);
    worker.postMessage([asked, JSON.stringify(question)]);
  });

  let busy = false, again = false;
  const ask = async () => {
    if (busy) { again = true; return; }
    busy = true;
    let answer;
    try {
      answer = await engine({ files, graph: files.length > 1 });
    } catch (e) {
      state.textContent = `The engine cannot run here: ${e.message}`;
      return;
    } finally {
      busy = false;
    }
    findings = answer.findings;
    const n = findings.length;
    state.textContent = answer.error ? `The engine says: ${answer.error}` : n === 0 ? 'No findings.' : n === 1 ? 'One finding.' : `${n} findings.`;
    state.dataset.answer = String(Number(state.dataset.answer ?? 0) + 1);
    modules.hidden = !answer.graph;
    if (answer.graph) {
      const img = modules.querySelector('img');
      img.src = `data:image/svg+xml,${encodeURIComponent(answer.graph)}`;
      img.alt = `The modules ${files.map((f) => f.name).join(', ')} and which asks for which`;
    }
    if (fresh) {
      // What there is to see is seen first.
      fresh = false;
      const i = files.findIndex((f) => f.name === findings[0]?.file);
      if (i >= 0) open(i);
    }
    show();
    if (again) { again = false; ask(); }
  };

  // The address keeps the files: [name, text] pairs, deflated, in base64url.
  const pump = async (bytes, stream) => new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
  const pack = async () => {
    const bytes = await pump(new TextEncoder().encode(JSON.stringify(files.map((f) => [f.name, f.text]))), new CompressionStream('deflate-raw'));
    return btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  };
  const unpack = async (text) => {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(await pump(bytes, new DecompressionStream('deflate-raw'))));
  };

  const load = (pairs) => {
    files = pairs.map(([name, text]) => ({ name: String(name), text: String(text) }));
    active = 0;
    findings = [];
    fresh = true;
    draw();
    ask();
  };
  const start = async () => {
    const fragment = location.hash.slice(1);
    try {
      if (fragment && !examples[fragment]) {
        select.value = '';
        return load(await unpack(fragment));
      }
    } catch {
      state.textContent = 'The address holds no program; this is an example.';
    }
    select.value = examples[fragment] ? fragment : 'blocking';
    load(examples[select.value]);
  };

  // changed follows what the user has done to the files.
  let later;
  const changed = () => {
    select.value = '';
    tip.hidden = true;
    clearTimeout(later);
    later = setTimeout(async () => {
      ask();
      history.replaceState(null, '', `#${await pack()}`);
    }, 250);
  };
  area.addEventListener('input', () => {
    files[active].text = area.value;
    findings = findings.filter((f) => f.file !== files[active].name); // their places have moved
    paint();
    changed();
  });

  // Files are added, renamed and deleted. Which of the first two the form is for is in its data.
  const field = naming.querySelector('input');
  const name = (what) => {
    naming.dataset.what = what;
    naming.querySelector('label').firstChild.textContent = what === 'add' ? 'Name of the new file ' : `New name of ${files[active].name} `;
    field.value = what === 'add' ? '' : files[active].name;
    field.setCustomValidity('');
    naming.hidden = false;
    field.focus();
    field.select();
  };
  const unnamed = (back) => {
    naming.hidden = true;
    back.focus();
  };
  const wrong = (to) => {
    if (!to || to.startsWith('/') || to.includes('\\') || to.split('/').some((part) => part === '' || part === '.' || part === '..')) return 'Give a path such as lib/store.js.';
    if (files.some((f, i) => f.name === to && !(naming.dataset.what === 'rename' && i === active))) return 'There is a file of that name.';
    return '';
  };
  const button = (what) => play.querySelector(`[data-files=${what}]`);
  button('add').addEventListener('click', () => name('add'));
  button('rename').addEventListener('click', () => name('rename'));
  button('remove').addEventListener('click', () => {
    findings = findings.filter((f) => f.file !== files[active].name);
    files.splice(active, 1);
    draw();
    changed();
  });
  field.addEventListener('input', () => field.setCustomValidity(''));
  naming.addEventListener('keydown', (e) => { if (e.key === 'Escape') unnamed(button(naming.dataset.what)); });
  naming.querySelector('[type=button]').addEventListener('click', () => unnamed(button(naming.dataset.what)));
  naming.addEventListener('submit', (e) => {
    e.preventDefault();
    const to = field.value.trim();
    field.setCustomValidity(wrong(to));
    if (!field.reportValidity()) return;
    if (naming.dataset.what === 'add') active = files.push({ name: to, text: '' }) - 1;
    else {
      for (const f of findings) if (f.file === files[active].name) f.file = to;
      files[active].name = to;
    }
    draw();
    unnamed(area);
    changed();
  });

  area.addEventListener('scroll', () => { pre.scrollLeft = area.scrollLeft; });
  select.addEventListener('change', () => {
    if (!examples[select.value]) return;
    history.replaceState(null, '', `#${select.value}`);
    load(examples[select.value]);
  });
  addEventListener('hashchange', start);

  // Below the pointer a squiggle explains itself, and a part of Node as it does in an editor; F2 does the same at the cursor.
  const place = (x, y) => {
    const box = area.closest('.editor').getBoundingClientRect();
    tip.style.left = `${Math.max(0, Math.min(x - box.left, box.width - 340))}px`;
    tip.style.top = `${y - box.top + 4}px`;
    tip.hidden = false;
  };
  const tell = (h) => [
    make('p', { className: 'what' }, make('b', { textContent: h.title })),
    ...(h.text ? [make('p', {}, ...prose(h.text))] : []),
    ...(h.facts?.length ? [make('ul', {}, ...h.facts.map((x) => make('li', {}, ...prose(x))))] : []),
    ...(h.read ? [make('p', { className: 'more', textContent: `In the book: ${h.read}` })] : []),
  ];
  // The text is set in one width, and begins behind the padding.
  const grid = () => {
    const style = getComputedStyle(area);
    const pen = grid.pen ??= document.createElement('canvas').getContext('2d');
    pen.font = style.font;
    const box = area.getBoundingClientRect();
    return { left: box.left + parseFloat(style.paddingLeft) - area.scrollLeft, top: box.top + parseFloat(style.paddingTop), wide: pen.measureText('0').width, high: parseFloat(style.lineHeight) };
  };
  const offsetAt = (x, y) => {
    const g = grid();
    const lines = area.value.split('\n');
    const line = Math.floor((y - g.top) / g.high), column = Math.floor((x - g.left) / g.wide);
    if (column < 0 || !(column < lines[line]?.length)) return -1;
    return lines.slice(0, line).reduce((n, l) => n + l.length + 1, 0) + column;
  };
  let hovered = 0;
  const know = async (at, x, y) => {
    const mine = ++hovered;
    const { hover } = await engine({ files, hover: { file: files[active].name, at } }).catch(() => ({}));
    if (!hover || mine !== hovered || hover.file !== files[active].name) return;
    tip.replaceChildren(...tell(hover));
    place(x, y);
  };
  let rest;
  area.addEventListener('mousemove', (e) => {
    clearTimeout(rest);
    hovered++;
    const hit = [...pre.querySelectorAll('mark')].find((m) => [...m.getClientRects()].some((r) => e.clientX >= r.left && e.clientX <= r.right && e.clientY >= r.top && e.clientY <= r.bottom));
    tip.hidden = true;
    if (hit) {
      const at = hit.getClientRects()[0];
      tip.replaceChildren(...hit.findings.flatMap(explain));
      place(at.left, at.bottom);
      return;
    }
    const at = offsetAt(e.clientX, e.clientY);
    if (at >= 0) rest = setTimeout(() => know(at, e.clientX, e.clientY + 12), 200);
  });
  area.addEventListener('keydown', (e) => {
    if (e.key === 'Escape') tip.hidden = true;
    if (e.key !== 'F2') return;
    e.preventDefault();
    const before = area.value.slice(0, area.selectionStart).split('\n'), g = grid();
    const x = g.left + before.at(-1).length * g.wide, y = g.top + before.length * g.high;
    const marks = findings.filter((f) => f.file === files[active].name && f.start <= area.selectionStart && area.selectionStart <= f.end);
    if (!marks.length) { know(area.selectionStart, x, y); return; }
    tip.replaceChildren(...marks.flatMap(explain));
    place(x, y);
  });
  area.addEventListener('mouseleave', () => { clearTimeout(rest); hovered++; tip.hidden = true; });

  start();
})();
