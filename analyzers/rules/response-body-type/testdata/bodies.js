// Bodies that are neither text nor bytes, for Node's own methods; and those that are, or that a framework turns into text.
const http = require('node:http');
const express = require('express');

http.createServer((req, res) => {
  const user = { name: 'Ada' };
  res.end(user); // want "`res.end` gets an object"
}).listen(1);
http.createServer((req, res) => {
  res.write(['a', 'b']); // want "gets an array"
  res.end(42); // want "`res.end` gets a number"
}).listen(1);
express().get('/', (req, res) => res.status(200).end({ ok: true })); // want "ERR_INVALID_ARG_TYPE"

http.createServer((req, res) => {
  res.write(Buffer.from('a'));
  res.write('b');
  res.end(JSON.stringify({ ok: true }));
}).listen(1);
http.createServer((req, res) => res.end(() => console.log('sent'))).listen(1);
http.createServer((req, res) => res.end(undefined)).listen(1);
// trap: framework res
express().get('/', (req, res) => res.send({ ok: true }));
express().get('/', (req, res) => res.json([1, 2]));
