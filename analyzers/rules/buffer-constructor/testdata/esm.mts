// In an ES module, in TypeScript, as a class field.
import { Buffer } from 'node:buffer';

export class Packet {
  head = new Buffer(8); // want "new Buffer of a number"
  tail: Buffer = Buffer.alloc(8);
}
