// Each of the five names, in each kind of lexical declaration.
const exports = {}; // want "`exports` is declared already"
let require; // want "`require` is declared already"
class module {} // want "`module` is declared already"
const { __dirname, a: [__filename] } = { a: [] }; // want "`__dirname` is declared already" "`__filename` is declared already"
