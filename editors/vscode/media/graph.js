// Runs in the view of the module graph, after the script of the page: links inside the page, and modules that lead to their files.
'use strict';
{
  const vscode = acquireVsCodeApi();
  const { paths } = JSON.parse(document.getElementById('index').textContent);
  const known = new Set(paths);
  const at = /^(.+?):(\d+)(?=\s|$)/;

  // What a click on an element opens: { open, line }, or undefined.
  const target = (element) => {
    const node = element.closest('[data-m], .node[data-p]');
    if (node) {
      const path = node.dataset.m === undefined ? node.dataset.p : paths[node.dataset.m];
      return known.has(path) ? { open: path } : undefined;
    }
    const place = element.closest('.at, .proof pre')?.textContent.match(at);
    return place && known.has(place[1]) ? { open: place[1], line: Number(place[2]) } : undefined;
  };

  for (const element of document.querySelectorAll('[data-m], .node[data-p], .at, .proof pre')) {
    if (!target(element)) continue;
    element.classList.add('opens');
    if (!element.closest('a')) element.setAttribute('tabindex', '0');
  }
  const act = (event) => {
    // The view would hand links to the editor, which cannot follow those of SVG. A module's line in the box of a cycle is no link itself.
    const link = event.target.closest('a, [data-m]');
    const href = link && link.getAttribute('href');
    if (href && href.startsWith('#')) {
      event.stopPropagation();
      if (event.defaultPrevented) return; // the map was moved
      event.preventDefault();
      location.hash = href;
      return;
    }
    if (event.defaultPrevented) return;
    const opened = target(event.target);
    if (!opened) return;
    event.preventDefault();
    event.stopPropagation();
    vscode.postMessage(opened);
  };
  document.body.addEventListener('click', act);
  document.body.addEventListener('keydown', (event) => { if (event.key === 'Enter') act(event); });
}
