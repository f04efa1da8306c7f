// What makes reading more comfortable. Every page can be read without it.
'use strict';
(() => {
  const page = document.documentElement;
  const root = document.body.dataset.root;
  const make = (tag, set, ...inside) => {
    const e = Object.assign(document.createElement(tag), set);
    e.append(...inside);
    return e;
  };
  const svg = (path) => {
    const e = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    e.setAttribute('viewBox', '0 0 20 20');
    e.setAttribute('aria-hidden', 'true');
    const p = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    p.setAttribute('d', path);
    e.append(p);
    return e;
  };

  // Light and dark.
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (page.dataset.theme || (dark.matches ? 'dark' : 'light')) === 'dark';
  const theme = make('button', { type: 'button', className: 'tool' }, svg('M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm0 2v12a6 6 0 0 1 0-12Z'));
  const label = () => {
    theme.setAttribute('aria-label', isDark() ? 'Change to light' : 'Change to dark');
    theme.title = theme.getAttribute('aria-label');
  };
  theme.addEventListener('click', () => {
    const next = isDark() ? 'light' : 'dark';
    page.dataset.theme = next;
    try { localStorage.setItem('theme', next); } catch { /* for this page only */ }
    label();
  });
  dark.addEventListener('change', label);
  label();

  // Search: its script and index are loaded when it is first opened.
  const find = make('button', { type: 'button', className: 'tool find' }, svg('M8.5 3a5.5 5.5 0 1 0 3.4 9.8l3.9 3.9 1.1-1.1-3.9-3.9A5.5 5.5 0 0 0 8.5 3Zm0 1.6a3.9 3.9 0 1 1 0 7.8 3.9 3.9 0 0 1 0-7.8Z'), 'Search ', make('kbd', {}, '/'));
  find.setAttribute('aria-haspopup', 'dialog');
  const load = (name) => new Promise((done, failed) => {
    document.head.append(make('script', { src: root + name, async: false, onload: done, onerror: failed }));
  });
  let loading;
  const search = async () => {
    loading ??= Promise.all([load('search-index.js'), load('search.js')]);
    await loading;
    window.bookSearch.open(root);
  };
  find.addEventListener('click', search);
  document.addEventListener('keydown', (e) => {
    const typing = e.target.closest?.('input, textarea, select, [contenteditable]');
    if (e.key === '/' && !typing && !e.ctrlKey && !e.metaKey && !e.altKey) {
      e.preventDefault();
      search();
    }
  });
  document.querySelector('.tools').append(find, theme);

  // Copy.
  for (const figure of document.querySelectorAll('figure.code:not(.out)')) {
    const button = make('button', { type: 'button', className: 'copy' }, 'Copy');
    const name = figure.querySelector('figcaption code');
    button.setAttribute('aria-label', name ? `Copy ${name.textContent}` : 'Copy this code');
    button.addEventListener('click', async () => {
      let said = 'Copied';
      try { await navigator.clipboard.writeText(figure.querySelector('pre').textContent + '\n'); } catch { said = 'Not allowed'; }
      button.textContent = said;
      setTimeout(() => { button.textContent = 'Copy'; }, 1500);
    });
    figure.append(button);
    if (!document.body.hasAttribute('data-playground') || !figure.dataset.program) continue;
    const edit = make('button', { type: 'button', className: 'copy edit' }, 'Edit');
    edit.setAttribute('aria-label', name ? `Edit ${name.textContent} in the playground` : 'Edit in the playground');
    edit.addEventListener('click', async () => {
      const mates = [...document.querySelectorAll('figure.code[data-program]')].filter((f) => f.dataset.program.split(' ').some((p) => figure.dataset.program.split(' ').includes(p)));
      const files = new Map();
      for (const f of [figure, ...mates]) if (!files.has(f.dataset.file)) files.set(f.dataset.file, f.querySelector('pre').textContent + '\n');
      const bytes = new TextEncoder().encode(JSON.stringify([...files]));
      const packed = new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'))).arrayBuffer());
      const text = btoa(Array.from(packed, (b) => String.fromCharCode(b)).join('')).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
      location.assign(`${root}playground.html#${text}`);
    });
    figure.append(edit);
  }

  // The contents of the page start folded where there is no side column for them.
  const wide = matchMedia('(min-width: 64rem)');
  const fold = () => { for (const d of document.querySelectorAll('.side nav:first-child details')) d.open = wide.matches; };
  wide.addEventListener('change', fold);
  fold();

  // Where the reader is, in the table of contents.
  const places = new Map();
  for (const a of document.querySelectorAll('.side a[href^="#"]')) places.set(a.getAttribute('href').slice(1), a);
  if (places.size && 'IntersectionObserver' in window) {
    const seen = new Set();
    const order = [...places.keys()];
    const watch = new IntersectionObserver((changes) => {
      for (const c of changes) c.isIntersecting ? seen.add(c.target) : seen.delete(c.target);
      const now = order.find((id) => [...seen].some((e) => (e.id || e.querySelector('[id]')?.id) === id));
      if (!now) return;
      for (const [id, a] of places) a.toggleAttribute('data-here', id === now);
    }, { rootMargin: '-10% 0px -60% 0px' });
    for (const id of order) {
      const h = document.getElementById(id);
      if (h) watch.observe(h.closest('section') ?? h);
    }
  }

  // Leave a print with every answer open.
  addEventListener('beforeprint', () => { for (const d of document.querySelectorAll('main details')) d.open = true; });
})();
