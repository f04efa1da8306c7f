'use strict';
// The page shows everything without this; it adds moving, zooming, picking out a node's lines, and search.
document.body.classList.add('live');
const frames = new Map();
for (const frame of document.querySelectorAll('.frame')) {
  const svg = frame.querySelector('svg');
  const w = svg.viewBox.baseVal.width, h = svg.viewBox.baseVal.height;
  frames.set(frame, { svg, w, h, x: 0, y: 0, scale: 0 });
  frame.tabIndex = 0;
}

function show(frame) {
  const f = frames.get(frame);
  const width = frame.clientWidth;
  if (!width) return; // not shown
  if (!f.scale) {
    f.scale = Math.min(1, Math.max(0.6, width / f.w));
    frame.style.height = Math.min(Math.max(160, f.h * f.scale), innerHeight * 0.82) + 'px';
  }
  f.svg.setAttribute('width', width);
  f.svg.setAttribute('height', frame.clientHeight);
  f.svg.setAttribute('viewBox', [f.x, f.y, width / f.scale, frame.clientHeight / f.scale].join(' '));
}

function zoom(frame, factor, px, py) {
  const f = frames.get(frame);
  const next = Math.min(4, Math.max(0.05, f.scale * factor));
  f.x += px / f.scale - px / next;
  f.y += py / f.scale - py / next;
  f.scale = next;
  show(frame);
}

for (const [frame, f] of frames) {
  frame.addEventListener('wheel', (e) => {
    if (!e.ctrlKey && !e.metaKey && document.activeElement !== frame) return; // the page scrolls until the map is clicked
    e.preventDefault();
    const r = frame.getBoundingClientRect();
    zoom(frame, Math.exp(-e.deltaY / 400), e.clientX - r.left, e.clientY - r.top);
  }, { passive: false });
  let from = null;
  frame.addEventListener('pointerdown', (e) => { from = { x: e.clientX, y: e.clientY, fx: f.x, fy: f.y, moved: false }; });
  addEventListener('pointermove', (e) => {
    if (!from) return;
    const dx = e.clientX - from.x, dy = e.clientY - from.y;
    if (Math.abs(dx) + Math.abs(dy) > 4) from.moved = true;
    if (!from.moved) return;
    frame.classList.add('moving');
    f.x = from.fx - dx / f.scale;
    f.y = from.fy - dy / f.scale;
    show(frame);
  });
  addEventListener('pointerup', () => { setTimeout(() => { from = null; frame.classList.remove('moving'); }); });
  frame.addEventListener('click', (e) => { if (from && from.moved) e.preventDefault(); }, true);
  frame.addEventListener('dragstart', (e) => e.preventDefault());
  frame.addEventListener('keydown', (e) => {
    const step = 80 / f.scale;
    const w = frame.clientWidth / 2, h = frame.clientHeight / 2;
    switch (e.key) {
      case '+': case '=': zoom(frame, 1.25, w, h); break;
      case '-': zoom(frame, 0.8, w, h); break;
      case '0': f.x = f.y = f.scale = 0; show(frame); break;
      case 'ArrowLeft': f.x -= step; show(frame); break;
      case 'ArrowRight': f.x += step; show(frame); break;
      case 'ArrowUp': f.y -= step; show(frame); break;
      case 'ArrowDown': f.y += step; show(frame); break;
      default: return;
    }
    e.preventDefault();
  });
  // A node's own lines and neighbours stand out while the pointer, or the focus, is on it.
  const pick = (e) => {
    const node = e.target.closest('.node') || (e.target.querySelector && e.target.closest('a') && e.target.querySelector('.node'));
    for (const on of f.svg.querySelectorAll('.on')) on.classList.remove('on');
    f.svg.classList.toggle('picking', !!node);
    if (!node) return;
    const n = node.dataset.n, near = new Set([n]);
    for (const wire of f.svg.querySelectorAll('.wire[data-a]')) {
      if (wire.dataset.a !== n && wire.dataset.b !== n) continue;
      wire.classList.add('on');
      near.add(wire.dataset.a).add(wire.dataset.b);
    }
    for (const other of f.svg.querySelectorAll('.node')) if (near.has(other.dataset.n)) {
      other.classList.add('on');
      for (const inside of other.querySelectorAll('.wire')) inside.classList.add('on');
    }
  };
  f.svg.addEventListener('pointerover', pick);
  f.svg.addEventListener('pointerleave', () => f.svg.classList.remove('picking'));
  f.svg.addEventListener('focusin', pick);
  f.svg.addEventListener('focusout', () => f.svg.classList.remove('picking'));
}

const all = () => { for (const frame of frames.keys()) show(frame); };
addEventListener('resize', all);
addEventListener('hashchange', all);
all();

const index = JSON.parse(document.getElementById('index').textContent);
const find = document.getElementById('find'), hits = document.getElementById('hits');
find.addEventListener('input', () => {
  hits.textContent = '';
  const words = find.value.toLowerCase().split(/\s+/).filter(Boolean);
  if (!words.length) return;
  let n = 0;
  for (let i = 0; i < index.paths.length && n < 30; i++) {
    const path = index.paths[i];
    if (!words.every((w) => path.toLowerCase().includes(w))) continue;
    const a = document.createElement('a');
    a.href = '#' + index.views[i];
    a.textContent = path;
    a.dataset.i = i;
    hits.appendChild(document.createElement('li')).appendChild(a);
    n++;
  }
});
find.addEventListener('keydown', (e) => {
  if (e.key === 'Enter' && hits.querySelector('a')) hits.querySelector('a').click();
  if (e.key === 'Escape') { find.value = ''; hits.textContent = ''; }
});
hits.addEventListener('click', (e) => {
  const a = e.target.closest('a');
  if (!a) return;
  const path = a.textContent, i = a.dataset.i;
  hits.textContent = '';
  setTimeout(() => {
    all();
    for (const old of document.querySelectorAll('.hit')) old.classList.remove('hit');
    const view = document.getElementById(index.views[i]);
    const mark = [...view.querySelectorAll('.node')].find((g) => g.dataset.p === path) || view.querySelector('[data-m="' + i + '"]');
    if (!mark) return;
    mark.classList.add('hit');
    const frame = mark.closest('.frame');
    if (!frame) return;
    const f = frames.get(frame), box = mark.getBBox();
    f.scale = Math.max(f.scale, 0.8);
    f.x = box.x + box.width / 2 - frame.clientWidth / f.scale / 2;
    f.y = box.y + box.height / 2 - frame.clientHeight / f.scale / 2;
    show(frame);
    frame.focus({ preventScroll: true });
  });
});
addEventListener('keydown', (e) => {
  if (e.key === '/' && document.activeElement !== find) { e.preventDefault(); find.focus(); }
  if (e.key === 'Escape' && document.activeElement !== find && location.hash) location.hash = '#all';
});
