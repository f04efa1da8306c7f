// Every way to read a variable and to compare it.
const { env } = process;
const { PORT, LIMIT = 3 } = process.env;
const debug = process.env.DEBUG;

console.log(process.env.PORT === 8080); // want "process.env.PORT is a string or undefined, and this comparison with the number 8080 is always false"
console.log(process.env.PORT !== 8080); // want "is always true"
console.log(8080 === process.env.PORT); // want "the number 8080"
console.log(env.DEBUG === true); // want "process.env.DEBUG"
console.log(debug === false); // want "comparison with false is always false"
console.log(process.env['DEBUG'] === true); // want "process.env.DEBUG"
console.log(PORT === 80); // want "process.env.PORT"
console.log(require('node:process').env.PORT === 80); // want "process.env.PORT"
console.log(process.env.DEBUG == true); // want "one of numbers, to which neither 'true' nor 'false' is equal"
if (!(process.env.CI === true)) console.log('local'); // want "process.env.CI"

switch (process.env.WORKERS) {
  case 1: // want "this case with the number 1 is never taken"
    break;
  case '2':
    break;
}

// trap: presence checks
if (process.env.DEBUG) console.log('set');
if (process.env.DEBUG !== undefined) console.log('set');
if (!process.env.DEBUG == true) console.log('not set');
if (!!process.env.DEBUG === true) console.log('set');

console.log(process.env.PORT == 8080); // the text becomes a number
console.log(process.env.DEBUG === 'true');
console.log(Number(process.env.PORT) === 8080);
console.log(parseInt(process.env.PORT, 10) === 8080);
console.log(LIMIT === 3);
console.log((process.env.PORT || 8080) === 8080);
console.log(process.env.PORT === debug);
console.log(+process.env.PORT === 8080);
function compare(environment) {
  return environment.PORT === 8080; // anybody's object
}
compare({ PORT: 8080 });
