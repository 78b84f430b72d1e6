//! Scenarios side by side: which is lowest, the same work in other places, and every input that differs.

use std::rc::Rc;

use yew::prelude::*;

use super::ViewContext;
use crate::analysis::{Outcome, Verdict, lowest_of, probability_of_lowest};
use crate::app::component::chart_view::{ChartView, Draw};
use crate::app::component::picker::{Item, Picker};
use crate::app::component::place::{current_place, parse_place};
use crate::app::component::result::indicators;
use crate::app::context::Ui;
use crate::app::figures;
use crate::app::state::Action;
use crate::app::text::{self, Lang};
use crate::app::wording;
use crate::data::{self, Catalog};
use crate::model::Indicator;
use crate::report::number;
use crate::scenario::{Choice, Param, Scenario};

/// The view.
pub fn view(context: &ViewContext) -> Html {
    let (ui, lang, indicator) = (context.ui, context.ui.lang, context.state.indicator);
    let (outcomes, names) = (context.outcomes(), context.names());
    let chart = |kind: figures::Kind, draw: Draw| {
        html! { <ChartView {lang} name={kind.id()} title={kind.title(lang, indicator)} {draw} /> }
    };
    let (comparison, stages) = (
        figures::comparison(lang, context.subjects, indicator),
        figures::stages(lang, context.subjects, indicator),
    );
    html! {
        <>
            { verdict(lang, outcomes, names, indicator) }
            if !context.is_full() {
                { compare_places(ui, context.places.clone(), context.name(), context.state.scenario()) }
            }
            <p class="muted">{ lang.fill(text::COMPARE_TILES, &[("name", context.name())]) }</p>
            { indicators(ui, context.outcome(), context.outcome(), indicator) }
            { chart(figures::Kind::Comparison, comparison) }
            { differences(ui, &context.state.scenarios, outcomes, names) }
            { chart(figures::Kind::Stages, stages) }
        </>
    }
}

/// Which scenario is lowest and with what probability, and whether another accounting basis would give another one.
fn verdict(lang: Lang, outcomes: &[Rc<Outcome>], names: &[AttrValue], indicator: Indicator) -> Html {
    let sentence = |message, indicator: Indicator, at: usize| {
        let chance = probability_of_lowest(outcomes, indicator, at);
        let parts = [
            ("indicator", lang.message_for("indicator", indicator.id())),
            ("low", &names[at]),
            (
                "value",
                &wording::amount(lang, indicator, outcomes[at].leaves.total(indicator)),
            ),
            ("chance", &number::probability(chance, lang.locale())),
        ];
        lang.fill(message, &parts)
    };
    let verdict = Verdict::of(outcomes, indicator);
    html! {
        <section class="card answer">
            <h2>{ lang.message(text::COMPARE_SURE) }</h2>
            <p class="verdict">{ match verdict.lowest {
                Some(low) => sentence(text::COMPARE_LOWEST, indicator, low),
                None if outcomes.len() < 2 => lang.message(text::CHART_COMPARE_ONE).to_owned(),
                None => lang.message(text::COMPARE_LOWEST_NONE).to_owned(),
            } }</p>
            if let Some((other, at)) = verdict.lowest_by_other_accounting {
                <p>{ sentence(text::COMPARE_LOWEST_BY, other, at) }</p>
            }
            if verdict.pue_differs {
                <p>{ lang.fill(text::COMPARE_LOWEST_PUE, &[("pue", &each_pue(lang, outcomes, names))]) }</p>
            }
            if verdict.understated {
                <p>{ lang.message(text::COMPARE_LOWEST_MIXED) }</p>
            }
            if outcomes.len() > 1 {
                <p class="small muted">{ lang.message(text::COMPARE_SURE_NOTE) }</p>
            }
        </section>
    }
}

/// Every scenario with its PUE.
fn each_pue(lang: Lang, outcomes: &[Rc<Outcome>], names: &[AttrValue]) -> String {
    let named = names.iter().zip(outcomes).map(|(name, outcome)| {
        let pue = number::full_precision(outcome.inputs.values[Param::Pue], lang.locale());
        format!("{name}{}{pue}", lang.locale().colon)
    });
    named.collect::<Vec<_>>().join(" · ")
}

