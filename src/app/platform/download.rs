//! Files handed to the reader, by functions of the loader.

use wasm_bindgen_futures::spawn_local;
use yew::Callback;

use super::loader;

/// Offers a text as a file. Tells whether the browser let it happen.
pub fn text(name: &str, kind: &str, content: &str) -> bool {
    loader::call("save", &[name, kind, content]).is_some()
}

/// Offers an SVG as a PNG and tells whether that worked.
pub fn picture(name: String, svg: String, done: Callback<bool>) {
    spawn_local(async move {
        done.emit(loader::wait_for("picture", &[&name, &svg]).await);
    });
}
