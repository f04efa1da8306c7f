// In an ES module there is no module record, and the name is an ordinary one.
const module = {};
module.export = 1;
