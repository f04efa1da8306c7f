// What is set on exports afterwards must arrive as well.
exports = { port: 8080 }; // want "only a parameter"
exports.host = '127.0.0.1';
