const fs = require('fs');
const os = require('os');
const path = require('path');

const defaults = {
  host: '127.0.0.1',
  port: 8080,
  metricsPort: 8125,
  dataDir: path.join(__dirname, 'data'),
  varDir: path.join(os.tmpdir(), 'corner-shop'),
  supplierUrl: 'http://127.0.0.1:8090',
  labelCommand: 'lp',
  logLimit: 10 * 1024 * 1024,
};

// config.local.json is not in git; a machine without one runs on the defaults.
function readLocal() {
  try {
    return JSON.parse(fs.readFileSync(path.join(__dirname, 'config.local.json'), 'utf8'));
  } catch (err) {
    if (err.code === 'ENOENT') return {};
    throw err;
  }
}

const config = { ...defaults, ...readLocal() };
if (process.env.SHOP_PORT) config.port = Number(process.env.SHOP_PORT);
if (process.env.SHOP_METRICS_PORT) config.metricsPort = Number(process.env.SHOP_METRICS_PORT);
if (process.env.SHOP_VAR_DIR) config.varDir = process.env.SHOP_VAR_DIR;

fs.mkdirSync(config.varDir, { recursive: true });

module.exports = config;

if (process.env.SHOP_ENV === 'test') {
  exports = { ...config, port: 0, metricsPort: 0 };
}
