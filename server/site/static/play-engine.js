// Runs the engine beside the page, so that typing never waits for it.
'use strict';
let asking;
const engine = () => asking ??= (async () => {
  importScripts('engine.js');
  const ready = new Promise((done) => { self.nodebeyondReady = done; });
  const packed = await fetch('engine.wasm.gz');
  if (!packed.ok) throw new Error(`engine.wasm.gz: ${packed.status}`);
  const code = new Response(packed.body.pipeThrough(new DecompressionStream('gzip')), { headers: { 'Content-Type': 'application/wasm' } });
  const go = new Go();
  const { instance } = await WebAssembly.instantiateStreaming(code, go.importObject);
  go.run(instance);
  await ready;
})();
// Questions have a number, which their answer has as well: one may overtake another.
self.onmessage = async ({ data: [number, question] }) => {
  try {
    await engine();
    self.postMessage({ number, answer: await self.nodebeyond(question) });
  } catch (e) {
    self.postMessage({ number, failed: String(e?.message ?? e) });
  }
};
