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
  const [tabs, pre, area, tip, state, list, modules, select] = ['.tabs', '.editor pre', 'textarea', '.tip', '.state', '.findings', '.modules', 'select']
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
    open(Math.min(active, files.length - 1));
  };

  // The engine.
  let worker, busy = false, again = false;
  const ask = () => {
    if (busy) { again = true; return; }
    busy = true;
    if (!worker) {
      state.textContent = 'Loading the engine (4 MB, once)…';
      worker = new Worker(`${root}play-engine.js`);
      worker.onmessage = ({ data }) => {
        busy = false;
        if (data.failed) { state.textContent = `The engine cannot run here: ${data.failed}`; return; }
        const answer = JSON.parse(data.answer);
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
      worker.onerror = (e) => { busy = false; state.textContent = `The engine cannot run here: ${e.message}`; };
    }
    worker.postMessage(JSON.stringify({ files, graph: files.length > 1 }));
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

  let later;
  area.addEventListener('input', () => {
    files[active].text = area.value;
    select.value = '';
    findings = findings.filter((f) => f.file !== files[active].name); // their places have moved
    paint();
    clearTimeout(later);
    later = setTimeout(async () => {
      ask();
      history.replaceState(null, '', `#${await pack()}`);
    }, 250);
  });
  area.addEventListener('scroll', () => { pre.scrollLeft = area.scrollLeft; });
  select.addEventListener('change', () => {
    if (!examples[select.value]) return;
    history.replaceState(null, '', `#${select.value}`);
    load(examples[select.value]);
  });
  addEventListener('hashchange', start);

  // A squiggle explains itself below the pointer.
  area.addEventListener('mousemove', (e) => {
    const hit = [...pre.querySelectorAll('mark')].find((m) => [...m.getClientRects()].some((r) => e.clientX >= r.left && e.clientX <= r.right && e.clientY >= r.top && e.clientY <= r.bottom));
    tip.hidden = !hit;
    if (!hit) return;
    const box = area.closest('.editor').getBoundingClientRect();
    const at = hit.getClientRects()[0];
    tip.replaceChildren(...hit.findings.flatMap(explain));
    tip.style.left = `${Math.max(0, Math.min(at.left - box.left, box.width - 340))}px`;
    tip.style.top = `${at.bottom - box.top + 4}px`;
  });
  area.addEventListener('mouseleave', () => { tip.hidden = true; });

  start();
})();
