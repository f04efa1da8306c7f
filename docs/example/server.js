const http = require('http');
const config = require('./config');
const log = require('./lib/log');
const metrics = require('./lib/metrics');
const catalog = require('./routes/catalog');
const orders = require('./routes/orders');
const account = require('./routes/account');
const store = require('./lib/store');

let inFlight = 0;

const server = http.createServer(async (req, res) => {
  inFlight += 1;
  res.on('close', () => { inFlight -= 1; });
  metrics.count('requests');

  const { pathname } = new URL(req.url, 'http://corner-shop');
  const [, area, id] = pathname.split('/');
  const email = await account.identify(req);

  switch (`${req.method} ${area}`) {
    case 'GET products': return id ? catalog.show(req, res, id) : catalog.list(req, res);
    case 'GET stock': return catalog.stock(req, res, id);
    case 'GET terms': return catalog.terms(req, res);
    case 'POST orders': return orders.create(req, res, email);
    case 'DELETE orders': return orders.cancel(req, res, id);
    case 'GET archive': return orders.archive(req, res);
    case 'POST login': return account.login(req, res);
    case 'DELETE account': return account.forget(req, res, email);
    default: return res.writeHead(404).end('not here\n');
  }
});

server.on('error', (err) => {
  log.error(`cannot listen: ${err.message}`);
  process.exitCode = 1;
});
server.listen(config.port, config.host, () => {
  const { address, port } = server.address();
  console.log(`corner-shop on http://${address}:${port}`);
});
metrics.listen();

function whenIdle(done) {
  if (inFlight === 0) return done();
  process.nextTick(() => whenIdle(done));
}

process.on('SIGTERM', () => {
  server.close();
  whenIdle(() => process.exit(0));
});

process.on('SIGHUP', () => store.reloadRates());
process.on('uncaughtException', (err) => {
  log.error(err.stack);
  metrics.count('uncaught');
});
