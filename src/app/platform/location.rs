//! The address of the page: the fragment holds the scenarios.

/// The fragment, with its `#`.
pub fn fragment() -> String {
    web_sys::window()
        .and_then(|w| w.location().hash().ok())
        .unwrap_or_default()
}

/// Address of this page without its fragment.
pub fn page() -> String {
    let address = web_sys::window()
        .and_then(|w| w.location().href().ok())
        .unwrap_or_default();
    address.split('#').next().unwrap_or_default().to_owned()
}

/// Value of a key in the query: page options such as `theme`.
pub fn option(key: &str) -> Option<String> {
    let query = web_sys::window()?.location().search().ok()?;
    crate::codec::url::pairs(query.trim_start_matches('?'))
        .find(|(name, _)| name == key)
        .map(|(_, value)| value)
}

/// Reloads the page.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // An embedding page may forbid it; then the new language applies at the next visit.
        let _ = window.location().reload();
    }
}

/// Sets the fragment without adding an entry to the browser's history.
pub fn replace(fragment: &str) {
    if let Some(window) = web_sys::window()
        && let Ok(history) = window.history()
    {
        // Browsers refuse frequent updates; the next one will include this change.
        let _ =
            history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&format!("#{fragment}")));
    }
}
