#!/usr/bin/env node
const fs = require('fs');
const store = require('../lib/store');
const customers = require('../lib/customers');

let notify = () => {};
try {
  notify = require('node-notifier').notify;
} catch {
  // Only on the machines in the shop.
}

const [command, ...args] = process.argv.slice(2);

switch (command) {
  case 'export':
    fs.writeFileSync('./products-export.json', JSON.stringify(store.products(), null, 2));
    notify('products exported');
    break;
  case 'reset':
    customers.resetPassword(args[0], args[1]);
    break;
  case 'report':
    require('../lib/reports').monthly(args[0]);
    break;
  default:
    console.error('usage: shop-admin export | reset EMAIL PASSWORD | report MONTH');
    process.exitCode = 2;
}
