//! The scenario tabs: select, add, copy, rename, remove.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::menu::menu;
use crate::app::context::Ui;
use crate::app::state::{Action, State};
use crate::app::text;
use crate::scenario::{MAX_NAME, MAX_SCENARIOS};

/// The scenario tabs, and controls to rename the active scenario and to add, copy and remove scenarios.
pub fn scenarios(ui: &Ui, names: &[AttrValue], state: &State) -> Html {
    let lang = ui.lang;
    let active = state.active;
    let full = names.len() >= MAX_SCENARIOS;
    let onrename = {
        let send = ui.send.clone();
        Callback::from(move |event: InputEvent| {
            let typed = event.target_unchecked_into::<HtmlInputElement>().value();
            send.emit(Action::Rename(active, typed));
        })
    };
    let end_edit = {
        let send = ui.send.clone();
        Callback::from(move |_: FocusEvent| send.emit(Action::EndDrag))
    };
    let next = lang.fill(text::SCENARIO_DEFAULT, &[("n", &(names.len() + 1).to_string())]);
    let copied = |name: &str| lang.fill(text::SCENARIO_COPY, &[("name", name)]);
    // A long name is shortened, so that the suffix that distinguishes the copy fits.
    let max_chars = MAX_NAME.saturating_sub(copied("").chars().count());
    let copy = if names[active].chars().count() > max_chars {
        let short: String = names[active].chars().take(max_chars.saturating_sub(1)).collect();
        copied(&[&short, "…"].concat())
    } else {
        copied(&names[active])
    };
    let limit = full.then(|| lang.message(text::SCENARIO_LIMIT));
    let edit = html! {
        <>
            <label class="small muted" for="scenario-name">{ lang.message(text::SCENARIO_RENAME) }</label>
            <input class="text scenario-name" id="scenario-name" type="text" maxlength={MAX_NAME.to_string()}
                value={state.scenario().name.clone()} placeholder={names[active].clone()} autocomplete="off" oninput={onrename} onblur={end_edit} />
            <button type="button" class="button" disabled={names.len() == 1} onclick={ui.on(Action::Remove(active))}>
                { lang.message(text::SCENARIO_REMOVE) }
            </button>
        </>
    };
    html! {
        <section class="scenarios" aria-label={lang.message(text::SCENARIO_LABEL)}>
            <div class="tabs">
                { for names.iter().enumerate().map(|(index, name)| html! {
                    <button type="button" class="tab" aria-pressed={(index == active).to_string()} onclick={ui.on(Action::SelectScenario(index))}>
                        <span class={classes!("swatch", format!("swatch-{}", state.colours[index] + 1))} aria-hidden="true"></span>
                        <span>{ name }</span>
                    </button>
                }) }
            </div>
            <div class="scenario-tools">
                <button type="button" class="button" disabled={full} title={limit} onclick={ui.on(Action::Duplicate(copy))}>
                    { lang.message(text::SCENARIO_DUPLICATE) }
                </button>
                <button type="button" class="button" disabled={full} title={limit} onclick={ui.on(Action::Add(next))}>
                    { lang.message(text::SCENARIO_ADD) }
                </button>
                { menu("scenario-edit", lang.message(text::SCENARIO_EDIT).into(), None, edit) }
            </div>
        </section>
    }
}
