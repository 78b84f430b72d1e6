//! Tables: the data of a figure, and the parts of a result.

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
    let counts = |column: usize| {
        let cell = table.rows.first().and_then(|row| row.get(column));
        cell.is_some_and(|cell| cell.number.is_some())
    };
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={caption.to_owned()}>
            <table>
                <caption class="hush">{ caption.to_owned() }</caption>
                <thead><tr>
                    { for table.columns.iter().enumerate().map(|(index, column)| html! {
                        <th scope="col" class={counts(index).then_some("num")}>{ column }</th>
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

/// Every leaf that is not zero, stage by stage, and their sum.
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
                    <td>{ lang.of_kind("stage", stage.id()) }</td>
                    <th scope="row">{ lang.of_kind("leaf", leaf.id()) }</th>
                    <td class="num">{ amount(value) }</td>
                </tr>
            }
        })
    });
    html! {
        <div class="scroll" tabindex="0" role="region" aria-label={lang.get(text::RESULT_PARTS)}>
            <table>
                <caption>{ lang.of_kind("indicator", indicator.id()) }</caption>
                <thead><tr>
                    <th scope="col">{ lang.get(text::TABLE_STAGE) }</th>
                    <th scope="col">{ lang.get(text::TABLE_PART) }</th>
                    <th scope="col" class="num">{ lang.get(text::TABLE_VALUE) }</th>
                </tr></thead>
                <tbody>
                    { for stages }
                    <tr class="total">
                        <td></td>
                        <th scope="row">{ lang.get(text::TABLE_TOTAL) }</th>
                        <td class="num">{ amount(outcome.leaves.total(indicator)) }</td>
                    </tr>
                </tbody>
            </table>
        </div>
    }
}

/// Every indicator and every input that differs, scenario by scenario.
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
                    <th scope="row">{ lang.of_kind("choice", choice.spec().id) }</th>
                    { for scenarios.iter().zip(outcomes).map(|(s, o)| html! {
                        <td class="num">{ match choice {
                            // That of the cloud region, where none is chosen.
                            Choice::Zone => Catalog::built_in().zone(&o.inputs.choices.zone).map_or("", |z| z.name).to_owned(),
                            _ => wording::chosen(lang, choice, s.chosen(choice)),
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
                <th scope="row">{ lang.of_kind("indicator", indicator.id()) }</th>
                { for outcomes.iter().enumerate().map(|(index, o)| html! {
                    <td class="num">
                        { wording::amount(lang, indicator, o.leaves.total(indicator)) }
                        if best == Some(index) {
                            <span class="badge lowest">{ lang.get(text::COMPARE_BEST) }</span>
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
            <h2>{ lang.get(text::RESULT_INDICATORS) }</h2>
            <div class="scroll" tabindex="0" role="region" aria-label={lang.of("nav.compare")}>
                <table>{ head(lang.get(text::TABLE_INDICATOR)) }<tbody>{ for indicators }</tbody></table>
            </div>
            <h2 class="second">{ lang.get(text::COMPARE_INPUTS) }</h2>
            if differing.is_empty() && chosen.is_empty() {
                <p class="muted">{ lang.get(text::COMPARE_SAME) }</p>
            } else {
                <div class="scroll" tabindex="0" role="region" aria-label={lang.get(text::COMPARE_INPUTS)}>
                    <table>
                        { head(lang.get(text::TABLE_INPUT)) }
                        <tbody>
                            { for chosen }
                            { for differing.iter().map(|param| html! {
                                <tr>
                                    <th scope="row">{ lang.of_kind("param", param.spec().id) }</th>
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

/// The inputs as a list of values: what the print shows in the place of sliders.
pub fn input_list(ui: &Ui, scenario: &Scenario, name: &AttrValue, outcome: &Outcome) -> Html {
    let lang = ui.lang;
    let inputs = &outcome.inputs;
    let rows = Param::ALL
        .into_iter()
        .filter(|param| inputs.applies[*param as usize])
        .map(|param| {
            let from = match inputs.provenance[param as usize] {
                Provenance::Reader => lang.get(text::SOURCE_OWN).to_owned(),
                Provenance::Chosen(fact) | Provenance::Default(fact) => wording::source_line(lang, &fact),
            };
            html! {
                <tr>
                    <th scope="row">{ lang.of_kind("param", param.spec().id) }</th>
                    <td class="num">{ wording::value(lang, param, inputs.values[param]) }</td>
                    <td>{ from }</td>
                </tr>
            }
        });
    html! {
        <section class="print-only">
            <h2>{ [lang.get(text::INPUTS_TITLE), lang.locale().colon, name].concat() }</h2>
            <table>
                <thead><tr>
                    <th scope="col">{ lang.get(text::TABLE_INPUT) }</th>
                    <th scope="col" class="num">{ lang.get(text::TABLE_VALUE) }</th>
                    <th scope="col">{ lang.get(text::TABLE_SOURCE) }</th>
                </tr></thead>
                <tbody>
                    { for scenario.choices().map(|(choice, id)| html! {
                        <tr>
                            <th scope="row">{ lang.of_kind("choice", choice.spec().id) }</th>
                            <td class="num">{ wording::chosen(lang, choice, id) }</td>
                            <td>{ lang.get(text::SOURCE_OWN) }</td>
                        </tr>
                    }) }
                    { for rows }
                </tbody>
            </table>
        </section>
    }
}

/// Which scenario is lowest and how sure that is; where another basis of counting says another one, that too.
pub fn answer(lang: Lang, outcomes: &[Rc<Outcome>], names: &[AttrValue], indicator: Indicator) -> Html {
    let told = |message, indicator: Indicator, at: usize| {
        let chance = probability_of_lowest(outcomes, indicator, at);
        let parts = [
            ("indicator", lang.of_kind("indicator", indicator.id())),
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
            <h2>{ lang.get(text::COMPARE_SURE) }</h2>
            <p class="verdict">{ match verdict.lowest {
                Some(low) => told(text::COMPARE_LOWEST, indicator, low),
                None if outcomes.len() < 2 => lang.get(text::CHART_COMPARE_ONE).to_owned(),
                None => lang.get(text::COMPARE_LOWEST_NONE).to_owned(),
            } }</p>
            if let Some((other, at)) = verdict.lowest_by_other_accounting {
                <p>{ told(text::COMPARE_LOWEST_BY, other, at) }</p>
            }
            if verdict.pue_differs {
                <p>{ lang.get(text::COMPARE_LOWEST_PUE) }</p>
            }
            if verdict.understated {
                <p>{ lang.get(text::COMPARE_LOWEST_MIXED) }</p>
            }
            if outcomes.len() > 1 {
                <p class="small muted">{ lang.get(text::COMPARE_SURE_NOTE) }</p>
            }
        </section>
    }
}
