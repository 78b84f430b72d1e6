//! Light, dark, or as the system says.

use crate::app::markup::html;
use yew::prelude::*;

use crate::app::platform::theme::Theme;
use crate::app::text::{self, Lang};

/// What the switch needs.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The language of the page.
    pub lang: Lang,
    /// The reader's wish when the page opened.
    pub wished: Theme,
}

/// A button that goes round the three themes.
#[component]
pub fn ThemeSwitch(props: &Props) -> Html {
    let lang = props.lang;
    let theme = use_state(|| props.wished);
    let name = lang.get(match *theme {
        Theme::Auto => text::THEME_AUTO,
        Theme::Light => text::THEME_LIGHT,
        Theme::Dark => text::THEME_DARK,
    });
    use_effect_with(*theme, |theme| theme.apply());
    let onclick = move |_| {
        let at = Theme::ALL.iter().position(|t| *t == *theme).unwrap_or(0);
        let next = Theme::ALL[(at + 1) % Theme::ALL.len()];
        next.remember();
        theme.set(next);
    };
    html! {
        <button type="button" class="button" {onclick}>
            <span class="muted">{ lang.get(text::THEME_LABEL) }</span>{ name }
        </button>
    }
}
