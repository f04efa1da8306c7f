// What is read once and kept is only said, not warned of; a branch for development is not said.
const http = require('http');
const fs = require('fs');

let template;
const cache = {};
class Views {
  get() { return this.text ??= fs.readFileSync('v'); } // want "the first time a request"
}
const views = new Views();
function page() {
  if (!template) {
    template = fs.readFileSync('page'); // want "the first time a request"
  }
  return template;
}

http.createServer((req, res) => {
  page();
  views.get();
  cache.a = cache.a || fs.readFileSync('a'); // want "the first time a request"
  if (process.env.NODE_ENV !== 'production') fs.readFileSync('fresh');
  res.end();
});

// What belongs to one request is no cache; what start-up fills is full when a request comes.
let settings;
function load() { return settings ??= fs.readFileSync('settings'); }
load();
let plan;
function later() { return plan ??= fs.readFileSync('plan'); } // want "the first time a request"
if (process.argv[2]) later();
function make(kept) {
  return () => { kept.page = kept.page || fs.readFileSync('p'); }; // want "the first time a request"
}
const fill = make({});
http.createServer((req, res) => {
  let body;
  const read = () => { if (!body) body = fs.readFileSync('b'); }; // want "for every request"
  read();
  load();
  later();
  fill();
  res.end();
});
// what is made where it is missing is made once
http.createServer((req, res) => {
  if (!fs.existsSync('up')) { // want "for every request"
    fs.mkdirSync('up'); // want "the first time a request"
  }
  res.end();
});
