// A function of the program with the name of the timer.
const setTimeout = (ms) => new Promise((resolve) => global.setTimeout(resolve, ms));

exports.rest = async () => {
  await setTimeout(10);
};
