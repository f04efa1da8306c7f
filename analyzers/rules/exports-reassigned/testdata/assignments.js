// Every kind of assignment, and assignments that run later or never.
exports += 1; // want "only a parameter"
exports++; // want "only a parameter"
exports ||= { a: 1 }; // want "only a parameter"
exports ??= { a: 1 }; // want "only a parameter"
for (exports of [{}]); // want "only a parameter"
for (exports in { a: 1 }); // want "only a parameter"
async function later() {
  await 0;
  exports = {}; // want "only a parameter"
}
later();
