//! The language of the page: the loader selects it and fetches its texts (`boot.js`).

use js_sys::Intl::{DisplayNames, DisplayNamesFallback, DisplayNamesOptions, DisplayNamesType};
use js_sys::{Array, Reflect};

use super::{location, storage};
use crate::app::text::Lang;
use crate::data::Catalog;

const KEY: &str = "genai-footprint.lang";

/// The language whose texts were fetched.
pub fn current_language() -> Lang {
    web_sys::window()
        .and_then(|window| window.document()?.document_element()?.get_attribute("lang"))
        .and_then(|code| Lang::from_code(&code))
        .unwrap_or_default()
}

/// Reloads the page in another language. The fragment holds the state and the language, for browsers
/// without storage.
pub fn switch_language(lang: Lang, fragment: &str) {
    storage::set(KEY, lang.code());
    location::replace(fragment);
    location::reload();
}

/// Names grid zones in the language of the page: from its texts (`zone.*`), otherwise countries as the browser does.
pub fn name_zones() {
    let lang = current_language();
    // The names in the tables are English.
    if lang == Lang::EN {
        return;
    }
    let country_names = country_names(lang);
    Catalog::install_names(|code| {
        let own = lang.message_for("zone", code);
        if !own.is_empty() {
            return Some(own.to_owned());
        }
        // The browser throws for codes that are not countries.
        let country = code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_uppercase());
        country_names
            .as_ref()
            .filter(|_| country)?
            .of(code)
            .map(String::from)
    });
}

/// Country names from the browser; `None` in browsers older than 2021.
fn country_names(lang: Lang) -> Option<DisplayNames> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    if !Reflect::has(&intl, &"DisplayNames".into()).ok()? {
        return None;
    }
    let options = DisplayNamesOptions::new();
    options.set_type(DisplayNamesType::Region);
    options.set_fallback(DisplayNamesFallback::None);
    Some(DisplayNames::new(&Array::of1(&lang.code().into()), &options))
}
