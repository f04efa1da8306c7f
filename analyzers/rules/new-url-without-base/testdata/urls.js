// URLs made of a request's target without a base; and those with one, or of something else.
const http = require('node:http');
const { URL: Address } = require('node:url');
const express = require('express');

http.createServer((req, res) => {
  const url = new URL(req.url); // want "`req.url` is a path with a query"
  res.end(url.pathname);
}).listen(1);
http.createServer((req, res) => {
  const target = req.url;
  res.end(new Address(target).search); // want "new URL() throws ERR_INVALID_URL"
}).listen(1);
express().get('/', (request, res) => res.send(new URL(request.originalUrl).search)); // want "`request.originalUrl`"

http.createServer((req, res) => res.end(new URL(req.url, 'http://localhost').pathname)).listen(1);
http.createServer((req, res) => res.end(new URL('http://localhost' + req.url).pathname)).listen(1);
http.createServer((req, res) => res.end(new URL(`http://${req.headers.host}${req.url}`).pathname)).listen(1);
// trap: absolute input
http.createServer((req, res) => res.end(new URL(req.headers.referer).pathname)).listen(1);
const site = { url: 'http://localhost/' };
module.exports = new URL(site.url);
