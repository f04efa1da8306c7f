async function risky(n) { if (n > 1) throw new Error('too many'); return n; }
(async () => { try { console.log(await risky(1)); console.log(await risky(2)); } catch (e) { console.log('caught', e.message); } finally { console.log('done'); } })();
console.log('meanwhile');
