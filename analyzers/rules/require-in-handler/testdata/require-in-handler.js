// TODO: what this file shows.
console.log('TODO: flagged'); // want "TODO"
console.log('TODO: near to it, and fine');
