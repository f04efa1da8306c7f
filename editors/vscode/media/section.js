// Runs in the view of a section: links and buttons are told to the extension.
'use strict';
const vscode = acquireVsCodeApi();
vscode.setState({ anchor: document.body.dataset.anchor });
scrollTo(0, 0);
document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-go]');
  if (button) vscode.postMessage({ go: button.dataset.go });
  const link = event.target.closest('a[href], a[data-href]');
  if (!link) return;
  event.preventDefault();
  event.stopPropagation();
  vscode.postMessage({ follow: link.dataset.href || link.getAttribute('href') });
}, true);
document.addEventListener('keydown', (event) => {
  if (event.altKey && event.key === 'ArrowLeft') vscode.postMessage({ go: 'back' });
});
