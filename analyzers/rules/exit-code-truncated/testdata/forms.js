// Exit codes in and out of a byte.
exports.bad = () => {
  process.exit(256); // want "of 256 nothing is left, so this is 0, which is success"
  process.exit(-1); // want "-1 arrives as 255"
  process.exit(1000); // want "1000 arrives as 232"
  const FAILED = 512;
  process.exit(FAILED); // want "of 512"
};
// trap: values in 0-255
exports.good = (n) => {
  process.exit(0);
  process.exit(255);
  process.exit(n);
  process.exit();
};
exports.other = (game) => game.exit(256);
