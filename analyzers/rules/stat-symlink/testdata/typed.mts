// The same in TypeScript, in a class.
import { statSync } from 'node:fs';
import { stat } from 'node:fs/promises';

export class Walk {
  link = (name: string): boolean => statSync(name).isSymbolicLink(); // want "always false"
  async later(name: string): Promise<boolean> {
    return (await stat(name)).isSymbolicLink(); // want "always false"
  }
}
