//! Tables of this site that are fetched when a view needs them.

use js_sys::Promise;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Response;
use yew::Callback;

/// Fetches files of this site, by address relative to the page; a file that does not come is `None`.
pub fn texts(paths: Vec<String>, done: Callback<Vec<Option<String>>>) {
    spawn_local(async move {
        // All on their way before the first is waited for.
        let answers: Vec<Option<Promise>> = paths
            .iter()
            .map(|path| web_sys::window().map(|window| window.fetch_with_str(path)))
            .collect();
        let mut texts = Vec::with_capacity(answers.len());
        for answer in answers {
            texts.push(match answer {
                Some(answer) => text(answer).await.ok(),
                None => None,
            });
        }
        done.emit(texts);
    });
}

async fn text(answer: Promise) -> Result<String, JsValue> {
    let response: Response = JsFuture::from(answer).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::from(response.status()));
    }
    JsFuture::from(response.text()?)
        .await?
        .as_string()
        .ok_or(JsValue::NULL)
}
