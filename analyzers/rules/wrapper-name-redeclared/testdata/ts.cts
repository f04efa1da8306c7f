// TypeScript whose types are stripped is wrapped, too.
const module: number = 1; // want "`module` is declared already"
console.log(module);
