// Every way to write a name that nothing declares: plain, compound, in patterns, in loop heads, in nested functions, by ++.
const fs = require('fs');

function load(names) {
  text = fs.readFileSync('a', 'utf8'); // want "Nothing declares text"
  for (i = 0; i < names.length; i++) console.log(names[i]); // want "Nothing declares i"
  for (key in names) console.log(key); // want "Nothing declares key"
  for (item of names) console.log(item); // want "Nothing declares item"
  [first, second] = names; // want "Nothing declares first" "Nothing declares second"
  ({ a, b: { c } = {}, ...rest } = names); // want "Nothing declares a" "Nothing declares c" "Nothing declares rest"
  return () => { inner = text; }; // want "Nothing declares inner"
}
load([]);
text = ''; // the first assignment was reported
total += 1; // want "Nothing declares total"
counter++; // want "Nothing declares counter"
let x = y = 0; // want "Nothing declares y"
