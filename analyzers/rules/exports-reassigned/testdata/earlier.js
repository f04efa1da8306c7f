// What was exported before must survive the fix.
exports.host = '127.0.0.1';
exports = { port: 8080 }; // want "only a parameter"
