// The same in an ES module, and a class field.
import { setInterval } from 'node:timers';

const WEEK = 7 * 86_400_000;

class Job {
  start = () => setInterval(this.run, 8 * WEEK); // want "56.0 days"
  soon = () => setInterval(this.run, WEEK);
  run() {}
}
export default new Job();
