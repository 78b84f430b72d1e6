//! Tables: data of figures, breakdown of a result, comparison of scenarios.

use std::rc::Rc;

use yew::prelude::*;

use crate::analysis::{Outcome, Verdict, lowest_of, probability_of_lowest};
use crate::app::context::Ui;
use crate::app::text::{self, Lang};
use crate::app::wording;
use crate::chart::Table;
use crate::data::Catalog;
use crate::model::{Indicator, Stage};
use crate::report::number;
use crate::scenario::{Choice, Param, Provenance, Scenario};

/// The data of a figure as a table.
pub fn data_table(caption: &str, table: &Table) -> Html {
    let is_numeric = |column: usize| {
        let cell = table.rows.first().and_then(|row| row.get(column));
        cell.is_some_and(|cell| cell.number.is_some())
    };
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={caption.to_owned()}>
            <table>
                <caption class="visually-hidden">{ caption.to_owned() }</caption>
                <thead><tr>
                    { for table.columns.iter().enumerate().map(|(index, column)| html! {
                        <th scope="col" class={is_numeric(index).then_some("num")}>{ column }</th>
                    }) }
                </tr></thead>
                <tbody>
                    { for table.rows.iter().map(|row| html! {
                        <tr>
                            { for row.iter().enumerate().map(|(index, cell)| if index == 0 {
                                html! { <th scope="row">{ &cell.text }</th> }
                            } else {
                                html! { <td class={cell.number.map(|_| "num")}>{ &cell.text }</td> }
                            }) }
                        </tr>
                    }) }
                </tbody>
            </table>
        </div>
    }
}

/// Every non-zero leaf by stage, and the total.
pub fn parts(ui: &Ui, outcome: &Outcome, indicator: Indicator) -> Html {
    let lang = ui.lang;
    let amount = |value: f64| wording::amount(lang, indicator, value);
    let stages = Stage::ALL.into_iter().flat_map(|stage| {
        let parts = outcome
            .parts(indicator)
            .filter(move |(leaf, _)| leaf.stage() == stage);
        parts.map(move |(leaf, value)| {
            html! {
                <tr>
                    <td>{ lang.message_for("stage", stage.id()) }</td>
                    <th scope="row">{ lang.message_for("leaf", leaf.id()) }</th>
                    <td class="num">{ amount(value) }</td>
                </tr>
            }
        })
    });
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={lang.message(text::RESULT_PARTS)}>
            <table>
                <caption>{ lang.message_for("indicator", indicator.id()) }</caption>
                <thead><tr>
                    <th scope="col">{ lang.message(text::TABLE_STAGE) }</th>
                    <th scope="col">{ lang.message(text::TABLE_PART) }</th>
                    <th scope="col" class="num">{ lang.message(text::TABLE_VALUE) }</th>
                </tr></thead>
                <tbody>
                    { for stages }
                    <tr class="total">
                        <td></td>
                        <th scope="row">{ lang.message(text::TABLE_TOTAL) }</th>
                        <td class="num">{ amount(outcome.leaves.total(indicator)) }</td>
                    </tr>
                </tbody>
            </table>
        </div>
    }
}

/// Every indicator, and every input that differs between scenarios.
pub fn differences(ui: &Ui, scenarios: &[Scenario], outcomes: &[Rc<Outcome>], names: &[AttrValue]) -> Html {
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

/// The inputs as a table, printed instead of the sliders.
pub fn input_list(ui: &Ui, scenario: &Scenario, name: &AttrValue, outcome: &Outcome) -> Html {
    let lang = ui.lang;
    let inputs = &outcome.inputs;
    let rows = Param::ALL
        .into_iter()
        .filter(|param| inputs.applies[*param as usize])
        .map(|param| {
            let from = match inputs.provenance[param as usize] {
                Provenance::Reader => lang.message(text::SOURCE_OWN).to_owned(),
                Provenance::Chosen(fact) | Provenance::Default(fact) => wording::source_line(lang, &fact),
            };
            html! {
                <tr>
                    <th scope="row">{ lang.message_for("param", param.spec().id) }</th>
                    <td class="num">{ wording::value(lang, param, inputs.values[param]) }</td>
                    <td>{ from }</td>
                </tr>
            }
        });
    html! {
        <section class="print-only">
            <h2>{ [lang.message(text::INPUTS_TITLE), lang.locale().colon, name].concat() }</h2>
            <table>
                <thead><tr>
                    <th scope="col">{ lang.message(text::TABLE_INPUT) }</th>
                    <th scope="col" class="num">{ lang.message(text::TABLE_VALUE) }</th>
                    <th scope="col">{ lang.message(text::TABLE_SOURCE) }</th>
                </tr></thead>
                <tbody>
                    { for scenario.choices().map(|(choice, id)| html! {
                        <tr>
                            <th scope="row">{ lang.message_for("choice", choice.spec().id) }</th>
                            <td class="num">{ wording::option_name(lang, choice, id) }</td>
                            <td>{ lang.message(text::SOURCE_OWN) }</td>
                        </tr>
                    }) }
                    { for rows }
                </tbody>
            </table>
        </section>
    }
}

/// Which scenario is lowest and with what probability, and whether another accounting basis would give another one.
pub fn verdict(lang: Lang, outcomes: &[Rc<Outcome>], names: &[AttrValue], indicator: Indicator) -> Html {
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
                <p>{ lang.message(text::COMPARE_LOWEST_PUE) }</p>
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
