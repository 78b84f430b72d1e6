//! The clipboard, which frames may deny.

use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::Callback;

/// Writes a text to the clipboard and tells whether that worked.
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
