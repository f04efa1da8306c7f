// One value goes to both, through a name.
const api = require('some-package')();

module.exports = api;
exports = api;
