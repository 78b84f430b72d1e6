//! Mounts the page.

fn main() {
    genai_footprint::app::platform::install_failure_page();
    #[cfg(target_arch = "wasm32")]
    genai_footprint::app::platform::install_texts();
    genai_footprint::app::start();
}
