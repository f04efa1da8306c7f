// In an ES module, with a value from a class field.
import { env } from 'node:process';

env.A = undefined; // want "process.env.A becomes"
class Setup {
  on = false;
  run = () => {
    env.B = false; // want "process.env.B becomes"
    env.C = 'x';
  };
}
export default Setup;
