// trap: toJSON defined
class Problem extends Error {
  toJSON() {
    return { message: this.message };
  }
}
console.log(JSON.stringify(new Problem('a')));
try {
  throw new Problem('b');
} catch (err) {
  console.log(JSON.stringify(err));
}
