//! Saves files through functions of the loader.

use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use super::loader;

/// Saves a text as a file. Returns whether that worked.
pub fn text(name: &str, kind: &str, content: &str) -> bool {
    loader::call("save", &[name, kind, content]).is_some()
}

/// Saves an SVG as a PNG; `done` receives whether that worked.
pub fn image(name: String, svg: String, done: Callback<bool>) {
    spawn_local(async move {
        done.emit(loader::start("picture", &[&name, &svg]).await);
    });
}
