// Methods of streams that are async and can reject.
import { Transform, Writable as Sink, Readable, Duplex } from 'node:stream';
import { save } from 'rows';

export const sink = new Sink({
  objectMode: true,
  write: async (row, encoding, done) => { // want "Node ignores the promise that write returns: when what it awaits fails"
    await save(row);
    done();
  },
  async final(done) { // want "Node ignores the promise that final returns: when it fails"
    if (!sink.ready) throw new Error('not ready');
    done();
  },
});

export class Rows extends Transform {
  async _transform(row, encoding, done) { // want "Node ignores the promise that transform returns"
    try {
      row = JSON.parse(row);
    } catch (err) {
      return done(err);
    }
    done(null, await save(row));
  }

  // trap: all in try
  async _flush(done) {
    try {
      await save(null);
      done();
    } catch (err) {
      done(err);
    }
  }
}

export class Pages extends Readable {
  async _read() { // want "Node ignores the promise that read returns"
    this.push(await save(1));
  }
}

async function store(row, encoding, done) {
  await save(row);
  done();
}
export const named = new Duplex({ write: store, read() {} }); // want "Node ignores the promise that write returns"

// nothing rejects, or somebody catches it
export const fine = new Transform({
  async transform(chunk, encoding, done) {
    await save(chunk).catch(done);
    await new Promise((resolve) => setImmediate(resolve));
    done(null, chunk);
  },
  flush(done) {
    save(null).then(() => done(), done);
  },
});
export const plain = new Sink({
  async write(chunk, encoding, done) { done(); },
});
export const writes = { async write(row) { await save(row); } };
