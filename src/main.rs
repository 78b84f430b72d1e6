//! Mounts the page.

mod pieces;

use genai_footprint::app;
use genai_footprint::app::lazy::{Arriving, DownloadError, Downloads, DrawView, ReadFile};
use genai_footprint::app::platform::loader;
use genai_footprint::app::state::View;

fn main() {
    loader::install_failure_page();
    #[cfg(target_arch = "wasm32")]
    loader::install_texts();
    #[cfg(feature = "panic_test")]
    panic_on_demand();
    app::start(Downloads {
        view: download_view,
        import: download_import,
    });
}

/// Downloads the code of a view, and at the same time the texts of all views.
fn download_view(view: View) -> Arriving<DrawView> {
    let texts = loader::fetch_view_texts();
    Box::pin(async move {
        let draw = match view {
            View::Compare => pieces::compare().await.ok(),
            View::Methods => pieces::methods().await.ok(),
            _ => pieces::views().await.ok(),
        };
        match (draw, texts.await) {
            (Some(draw), true) => Ok(draw),
            _ => Err(DownloadError),
        }
    })
}

fn download_import() -> Arriving<ReadFile> {
    Box::pin(async { pieces::import().await.map_err(|_| DownloadError) })
}

/// Panics when the window hears of the event `panic-test`, so that a test sees what a reader would.
#[cfg(feature = "panic_test")]
fn panic_on_demand() {
    if let Some(window) = web_sys::window() {
        gloo::events::EventListener::new(&window, "panic-test", |_| panic!("a test asked for it")).forget();
    }
}
