// In an ES module there is no such parameter; another rule says so.
export const a = 1;
