const fs = require('fs');
const os = require('os');
const path = require('path');

const config = {
  host: '127.0.0.1',
  port: Number(process.env.SHOP_PORT || 8080),
  metricsPort: Number(process.env.SHOP_METRICS_PORT || 8125),
  dataDir: path.join(__dirname, 'data'),
  varDir: process.env.SHOP_VAR_DIR || path.join(os.tmpdir(), 'corner-shop'),
  supplierUrl: process.env.SHOP_SUPPLIER || 'http://127.0.0.1:8090',
  labelCommand: 'lp',
  logLimit: 10 * 1024 * 1024,
};

fs.mkdirSync(config.varDir, { recursive: true });

module.exports = config;

if (process.env.SHOP_ENV === 'test') {
  exports = { ...config, port: 0, metricsPort: 0 };
}
