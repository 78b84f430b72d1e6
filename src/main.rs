//! Mounts the page.
//!
//! Built with the feature `split`, the code of the views that are opened later becomes a file of its own, which
//! `load_views` downloads; without it the same source is one program with everything in it.

use genai_footprint::app;
use genai_footprint::app::component::lazy_view::{DownloadError, DrawView, ViewLoader};
use genai_footprint::app::platform::loader;

fn main() {
    loader::install_failure_page();
    #[cfg(target_arch = "wasm32")]
    loader::install_texts();
    #[cfg(feature = "panic_test")]
    panic_on_demand();
    app::start(ViewLoader(|| Box::pin(load_views())));
}

/// Panics when the window hears of the event `panic-test`, so that a test sees what a reader would.
#[cfg(feature = "panic_test")]
fn panic_on_demand() {
    if let Some(window) = web_sys::window() {
        gloo::events::EventListener::new(&window, "panic-test", |_| panic!("a test asked for it")).forget();
    }
}

/// Brings code and texts of the views; they travel at the same time. Both come anew after a failure.
async fn load_views() -> Result<DrawView, DownloadError> {
    let (texts, code) = futures_util::join!(loader::fetch_view_texts(), views());
    if texts { code } else { Err(DownloadError) }
}

#[cfg(not(feature = "split"))]
fn views() -> impl Future<Output = Result<DrawView, DownloadError>> {
    std::future::ready(Ok(app::views::draw as DrawView))
}

#[cfg(feature = "split")]
async fn views() -> Result<DrawView, DownloadError> {
    split::views().await.map_err(|_| DownloadError)
}

/// Everything that only this function leads to is split off.
#[cfg(feature = "split")]
mod split {
    #![allow(
        unsafe_code,
        reason = "the macro declares the functions of the loader, which is foreign code"
    )]

    use genai_footprint::app::component::lazy_view::DrawView;
    use wasm_split_helpers::{SplitLoaderError, wasm_split};

    #[wasm_split(views, fallible)]
    pub(super) fn views() -> Result<DrawView, SplitLoaderError> {
        Ok(genai_footprint::app::views::draw)
    }
}
