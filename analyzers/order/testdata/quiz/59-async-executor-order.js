const jobs = [];
const run = async (name, deps) => { await Promise.all(deps); console.log('run', name); };
const wash = run('wash', []); const dry = run('dry', [wash]); jobs.push(wash, dry, run('fold', [dry]));
Promise.all(jobs).then(() => console.log('laundry done'));
console.log('planned');
