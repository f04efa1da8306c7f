#!/usr/bin/env node
const { execFileSync } = require('child_process');
const fs = require('fs');
const path = require('path');
const config = require('../config');
const store = require('../lib/store');
const customers = require('../lib/customers');

let notify = () => {};
try {
  notify = require('node-notifier').notify;
} catch {
  // Only on the machines in the shop.
}

const usage = 'usage: shop-admin products | export | backup | reset EMAIL PASSWORD | report MONTH';
const [command, ...args] = process.argv.slice(2);

switch (command) {
  case 'products':
    for (const { id, cents, tax } of store.products()) console.log(id, cents, tax);
    break;
  case 'export':
    fs.writeFileSync('./products-export.json', JSON.stringify(store.products(), null, 2));
    notify('products exported');
    break;
  case 'backup':
    execFileSync('tar', ['-czf', path.resolve('corner-shop.tgz'), '-C', config.dataDir, '.']);
    break;
  case 'reset':
    customers.resetPassword(args[0], args[1]);
    break;
  case 'report':
    require('../lib/reports').monthly(args[0]);
    break;
  default:
    console.error(usage);
    process.exitCode = 2;
}
