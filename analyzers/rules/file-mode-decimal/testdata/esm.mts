// In an ES module, in a class, by a handle.
import { mkdir, open } from 'node:fs/promises';

export class Store {
  mode: number = 755;
  make = (name: string) => mkdir(name, { mode: 755 }); // want "fs.promises.mkdir gets"
  async hide(name: string) {
    const handle = await open(name);
    await handle.chmod(600); // want "decimal number 600"
    await handle.chmod(0o600);
    await handle.close();
  }
}
