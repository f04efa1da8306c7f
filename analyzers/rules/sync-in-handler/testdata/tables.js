// Functions chosen at run time: tables by name, arrays, maps, switch, conditions, maps made by Object.assign and spread.
const http = require('http');
const fs = require('fs');

const actions = {
  list() { return fs.readdirSync('.'); }, // want "fs.readdirSync"
  'GET /show': (name) => fs.readFileSync(name), // want "fs.readFileSync"
};
actions.added = () => fs.readFileSync('added'); // want "fs.readFileSync"
const spread = { ...actions, extra() { return fs.readFileSync('extra'); } }; // want "fs.readFileSync"
const steps = [() => fs.readFileSync('one'), second]; // want "fs.readFileSync"
function second() { return fs.readFileSync('two'); } // want "fs.readFileSync"
const pushed = [];
pushed.push(() => fs.readFileSync('pushed')); // want "fs.readFileSync"
const map = new Map();
map.set('/', () => fs.readFileSync('mapped')); // want "fs.readFileSync"
const preset = new Map([['/x', () => fs.readFileSync('preset')]]); // want "fs.readFileSync"
const frozen = Object.freeze({ cold() { return fs.readFileSync('cold'); } }); // want "fs.readFileSync"
const computed = {};
computed['k' + process.pid] = () => fs.readFileSync('computed'); // want "fs.readFileSync"

http.createServer((req, res) => {
  actions[req.url]();
  spread[req.url]();
  spread.extra();
  for (const step of steps) step();
  pushed.forEach((f) => f());
  map.get(req.url)();
  for (const [, f] of preset) f();
  frozen.cold();
  computed[req.url]();
  res.end();
});
