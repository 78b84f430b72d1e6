//! The theme button.

use yew::prelude::*;

use crate::app::platform::theme::Theme;
use crate::app::text::{self, Lang};

/// A button that cycles through the three themes, starting from the reader's preference, which the loader has already
/// applied to the page.
#[hook]
pub fn use_theme_switch(lang: Lang, preferred: Theme) -> Html {
    let theme = use_state(|| preferred);
    let name = lang.message(match *theme {
        Theme::Auto => text::THEME_AUTO,
        Theme::Light => text::THEME_LIGHT,
        Theme::Dark => text::THEME_DARK,
    });
    let onclick = move |_| {
        let next = theme.next();
        next.apply();
        next.store();
        theme.set(next);
    };
    html! {
        <button type="button" class="button" {onclick}>
            <span class="muted">{ lang.message(text::THEME_LABEL) }</span>{ name }
        </button>
    }
}
