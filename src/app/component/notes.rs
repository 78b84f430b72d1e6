//! Notes on the reader's actions and opened links, and warnings about scenarios.

use yew::prelude::*;

use crate::app::context::Ui;
use crate::app::state::{Action, Note};
use crate::app::text;
use crate::app::wording;
use crate::scenario::{Choice, Warning, WarningCode};

/// Notes, which can be dismissed, and warnings, which disappear with their cause. Where a basis of grid intensities cannot
/// be had for all scenarios, a button puts them all on the life cycle.
pub fn notes(ui: &Ui, notes: &[Note], warnings: &[Warning]) -> Html {
    let life_cycle = Choice::GridBasis.spec().default;
    let apply_fix = ui.on(Action::Choose(Choice::GridBasis, life_cycle.to_owned()));
    html! {
        <div class="notes" role="status">
            { for notes.iter().enumerate().map(|(index, note)| html! {
                <div class="note">
                    <p>{ wording::note(ui.lang, note) }</p>
                    if let Note::Replaced { .. } = note {
                        <button type="button" class="button" onclick={ui.on(Action::Undo)}>
                            { ui.lang.message(text::ACTION_UNDO) }
                        </button>
                        <button type="button" class="button" onclick={ui.on(Action::KeepBoth(index))}>
                            { ui.lang.message(text::ACTION_KEEP_BOTH) }
                        </button>
                    }
                    <button type="button" class="button plain" onclick={ui.on(Action::Dismiss(index))}>
                        { ui.lang.message(text::ACTION_CLOSE) }
                    </button>
                </div>
            }) }
            { for warnings.iter().map(|warning| html! {
                <div class="note">
                    <p>{ wording::warning(ui.lang, warning) }</p>
                    if matches!(warning.code, WarningCode::CombustionBasis | WarningCode::BasisUnavailable) {
                        <button type="button" class="button" onclick={apply_fix.clone()}>{ ui.lang.message(text::ACTION_LIFE_CYCLE) }</button>
                    }
                </div>
            }) }
        </div>
    }
}
