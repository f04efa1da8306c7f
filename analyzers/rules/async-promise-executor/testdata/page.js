// A bundle for a page: no process ends there.
(function () {
  const button = document.createElement('button');
  button.onclick = () => new Promise(async (resolve) => {
    const answer = await fetch('/items');
    resolve(answer.json());
  });
  if (typeof window !== 'undefined') window.button = button;
})();
