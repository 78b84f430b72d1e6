//! Tables: data of figures, breakdown of a result, comparison of scenarios.

use yew::prelude::*;

use crate::analysis::Outcome;
use crate::app::context::Ui;
use crate::app::text;
use crate::app::wording;
use crate::chart::Table;
use crate::model::{Indicator, Stage};
use crate::scenario::{Param, Scenario, origin};

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

/// The inputs as a table, printed instead of the sliders.
pub fn input_list(ui: &Ui, scenario: &Scenario, name: &AttrValue, outcome: &Outcome) -> Html {
    let lang = ui.lang;
    let inputs = &outcome.inputs;
    let started_from = origin(scenario);
    let rows = Param::ALL
        .into_iter()
        .filter(|param| inputs.applies[*param as usize])
        .map(|param| {
            html! {
                <tr>
                    <th scope="row">{ lang.message_for("param", param.spec().id) }</th>
                    <td class="num">{ wording::value(lang, param, inputs.values[param]) }</td>
                    <td>{ wording::provenance(lang, param, &inputs.provenance[param as usize]) }</td>
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
                            <td>{ wording::choice_source(lang, started_from, choice, id) }</td>
                        </tr>
                    }) }
                    { for rows }
                </tbody>
            </table>
        </section>
    }
}
