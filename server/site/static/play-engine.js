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
self.onmessage = async ({ data }) => {
  try {
    await engine();
    self.postMessage({ answer: await self.nodebeyond(data) });
  } catch (e) {
    self.postMessage({ failed: String(e?.message ?? e) });
  }
};
