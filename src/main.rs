//! Mounts the page.

fn main() {
    genai_footprint::app::platform::install_failure_page();
    yew::Renderer::<genai_footprint::app::App>::with_root(genai_footprint::app::platform::root()).render();
}
