// A function, and a value that is only known by name.
const server = makeServer();

function makeServer() {
  return { listen() {} };
}

exports = server; // want "only a parameter"
