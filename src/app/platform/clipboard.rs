//! The clipboard, which the browser may deny to embedded pages.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::Callback;

/// Writes a text to the clipboard; `done` receives whether that worked.
pub fn write(text: String, done: Callback<bool>) {
    spawn_local(async move {
        let clipboard = web_sys::window()
            .filter(web_sys::Window::is_secure_context)
            .map(|window| window.navigator().clipboard());
        let worked = match clipboard {
            Some(clipboard) => JsFuture::from(clipboard.write_text(&text)).await.is_ok(),
            None => false,
        };
        done.emit(worked);
    });
}
