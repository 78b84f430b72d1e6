const s = document.querySelector("script[data-wasm]");
const m = await import(new URL(s.dataset.js, document.baseURI));
await m.default({ module_or_path: new URL(s.dataset.wasm, document.baseURI) });
