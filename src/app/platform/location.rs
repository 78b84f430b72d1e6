//! The address of the page: the fragment holds the scenarios.

use wasm_bindgen::JsValue;

/// The fragment, with its `#`.
pub fn fragment() -> String {
    web_sys::window()
        .and_then(|w| w.location().hash().ok())
        .unwrap_or_default()
}

/// The fragment of an address, with its `#`; empty if it has none.
pub fn fragment_of(address: &str) -> String {
    address
        .find('#')
        .map_or_else(String::new, |at| address[at..].to_owned())
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
    if let Some(history) = history() {
        let state = history.state().unwrap_or(JsValue::NULL);
        // Browsers refuse frequent updates; the next one will include this change.
        let _ = history.replace_state_with_url(&state, "", Some(&format!("#{fragment}")));
    }
}

/// Adds an entry for a view to the browser's history.
pub fn push_view(view: &str, fragment: &str) {
    if let Some(history) = history() {
        // Without an entry, Back leaves the page, as it does in frames that forbid one.
        let _ = history.push_state_with_url(&JsValue::from_str(view), "", Some(&format!("#{fragment}")));
    }
}

/// Notes the view that the current entry of the browser's history shows.
pub fn mark_view(view: &str) {
    if let Some(history) = history() {
        let _ = history.replace_state(&JsValue::from_str(view), "");
    }
}

/// The view that the current entry of the browser's history shows, if it is one of this page's.
pub fn marked_view() -> Option<String> {
    history()?.state().ok()?.as_string()
}

fn history() -> Option<web_sys::History> {
    web_sys::window()?.history().ok()
}
