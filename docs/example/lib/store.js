const fs = require('fs');
const path = require('path');
const config = require('../config');
const log = require('./log');
const customers = require('./customers');

class Store {
  constructor() {
    this.productsFile = path.join(config.dataDir, 'products.json');
    this.ratesFile = path.join(config.dataDir, 'vat.json');
    this.ordersFile = path.join(config.varDir, 'orders.jsonl');
    this.rates = JSON.parse(fs.readFileSync(this.ratesFile, 'utf8'));
    this.orders = new Map();
    this.keepDays = 90;
  }

  products() {
    const list = JSON.parse(fs.readFileSync(this.productsFile, 'utf8'));
    return list.map((product) => ({ ...product, tax: this.rates[product.rate] }));
  }

  reloadRates() {
    try {
      fs.readFile(this.ratesFile, 'utf8', (err, text) => {
        if (err) throw err;
        this.rates = JSON.parse(text);
        log.info('tax rates reloaded');
      });
    } catch (err) {
      log.error(`tax rates not reloaded: ${err.message}`);
    }
  }

  addOrder(email, items) {
    const id = String(this.orders.size + 1);
    const order = { id, email, name: customers.nameOf(email), items, at: Date.now() };
    this.orders.set(id, order);
    fs.appendFileSync(this.ordersFile, `${JSON.stringify(order)}\n`);
    return order;
  }

  cancelOrder(id) {
    return this.orders.delete(id);
  }

  anonymise(email) {
    for (const order of this.orders.values()) {
      if (order.email === email) Object.assign(order, { email: null, name: null });
    }
  }

  archive() {
    return fs.createReadStream(this.ordersFile);
  }
}

module.exports = new Store();
