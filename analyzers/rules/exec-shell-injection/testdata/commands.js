// Commands for a shell made of what a client sends; and those without a shell, of constants, or checked.
const { exec, execSync, spawn, execFile } = require('node:child_process');
const cp = require('child_process');
const http = require('node:http');
const express = require('express');
const app = express();
const ended = (res) => (err, out) => res.send(err ? err.message : out);

app.get('/ping', (req, res) => {
  exec('ping -c 1 ' + req.query.host, ended(res)); // want "a client decides req.query.host"
});
app.get('/log', (req, res) => {
  const { branch } = req.query;
  cp.exec(`git log ${branch}`, ended(res)); // want "child_process.exec gives its command to a shell"
});
app.get('/args', (req, res) => {
  const child = spawn('git', ['log', req.query.branch], { shell: true }); // want "With `shell: true`, child_process.spawn"
  child.on('error', ended(res)).stdout.pipe(res);
});
// Through a helper.
const show = (name, done) => exec(`git show ${name.trim()}`, done); // want "req.body.name"
app.post('/show', (req, res) => show(req.body.name, ended(res)));
http.createServer((req, res) => {
  const name = new URL(req.url, 'http://x').searchParams.get('name');
  exec(`id ${name}`, (err, out) => res.end(out)); // want "req.url"
}).listen(1);

// trap: constants
const tool = 'git';
app.get('/a', (req, res) => exec(`${tool} log`, ended(res)));
app.get('/b', (req, res) => exec(req.query.short ? 'git log --oneline' : 'git log', ended(res)));
// No shell.
app.get('/c', (req, res) => execFile('git', ['log', req.query.branch], ended(res)));
app.get('/d', (req, res) => spawn('git', ['log', req.query.branch]).on('error', ended(res)).stdout.pipe(res));
// Checked, or no text any more.
app.get('/e', (req, res) => {
  if (!/^[\w.-]+$/.test(req.query.host)) return res.sendStatus(400);
  exec('ping -c 1 ' + req.query.host, ended(res));
});
app.get('/f', (req, res) => exec('kill ' + Number(req.query.pid), ended(res)));
const quote = (text) => `'${text.replace(/'/g, `'\\''`)}'`;
app.get('/g', (req, res) => exec('id ' + quote(req.query.name), ended(res)));
// The user's own words.
execSync('ls ' + process.argv[2]);
