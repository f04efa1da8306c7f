// The search: a dialog over the index that search-index.js brings. Everything happens in the page.
'use strict';
(() => {
  // Words that say nothing, where others do.
  const empty = new Set(['a', 'an', 'and', 'the', 'of', 'in', 'on', 'to', 'is', 'are', 'my', 'i', 'it', 'does', 'do', 'not', 'how', 'why', 'what', 'with', 'for', 'event', 'error']);
  const tellingOf = (text) => {
    const all = text.split(/\s+/);
    const telling = all.filter((w) => !empty.has(w));
    return telling.length ? telling : all;
  };
  const rows = window.bookIndex.map(([kind, address, title, under, words, called]) => ({
    kind, address, title, under, name: title.toLowerCase(), words: words.split(' '), called: called ? called.split('|') : [], meant: called ? called.split('|').map((c) => tellingOf(c).join(' ')) : [], callings: called.split(/[^\w.$+]+/),
  }));
  // How well a row answers one word of the question; 0 = not at all.
  const score = (row, word) => {
    let best = 0;
    if (row.name === word || row.words[0] === word) best = 120;
    else if (row.name.startsWith(word)) best = 60;
    else if (row.name.split(/[^a-z0-9_$]+/).some((w) => w === word)) best = 50;
    else if (row.name.split(/[^a-z0-9_$]+/).some((w) => w.startsWith(word))) best = 36;
    else if (row.words[0].includes(word)) best = 30;
    else if (row.name.includes(word)) best = 20;
    if (best < 36 && row.callings.includes(word)) best = 36;
    const at = row.words.indexOf(word, 1);
    if (at > 0) return best + 26 - Math.min(at, 40) / 4;
    if (best) return best;
    // Dependency and dependencies, block and blocking.
    const stem = word.length > 4 ? word.replace(/(ies|y|s|ed|ing)$/, '') : word;
    if (stem.length > 3 && row.name.split(/[^a-z0-9_$]+/).some((w) => w.startsWith(stem))) return 28;
    const near = stem.length > 2 ? row.words.findIndex((w) => w.startsWith(stem)) : -1;
    return near > 0 ? 12 - Math.min(near, 40) / 5 : 0;
  };
  const weight = { section: 1.06, chapter: 1.12, rule: 1, question: 0.9, list: 1, API: 1, error: 0.8 };
  const find = (question) => {
    const typed = question.trim().toLowerCase();
    if (!typed) return [];
    const words = tellingOf(typed);
    const quoted = typed.replace(/^'(.*)'$/, '$1');
    const found = [];
    for (const row of rows) {
      // What others call it needs none of its own words.
      const meant = row.called.includes(quoted) ? 180 : row.meant.includes(words.join(' ')) ? 150 : 0;
      let sum = row.name === typed || row.words[0] === typed ? 200 : meant || (row.name.includes(typed) ? 40 : 0);
      let hits = 0;
      for (const word of words) {
        const s = score(row, word.replace(/[()'",;]/g, ''));
        if (s > 0) hits++;
        sum += s;
      }
      const share = meant ? 1 : hits / words.length;
      if (share === 1 || (hits > 1 && hits >= words.length - 1)) found.push([sum * share * (weight[row.kind] ?? 1), row]);
    }
    return found.sort((a, b) => b[0] - a[0]).slice(0, 12).map(([, row]) => row);
  };

  let dialog, input, list, root, at = -1;
  const choose = (to) => {
    const items = [...list.children];
    at = items.length ? (to + items.length) % items.length : -1;
    items.forEach((li, i) => {
      li.setAttribute('aria-selected', i === at);
      if (i === at) li.scrollIntoView({ block: 'nearest' });
    });
    if (at >= 0) input.setAttribute('aria-activedescendant', items[at].id);
    else input.removeAttribute('aria-activedescendant');
  };
  const show = () => {
    const hits = find(input.value);
    list.replaceChildren(...hits.map((row, i) => {
      const li = document.createElement('li');
      li.id = `hit-${i}`;
      li.setAttribute('role', 'option');
      const kind = Object.assign(document.createElement('span'), { className: 'kind', textContent: row.kind });
      const title = Object.assign(document.createElement('b'), { textContent: row.title });
      const under = Object.assign(document.createElement('span'), { className: 'under', textContent: row.under });
      li.append(title, ' ', under, kind);
      li.addEventListener('click', () => {
        dialog.close();
        location.assign(root + row.address);
      });
      return li;
    }));
    dialog.querySelector('.none').textContent = input.value.trim() && !hits.length ? 'Nothing is called that. Try one word.' : hits.length ? `${hits.length} found` : '';
    list.hidden = !hits.length;
    input.setAttribute('aria-expanded', hits.length > 0);
    choose(0);
  };
  const build = () => {
    dialog = document.createElement('dialog');
    dialog.className = 'search';
    dialog.setAttribute('aria-label', 'Search');
    input = Object.assign(document.createElement('input'), { type: 'search', placeholder: 'Sections, rules, names of Node…', autocomplete: 'off', spellcheck: false });
    for (const [k, v] of Object.entries({ role: 'combobox', 'aria-label': 'Search', 'aria-expanded': 'false', 'aria-controls': 'hits', 'aria-autocomplete': 'list' })) input.setAttribute(k, v);
    list = Object.assign(document.createElement('ul'), { id: 'hits', hidden: true });
    list.setAttribute('role', 'listbox');
    list.setAttribute('aria-label', 'Found');
    const none = Object.assign(document.createElement('p'), { className: 'none' });
    none.setAttribute('role', 'status');
    dialog.append(input, list, none);
    input.addEventListener('input', show);
    input.addEventListener('keydown', (e) => {
      if (e.key === 'ArrowDown') choose(at + 1);
      else if (e.key === 'ArrowUp') choose(at - 1);
      else if (e.key === 'Enter' && at >= 0) list.children[at].click();
      else if (e.key === 'Escape') dialog.close(); // the field alone would be emptied first
      else return;
      e.preventDefault();
    });
    dialog.addEventListener('click', (e) => { if (e.target === dialog) dialog.close(); });
    document.body.append(dialog);
  };
  window.bookSearch = {
    find,
    open(to) {
      root = to;
      if (!dialog) build();
      if (!dialog.open) dialog.showModal();
      input.select();
      show();
    },
  };
})();
