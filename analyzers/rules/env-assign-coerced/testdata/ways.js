// What becomes text that means something else, and what does not.
const { env } = process;
const before = process.env.HOME;

process.env.A = undefined; // want "process.env.A becomes the text 'undefined'"
process.env.B = null; // want "becomes the text 'null'"
process.env.C = false; // want "becomes the text 'false', which is true where it is tested"
env.D = void 0; // want "process.env.D becomes the text 'undefined'"
process.env['E'] = undefined; // want "becomes the text 'undefined'"
process.env[process.argv[2]] = undefined; // want "a variable of process.env"
require('node:process').env.F = { a: 1 }; // want "[object Object]"
process.env.G = later(); // want "[object Promise]"
process.env.H = nothing(); // want "becomes the text 'undefined'"
process.env.HOME = before; // want "when it was not set before"

// trap: strings
process.env.A = 'undefined';
process.env.B = '';
process.env.C = String(false);
process.env.D = `${process.argv[2]}`;
process.env.PORT = 8080;
process.env.ON = true;
process.env.I = process.env.HOME;
process.env.J = before || '';
process.env.K = process.argv[2];
delete process.env.L;
if (before === undefined) delete process.env.HOME;
else process.env.HOME = before;
const own = { env: {} };
own.env.A = undefined;
process.env = { ...process.env, A: '1' };
async function later() {}
function nothing() {}
