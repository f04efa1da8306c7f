// The error is expected here.
export const port = 80;
try {
  exports = { port };
} catch {}
