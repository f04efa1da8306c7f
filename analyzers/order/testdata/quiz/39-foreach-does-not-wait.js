const save = async (x) => { await null; console.log('saved', x); };
(async () => { ['a', 'b'].forEach(async (x) => { await save(x); console.log('after', x); }); console.log('all done?'); })();
