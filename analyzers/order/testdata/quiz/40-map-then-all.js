const fetchPrice = async (n) => { console.log('ask', n); await null; return n * 2; };
(async () => { const prices = await Promise.all([1, 2, 3].map(fetchPrice)); console.log(prices); })();
console.log('asked');
