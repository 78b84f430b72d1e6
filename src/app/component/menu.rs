//! A button that opens a panel: questions to start from, sharing, settings.

use yew::prelude::*;

/// A panel that opens below its button. `hook::use_menus` closes it when the reader clicks elsewhere, picks a button in
/// it, or presses Escape.
pub fn menu(class: &'static str, label: Html, accessible_name: Option<&'static str>, content: Html) -> Html {
    html! {
        <details class={classes!("menu", class)}>
            <summary class="button" aria-label={accessible_name}>{ label }</summary>
            <div class="menu-panel">{ content }</div>
        </details>
    }
}
