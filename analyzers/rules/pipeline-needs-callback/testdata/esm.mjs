// ES modules; there the fix would be another import.
import { PassThrough, Readable, pipeline as run } from 'node:stream';
import { pipeline } from 'node:stream/promises';

await run(Readable.from(['a']), new PassThrough().resume()); // want "The last argument of this pipeline is no function"
await pipeline(Readable.from(['a']), new PassThrough().resume());
