//! The languages of the page.

use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::app::platform::language::speak;
use crate::app::state::{Action, State};
use crate::app::text::{self, Lang};

/// A list of the languages by the names they have for themselves.
pub fn language(spoken: Lang, state: &State) -> Html {
    let onchange = {
        let state = state.clone();
        Callback::from(move |event: Event| {
            let code = event.target_unchecked_into::<HtmlSelectElement>().value();
            if let Some(chosen) = Lang::from_code(&code) {
                speak(chosen, &state.reduce(Action::Keep("lang", code)).fragment());
            }
        })
    };
    html! {
        <select class="text language" aria-label={spoken.get(text::LANGUAGE_LABEL)} {onchange}>
            { for Lang::all().map(|lang| html! {
                <option value={lang.code()} lang={lang.code()} selected={lang == spoken}>{ lang.locale().name }</option>
            }) }
        </select>
    }
}
