//! Fetches tables that only some views need.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;
use yew::Callback;

/// Fetches files by addresses relative to the page; a file that cannot be fetched is `None`.
pub fn texts(paths: Vec<String>, done: Callback<Vec<Option<String>>>) {
    spawn_local(async move {
        // All requests are started before the first one is awaited.
        let responses: Vec<Option<Promise>> = paths
            .iter()
            .map(|path| web_sys::window().map(|window| window.fetch_with_str(path)))
            .collect();
        let mut texts = Vec::with_capacity(responses.len());
        for response in responses {
            texts.push(match response {
                Some(response) => text(response).await.ok(),
                None => None,
            });
        }
        done.emit(texts);
    });
}

async fn text(response: Promise) -> Result<String, JsValue> {
    let response: Response = JsFuture::from(response).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::from(response.status()));
    }
    JsFuture::from(response.text()?)
        .await?
        .as_string()
        .ok_or(JsValue::NULL)
}