/// A searchable list of places to copy the active scenario to. The copy gets the name of the place, that of the grid zone
/// where no cloud region is compared with a cloud region.
fn compare_places(ui: &Ui, items: Rc<Vec<Item>>, name: &AttrValue, scenario: &Scenario) -> Html {
    let lang = ui.lang;
    let current = current_place(scenario.chosen(Choice::Region), scenario.chosen(Choice::Zone));
    let current_name = items
        .iter()
        .find(|item| item.id == current)
        .map(|item| item.name.clone());
    // Next to copies named after places, the name of a preset would not say where it is.
    let has_preset_name = wording::preset_named(lang, name).is_some();
    let rename_current = current_name.filter(|_| has_preset_name);
    let is_first = has_preset_name && scenario.has_no_location();
    let grid_only = !is_first && scenario.chosen(Choice::Region) == Choice::Region.spec().default;
    let note = if is_first {
        text::COMPARE_PLACES_FIRST
    } else {
        text::COMPARE_PLACES_NOTE
    };
    let note = lang.fill(note, &[("name", name)]);
    let send = ui.send.clone();
    let places = items.clone();
    let onpick = Callback::from(move |id: String| {
        let item = places.iter().find(|item| item.id == id);
        if let (Some((choice, id)), Some(item)) = (parse_place(&id), item) {
            let grid = data::cloud_region(id)
                .filter(|_| choice == Choice::Region && grid_only)
                .and_then(|region| places.iter().find(|item| item.id == format!("z:{}", region.zone)));
            send.emit(Action::CopyToPlace {
                choice,
                option: id.to_owned(),
                name: grid.unwrap_or(item).name.clone(),
                rename_current: rename_current.clone(),
            });
        }
    });
    html! {
        <section class="card places">
            <Picker {lang} name="elsewhere" label={lang.message(text::COMPARE_PLACES)} {items} chosen="" {onpick} places=true />
            <p class="small muted place-note">{ note }</p>
        </section>
    }
}

/// Every indicator, and every input that differs between scenarios.
fn differences(ui: &Ui, scenarios: &[Scenario], outcomes: &[Rc<Outcome>], names: &[AttrValue]) -> Html {
    let lang = ui.lang;
    let choices = Choice::ALL.into_iter().filter(|choice| {
        let mut chosen = scenarios.iter().map(|scenario| scenario.chosen(*choice));
        let first = chosen.next();
        chosen.any(|other| Some(other) != first)
    });
    let chosen: Vec<Html> = choices
        .map(|choice| {
            html! {
                <tr>
                    <th scope="row">{ lang.message_for("choice", choice.spec().id) }</th>
                    { for scenarios.iter().zip(outcomes).map(|(s, o)| html! {
                        <td class="num">{ match choice {
                            // The resolved zone: a cloud region implies one.
                            Choice::Zone => Catalog::built_in().zone(&o.inputs.choices.zone).map_or("", |z| z.name).to_owned(),
                            _ => wording::option_name(lang, choice, s.chosen(choice)),
                        } }</td>
                    }) }
                </tr>
            }
        })
        .collect();
    let head = |first: &'static str| {
        html! {
            <thead><tr>
                <th scope="col">{ first }</th>
                { for names.iter().map(|name| html! { <th scope="col" class="num">{ name }</th> }) }
            </tr></thead>
        }
    };
    let indicators = Indicator::ALL.into_iter().map(|indicator| {
        let best = lowest_of(outcomes, indicator);
        html! {
            <tr>
                <th scope="row">{ lang.message_for("indicator", indicator.id()) }</th>
                { for outcomes.iter().enumerate().map(|(index, o)| html! {
                    <td class="num">
                        { wording::amount(lang, indicator, o.leaves.total(indicator)) }
                        if best == Some(index) {
                            <span class="badge lowest">{ lang.message(text::COMPARE_BEST) }</span>
                        }
                    </td>
                }) }
            </tr>
        }
    });
    let differing: Vec<Param> = Param::ALL
        .into_iter()
        .filter(|param| {
            let mut bits = outcomes.iter().map(|o| o.inputs.values[*param].to_bits());
            let first = bits.next();
            bits.any(|b| Some(b) != first)
        })
        .collect();
    html! {
        <section class="card">
            <h2>{ lang.message(text::RESULT_INDICATORS) }</h2>
            <div class="scroll" tabindex="0" role="region" aria-label={lang.lookup("nav.compare")}>
                <table>{ head(lang.message(text::TABLE_INDICATOR)) }<tbody>{ for indicators }</tbody></table>
            </div>
            <h2 class="second">{ lang.message(text::COMPARE_INPUTS) }</h2>
            if differing.is_empty() && chosen.is_empty() {
                <p class="muted">{ lang.message(text::COMPARE_SAME) }</p>
            } else {
                <div class="scroll" tabindex="0" role="region" aria-label={lang.message(text::COMPARE_INPUTS)}>
                    <table>
                        { head(lang.message(text::TABLE_INPUT)) }
                        <tbody>
                            { for chosen }
                            { for differing.iter().map(|param| html! {
                                <tr>
                                    <th scope="row">{ lang.message_for("param", param.spec().id) }</th>
                                    { for outcomes.iter().map(|o| html! {
                                        <td class="num">{ wording::value(lang, *param, o.inputs.values[*param]) }</td>
                                    }) }
                                </tr>
                            }) }
                        </tbody>
                    </table>
                </div>
            }
        </section>
    }
}
