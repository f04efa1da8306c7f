'use strict';
const fs = require('fs');
function h(req, res) { res.end(fs['x'] + 'a' + 1); }
import('z').then(ns => ns.foo());
[h] = [1];
if (h) { inner(); function inner() { return h } }
inner;
