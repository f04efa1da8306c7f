// express-ws adds ws() to applications and routers.
const express = require('express');
const fs = require('fs');
const app = express();
require('express-ws')(app);

app.ws('/echo', (ws, req) => {
  fs.readFileSync('motd'); // want "for every connection (WebSocket route handler /echo)"
  ws.on('message', (data) => fs.appendFileSync('log', data)); // want "for every message ('message' of ws.WebSocket)"
  ws.on('error', () => {});
});
app.listen(0);
