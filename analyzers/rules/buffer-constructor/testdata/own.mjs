// trap: own class named Buffer
import { Buffer as Kept } from 'some-package';

class Buffer {}
export default [new Buffer(5), new Kept(3)];
