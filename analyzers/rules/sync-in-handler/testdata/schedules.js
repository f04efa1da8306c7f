// Scheduled runs are mentioned, not warned of; a program that serves nobody may wait as it likes.
const fs = require('fs');
const http = require('http');
const cron = require('node-cron');
const schedule = require('node-schedule');

http.createServer((req, res) => res.end());

cron.schedule('0 3 * * *', () => fs.writeFileSync('report', '')); // want "for every scheduled run (cron task)"
schedule.scheduleJob('0 3 * * *', clean); // the name may be left out
function clean() { fs.rmSync('tmp', { recursive: true }); } // want "for every scheduled run (scheduled job)"
