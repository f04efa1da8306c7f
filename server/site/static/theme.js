// Before the page is drawn: the theme that the reader chose here, if any.
'use strict';
try {
  const chosen = localStorage.getItem('theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
} catch { /* no storage: the system decides */ }
document.documentElement.classList.add('script');
