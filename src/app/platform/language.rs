//! The language of the page: the loader picks it and fetches its words (`boot.js`).

use super::{location, storage};
use crate::app::text::Lang;

const KEY: &str = "genai-footprint.lang";

/// The language whose words were fetched.
pub fn spoken() -> Lang {
    web_sys::window()
        .and_then(|window| window.document()?.document_element()?.get_attribute("lang"))
        .and_then(|code| Lang::from_code(&code))
        .unwrap_or_default()
}

/// Loads the page again in another language. The fragment holds the state and names the language, for browsers
/// that remember nothing.
pub fn speak(lang: Lang, fragment: &str) {
    storage::set(KEY, lang.code());
    location::replace(fragment);
    location::reload();
}
