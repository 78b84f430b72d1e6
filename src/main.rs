//! The page's program: connects the library to its split points and starts the page.

mod pieces;

use genai_footprint::app;
use genai_footprint::app::lazy::{
    DownloadError, Downloads, DrawView, PendingDownload, ReadFile, ResultDetails,
};
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
        result_details: download_result_details,
        import: download_import,
    });
}

/// Downloads the code of a view and, in parallel, the texts that views need.
fn download_view(view: View) -> PendingDownload<DrawView> {
    let texts = loader::fetch_view_texts();
    Box::pin(async move {
        let draw = match view {
            View::Mitigate => pieces::measures().await.ok(),
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

/// Downloads the figures of the Result view.
fn download_result_details() -> PendingDownload<ResultDetails> {
    Box::pin(async { pieces::result_details().await.map_err(|_| DownloadError) })
}

/// Downloads the code that reads files of other tools.
fn download_import() -> PendingDownload<ReadFile> {
    Box::pin(async { pieces::import().await.map_err(|_| DownloadError) })
}

/// Panics on the window event `panic-test`, so that a test can check what a reader would see.
#[cfg(feature = "panic_test")]
fn panic_on_demand() {
    if let Some(window) = web_sys::window() {
        gloo::events::EventListener::new(&window, "panic-test", |_| panic!("a test asked for it")).forget();
    }
}
