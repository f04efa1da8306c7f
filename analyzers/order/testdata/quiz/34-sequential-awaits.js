const step = async (name) => { console.log('begin', name); await null; console.log('end', name); };
(async () => { await step('a'); await step('b'); })();
(async () => { await step('x'); await step('y'); })();
