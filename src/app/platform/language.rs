//! The language of the page: the loader picks it and fetches its words (`boot.js`).

use js_sys::Intl::{DisplayNames, DisplayNamesFallback, DisplayNamesOptions, DisplayNamesType};
use js_sys::{Array, Reflect};

use super::{location, storage};
use crate::app::text::Lang;
use crate::data::Catalog;

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

/// Names grid zones in the language of the page: as its words do (`zone.*`), else countries as the browser does.
pub fn name_zones() {
    let lang = spoken();
    // The tables speak it.
    if lang == Lang::EN {
        return;
    }
    let known = regions(lang);
    Catalog::install_names(|code| {
        let own = lang.of_kind("zone", code);
        if !own.is_empty() {
            return Some(own.to_owned());
        }
        // Other codes are no regions, and the browser throws at them.
        let country = code.len() == 2 && code.bytes().all(|letter| letter.is_ascii_uppercase());
        known.as_ref().filter(|_| country)?.of(code).map(String::from)
    });
}

/// What the browser calls countries; browsers of before 2021 do not tell.
fn regions(lang: Lang) -> Option<DisplayNames> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    if !Reflect::has(&intl, &"DisplayNames".into()).ok()? {
        return None;
    }
    let options = DisplayNamesOptions::new();
    options.set_type(DisplayNamesType::Region);
    options.set_fallback(DisplayNamesFallback::None);
    Some(DisplayNames::new(&Array::of1(&lang.code().into()), &options))
}
