let left = 3;
const beat = setInterval(() => { console.log('beat', left); if (--left === 0) clearInterval(beat); }, 20);
setTimeout(() => console.log('end'), 200);
