function params({ a, b = one(), ...others }, [c, , d = two()] = [], e = three(a), ...more) { return use(a, b, others, c, d, e, more) }
const { x, y: { z = four() }, [key()]: w, 'lit-eral': v, 5: u } = source();
const [first, ...tail] = list;
let p, q;
({ p, q = five(), r: obj.r, [k2()]: arr[i()], ...rest } = six());
[p, q] = [q, p];
[obj.first, [p = seven()] = eight(), ...obj.tail] = nine();
for (const { id, kids = [] } of rows()) visit(id, kids);
for ([p, obj.q] of pairs) visit(p);
for (const key in table) visit(key);
try { risky() } catch ({ message, code = 0 }) { log(message, code) }
const arrow = ({ deep: { er } }) => er();
const { fn = () => ten() } = {};
function refersLater(a = () => b, b) { return a() }
