//! Memory of the browser, which private windows and frames may deny.

/// A remembered text.
pub fn get(key: &str) -> Option<String> {
    web_sys::window()?.local_storage().ok()??.get_item(key).ok()?
}

/// Remembers a text; forgets silently where that is denied.
pub fn set(key: &str, value: &str) {
    if let Some(Ok(Some(storage))) = web_sys::window().map(|w| w.local_storage()) {
        // A full or denied storage only costs the memory, never the page.
        let _ = storage.set_item(key, value);
    }
}
