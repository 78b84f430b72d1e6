//! Interface to the loader (`assets/boot.js`): the texts it has fetched and the functions it provides.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A property of the loader's global object, undefined if the object lacks it; `None` without a loader.
fn get(name: &str) -> Option<JsValue> {
    let loader = Reflect::get(&js_sys::global(), &"genaiFootprint".into()).ok()?;
    Reflect::get(&loader, &name.into()).ok()
}

/// Calls a function of the loader; `None` if there is no such function or it throws.
pub(super) fn call(name: &str, arguments: &[&str]) -> Option<JsValue> {
    let function: Function = get(name)?.dyn_into().ok()?;
    let arguments: js_sys::Array = arguments.iter().map(|text| JsValue::from_str(text)).collect();
    function.apply(&JsValue::NULL, &arguments).ok()
}

/// Calls an asynchronous function of the loader, without waiting for the future to be polled; the future resolves to
/// whether the function succeeded.
pub(super) fn start(name: &str, arguments: &[&str]) -> impl Future<Output = bool> + use<> {
    let promise = call(name, arguments).and_then(|started| started.dyn_into::<Promise>().ok());
    async {
        match promise {
            Some(promise) => JsFuture::from(promise).await.is_ok(),
            None => false,
        }
    }
}

/// Fetches the words and tables of the views unless they have been fetched; the future resolves to whether they are
/// available.
pub fn fetch_view_texts() -> impl Future<Output = bool> + use<> {
    let fetched = start("fetchViewTexts", &[]);
    async {
        let fetched = fetched.await;
        #[cfg(target_arch = "wasm32")]
        if fetched && let (Some(words), Some(tables)) = (text("view-words"), text("views")) {
            crate::app::text::install(crate::app::text::WordFile::Views, words);
            crate::data::install_for_views(tables);
        }
        fetched
    }
}

#[cfg(target_arch = "wasm32")]
fn text(name: &str) -> Option<String> {
    get(name)?.as_string()
}

/// Installs the words and tables that the loader has fetched.
#[cfg(target_arch = "wasm32")]
pub fn install_texts() {
    let needed = |name: &str| text(name).unwrap_or_default();
    crate::app::text::install(crate::app::text::WordFile::First, needed("words"));
    crate::data::install(needed("tables"), needed("share_alike"), text("odbl"));
    super::language::name_zones();
}

/// Makes a panic show the loader's failure page, with the message and source location of the panic.
pub fn install_failure_page() {
    // Set through Yew, which would replace any other panic hook with its own.
    yew::set_custom_panic_hook(Box::new(|info| {
        let text = info.to_string();
        if call("fail", &[&text]).is_none() {
            gloo::console::error!(text);
        }
    }));
}
