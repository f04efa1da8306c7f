// trap: toJSON defined, for all errors
Object.defineProperty(Error.prototype, 'toJSON', { value() { return { message: this.message }; } });
console.log(JSON.stringify(new Error('a')));
