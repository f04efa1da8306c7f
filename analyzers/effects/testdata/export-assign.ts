import http = require('http');
function create(): http.Server { return http.createServer() }
export = create;
