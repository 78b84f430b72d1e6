//! Browser interfaces. Nothing here fails: what the browser denies is `None` or `false`.

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

/// A small allocator that is as fast as the standard library's for this page.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Moves the focus to the element with this id. A number field selects its content when it receives the focus.
pub fn focus(id: &str) {
    let element = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.get_element_by_id(id));
    if let Some(element) = element.and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        // If the element cannot be focused, the focus stays where it is.
        let _ = element.focus();
    }
}

/// Scrolls to the element with this id if its top is out of sight.
pub fn scroll_into_view_if_hidden(id: &str) {
    let Some(window) = web_sys::window() else { return };
    let Some(element) = window.document().and_then(|d| d.get_element_by_id(id)) else {
        return;
    };
    let height = window.inner_height().ok().and_then(|h| h.as_f64()).unwrap_or(0.0);
    // Next to the inputs the element is sticky, so its own position says nothing: its parent's does.
    let left = |element: &web_sys::Element| element.get_bounding_client_rect().left();
    let parent = element
        .parent_element()
        .filter(|parent| left(parent) + 1.0 < left(&element));
    let element = parent.unwrap_or(element);
    let top = element.get_bounding_client_rect().top();
    // In the lower half of the window too little of the element is visible.
    if top < 0.0 || top > height / 2.0 {
        element.scroll_into_view();
    }
}

/// Whether the page is as narrow as on a phone: the same width as in style.css.
pub fn is_narrow() -> bool {
    let query = web_sys::window().and_then(|w| w.match_media("(max-width: 40rem)").ok()?);
    query.is_some_and(|query| query.matches())
}

/// Closes the open menus, except one.
pub fn close_menus(except: Option<&web_sys::Element>) {
    let Some(document) = web_sys::window().and_then(|w| w.document()) else {
        return;
    };
    let Ok(open) = document.query_selector_all(".menu[open]") else {
        return;
    };
    for menu in (0..open.length()).filter_map(|at| open.get(at)?.dyn_into::<web_sys::Element>().ok()) {
        if except != Some(&menu) {
            // An attribute that can be set can be removed.
            let _ = menu.remove_attribute("open");
        }
    }
}

/// Closes the menu that contains the focus and moves the focus to its button.
pub fn close_menu_of_focus() {
    let focused = web_sys::window()
        .and_then(|w| w.document())
        .and_then(|d| d.active_element());
    let menu = focused.and_then(|element| element.closest(".menu[open]").ok()?);
    if let Some(menu) = menu {
        let _ = menu.remove_attribute("open");
        if let Ok(Some(button)) = menu.query_selector("summary")
            && let Ok(button) = button.dyn_into::<HtmlElement>()
        {
            let _ = button.focus();
        }
    }
}

/// Makes the browser lay out the page now rather than before the next frame.
pub fn force_layout() {
    if let Ok(root) = root().dyn_into::<HtmlElement>() {
        // Reading a size forces layout.
        root.offset_height();
    }
}

/// The current date in UTC by the reader's clock, as `2026-11-23`.
pub fn today() -> String {
    let now = String::from(js_sys::Date::new_0().to_iso_string());
    now.get(..10).unwrap_or_default().to_owned()
}

/// Runs a function after a delay in milliseconds.
pub fn after(milliseconds: u32, run: impl FnOnce() + 'static) {
    gloo::timers::callback::Timeout::new(milliseconds, run).forget();
}

/// Opens the print dialog.
pub fn print() {
    if let Some(window) = web_sys::window() {
        // An embedding page may forbid dialogs.
        let _ = window.print();
    }
}

/// The element that the page is mounted in: the element with id `app`, or the body where there is none.
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
