//! Everything the page asks of the browser. Nothing here fails: what is denied is answered with `None`.

pub mod clipboard;
pub mod download;
pub mod fetch;
pub mod file;
pub mod language;
pub mod loader;
pub mod location;
pub mod storage;
pub mod theme;

use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Smaller than the standard library's, and as fast for what the page does.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Moves the focus to the element with this id. A number field that gets it marks what stands in it.
pub fn focus(id: &str) {
    let element = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.get_element_by_id(id));
    if let Some(element) = element.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        // An element that cannot take the focus leaves it where it is.
        let _ = element.focus();
    }
}

/// Scrolls to the element with this id, where its head is out of sight.
pub fn reveal(id: &str) {
    let Some(window) = web_sys::window() else { return };
    let Some(element) = window.document().and_then(|d| d.get_element_by_id(id)) else {
        return;
    };
    let height = window.inner_height().ok().and_then(|h| h.as_f64()).unwrap_or(0.0);
    // Beside the inputs it sticks to the upper edge, wherever its head is: what holds both tells.
    let left = |element: &web_sys::Element| element.get_bounding_client_rect().left();
    let around = element
        .parent_element()
        .filter(|around| left(around) + 1.0 < left(&element));
    let element = around.unwrap_or(element);
    let top = element.get_bounding_client_rect().top();
    // At the lower edge a head alone says little.
    if top < 0.0 || top > height / 2.0 {
        element.scroll_into_view();
    }
}

/// Has the page laid out now rather than before its next picture.
pub fn lay_out() {
    if let Ok(root) = root().dyn_into::<HtmlElement>() {
        // To ask for a size is what makes a browser lay out.
        root.offset_height();
    }
}

/// The day by the reader's clock in UTC, as `2026-11-23`.
pub fn today() -> String {
    let now = String::from(js_sys::Date::new_0().to_iso_string());
    now.get(..10).unwrap_or_default().to_owned()
}

/// Runs something after this many milliseconds.
pub fn after(milliseconds: u32, run: impl FnOnce() + 'static) {
    gloo::timers::callback::Timeout::new(milliseconds, run).forget();
}

/// Opens the print dialogue.
pub fn print() {
    if let Some(window) = web_sys::window() {
        // A frame may forbid dialogues.
        let _ = window.print();
    }
}

/// Where the page is mounted: the element `app` of the shell, or the body where there is none.
///
/// # Panics
/// Outside a browser.
pub fn root() -> web_sys::Element {
    let document = web_sys::window()
        .and_then(|w| w.document())
        .expect("the page runs in a browser");
    document
        .get_element_by_id("app")
        .or_else(|| document.body().map(Into::into))
        .expect("a document has a body")
}
