//! Light, dark, or as the system says.

use yew::prelude::*;

use crate::app::platform::theme::Theme;
use crate::app::text::{self, Lang};

/// A button that goes round the three themes, from what the reader wished when the page opened: the loader has
/// put that on the page already.
#[hook]
pub fn use_theme_switch(lang: Lang, wished: Theme) -> Html {
    let theme = use_state(|| wished);
    let name = lang.get(match *theme {
        Theme::Auto => text::THEME_AUTO,
        Theme::Light => text::THEME_LIGHT,
        Theme::Dark => text::THEME_DARK,
    });
    let onclick = move |_| {
        let next = theme.next();
        next.apply();
        next.remember();
        theme.set(next);
    };
    html! {
        <button type="button" class="button" {onclick}>
            <span class="muted">{ lang.get(text::THEME_LABEL) }</span>{ name }
        </button>
    }
}
