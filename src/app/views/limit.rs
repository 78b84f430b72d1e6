//! The carbon budget: what fits within a limit.

use std::rc::Rc;

use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::analysis::Outcome;
use crate::app::context::Ui;
use crate::app::state::Action;
use crate::app::text;
use crate::app::wording;
use crate::data::CloudRegion;
use crate::model::Indicator;
use crate::model::budget::{self, BudgetParam, Fit};
use crate::report::number;
use crate::scenario::Choice;

/// What the limit applies to.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    /// The language and the dispatcher of the state.
    pub ui: Ui,
    /// Result of the scenario.
    pub outcome: Rc<Outcome>,
    /// Its totals in every cloud region, the lowest first.
    pub places: Rc<Vec<(&'static CloudRegion, f64)>>,
    /// The limited indicator.
    pub indicator: Indicator,
}

/// A field for the limit, and the largest inputs and the regions that fit within it.
#[component]
pub(super) fn Budget(props: &Props) -> Html {
    let (ui, lang, indicator) = (&props.ui, props.ui.lang, props.indicator);
    let inputs = &props.outcome.inputs;
    let typed = use_state(String::new);
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| {
            typed.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let unit = indicator.unit();
    let limit = number::parse(&typed, unit, lang.locale());
    let answers = limit.as_ref().ok().map(|limit| {
        let fits: Vec<_> = props.places.iter().filter(|(_, total)| total <= limit).collect();
        let line = |free: BudgetParam| {
            let param = free.param();
            let name = lang.message_for("param", param.spec().id);
            let answer = match budget::largest(inputs, free, indicator, *limit) {
                Fit::None => lang.message(text::BUDGET_NOTHING).to_owned(),
                Fit::Unlimited => lang.message(text::BUDGET_EVERYTHING).to_owned(),
                Fit::Largest(value) => {
                    return html! {
                        <tr>
                            <th scope="row">{ name }</th>
                            <td class="num">{ wording::rounded(lang, param, value) }</td>
                            <td><button type="button" class="button" onclick={ui.on(Action::CommitValue(param, value))}
                                aria-label={format!("{}: {name}", lang.message(text::BUDGET_APPLY))}>{ lang.message(text::BUDGET_APPLY) }</button></td>
                        </tr>
                    };
                }
            };
            html! { <tr><th scope="row">{ name }</th><td colspan="2">{ answer }</td></tr> }
        };
        let region = fits.first().map(|(region, _)| {
            html! {
                <button type="button" class="button" onclick={ui.on(Action::Place(Choice::Region, region.id.to_owned()))}
                    aria-label={format!("{}: {}", lang.message(text::BUDGET_APPLY), region.place)}>{ lang.message(text::BUDGET_APPLY) }</button>
            }
        });
        let named = fits
            .iter()
            .take(3)
            .map(|(region, _)| format!("{} ({})", region.place, region.id))
            .collect::<Vec<_>>()
            .join(", ");
        html! {
            <div class="scroll" tabindex="0" role="group" aria-label={lang.message(text::BUDGET_TITLE)}>
                <table>
                    <thead><tr>
                        <th scope="col">{ lang.message(text::BUDGET_FREE) }</th>
                        <th scope="col" class="num">{ lang.message(text::BUDGET_LARGEST) }</th>
                        <th scope="col"><span class="visually-hidden">{ lang.message(text::BUDGET_APPLY) }</span></th>
                    </tr></thead>
                    <tbody>
                        { for BudgetParam::ALL.into_iter().filter(|free| inputs.applies[free.param() as usize]).map(line) }
                        <tr>
                            <th scope="row">{ lang.message(text::BUDGET_REGIONS) }</th>
                            <td>{ if fits.is_empty() { lang.message(text::BUDGET_NOWHERE).to_owned() } else {
                                lang.fill(text::BUDGET_SOME, &[("n", &fits.len().to_string()), ("best", &named)]) } }</td>
                            <td>{ region }</td>
                        </tr>
                    </tbody>
                </table>
            </div>
        }
    });
    let invalid = !typed.trim().is_empty() && limit.is_err();
    html! {
        <section class="card" aria-labelledby="budget-title">
            <h2 id="budget-title">{ lang.message(text::BUDGET_TITLE) }</h2>
            <p class="muted">{ lang.fill(text::BUDGET_LEDE, &[("indicator", lang.message_for("indicator", indicator.id()))]) }</p>
            <p class="budget-limit">
                <label for="budget-limit">{ lang.message(text::BUDGET_LIMIT) }</label>
                <span class="amount">
                    <input id="budget-limit" type="text" inputmode="decimal" autocomplete="off" value={(*typed).clone()} {oninput}
                        aria-invalid={invalid.then_some("true")} />
                    <span class="unit">{ lang.unit(unit, limit.as_ref().copied().unwrap_or_default()) }</span>
                </span>
            </p>
            if invalid {
                <p class="field-error" role="alert">{ lang.message(text::BUDGET_WRONG) }</p>
            }
            { answers }
        </section>
    }
}
