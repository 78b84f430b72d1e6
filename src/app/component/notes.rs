//! What the reader should know about what they did or opened.

use yew::prelude::*;

use crate::app::context::Ui;
use crate::app::state::{Action, Note};
use crate::app::text;
use crate::app::wording;
use crate::scenario::{Warning, WarningCode};

/// Notes, which can be dismissed, and warnings about the scenario shown, which go when their cause goes. Where two
/// bases meet, `remedy` is what brings them to one.
pub fn notes(ui: &Ui, notes: &[Note], warnings: &[Warning], remedy: Vec<(usize, &'static str)>) -> Html {
    let remedied = ui.on(Action::Regrid(remedy));
    html! {
        <div class="notes" role="status">
            { for notes.iter().enumerate().map(|(index, note)| html! {
                <div class="note">
                    <p>{ wording::note(ui.lang, note) }</p>
                    <button type="button" class="button plain" onclick={ui.on(Action::Dismiss(index))}>
                        { ui.lang.get(text::ACTION_CLOSE) }
                    </button>
                </div>
            }) }
            { for warnings.iter().map(|warning| html! {
                <div class="note">
                    <p>{ wording::warning(ui.lang, warning) }</p>
                    if warning.code == WarningCode::CombustionBasis {
                        <button type="button" class="button" onclick={remedied.clone()}>{ ui.lang.get(text::ACTION_LIFE_CYCLE) }</button>
                    }
                </div>
            }) }
        </div>
    }
}
