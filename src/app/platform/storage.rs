//! Local storage, which may be denied in private windows and embedded pages.

/// A stored text.
pub fn get(key: &str) -> Option<String> {
    web_sys::window()?.local_storage().ok()??.get_item(key).ok()?
}

/// Stores a text, or does nothing if storage is denied.
pub fn set(key: &str, value: &str) {
    if let Some(Ok(Some(storage))) = web_sys::window().map(|w| w.local_storage()) {
        // The page works without storage.
        let _ = storage.set_item(key, value);
    }
}
