//! Files handed to the reader. The loader does it (`boot.js`), for both programs.

use js_sys::{Function, Promise};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::Callback;

/// A function of the loader.
fn loader(name: &str) -> Option<Function> {
    super::handed(name)?.dyn_into().ok()
}

/// Offers a text as a file. Tells whether the browser let it happen.
pub fn text(name: &str, kind: &str, content: &str) -> bool {
    loader("save").is_some_and(|save| {
        save.call3(&JsValue::NULL, &name.into(), &kind.into(), &content.into())
            .is_ok()
    })
}

/// Offers an SVG as a PNG and tells whether that worked.
pub fn picture(name: String, svg: String, done: Callback<bool>) {
    spawn_local(async move {
        let drawn =
            loader("picture").and_then(|draw| draw.call2(&JsValue::NULL, &name.into(), &svg.into()).ok());
        let worked = match drawn.and_then(|drawn| drawn.dyn_into::<Promise>().ok()) {
            Some(drawn) => JsFuture::from(drawn).await.is_ok(),
            None => false,
        };
        done.emit(worked);
    });
}
