//! Reads files that the reader selects.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::File;
use yew::Callback;

/// Reads a file as text; `done` receives its name and content, `None` if it cannot be read.
pub fn read(file: File, done: Callback<(String, Option<String>)>) {
    spawn_local(async move {
        let text = JsFuture::from(file.text())
            .await
            .ok()
            .and_then(|text| text.as_string());
        done.emit((file.name(), text));
    });
}
