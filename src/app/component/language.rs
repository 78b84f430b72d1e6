//! The language menu.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::app::platform::language::switch_language;
use crate::app::state::{Action, State};
use crate::app::text::{self, Lang};

/// A menu of the languages, each by its own name.
pub fn language(current: Lang, state: &State) -> Html {
    let onchange = {
        let state = state.clone();
        Callback::from(move |event: Event| {
            let code = event.target_unchecked_into::<HtmlSelectElement>().value();
            if let Some(chosen) = Lang::from_code(&code) {
                switch_language(
                    chosen,
                    &state.reduce(Action::SetPageParam("lang", code)).fragment(),
                );
            }
        })
    };
    html! {
        <select class="text language" aria-label={current.message(text::LANGUAGE_LABEL)} {onchange}>
            { for Lang::all().map(|lang| html! {
                <option value={lang.code()} lang={lang.code()} selected={lang == current}>{ lang.locale().name }</option>
            }) }
        </select>
    }
}
