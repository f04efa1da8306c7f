// Code that looks like the defect: callbacks without an error.
const fs = require('node:fs/promises');

// trap: promise APIs
fs.readFile('a').then((data) => console.log(data.length), console.error);
fs.stat('a').then((err) => console.log(err.size)).catch(console.error);
