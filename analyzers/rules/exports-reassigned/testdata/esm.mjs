// There is no wrapper around an ES module: the name is an ordinary, undeclared one.
export const port = 80;
try {
  exports = { port };
} catch {}
