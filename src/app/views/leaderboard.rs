//! Published footprints of training runs and services, with the reader's scenarios among them.

use std::rc::Rc;

use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use super::ViewContext;
use crate::app::component::chart_view::{ChartView, Draw};
use crate::app::context::Ui;
use crate::app::figures::with_view;
use crate::app::state::Action;
use crate::app::text::{self, Lang, Msg};
use crate::app::wording;
use crate::chart::figure::{Entry, leaderboard};
use crate::chart::{Interval, Named};
use crate::data::{self, Fact, Model, Published, search};
use crate::model::{Indicator, comparable, measure};
use crate::scenario::{Choice, Param, Scenario};

/// The rankings: kind of workload and indicator.
const BOARDS: [(&str, Indicator); 5] = [
    ("training", Indicator::GhgLocation),
    ("training", Indicator::Energy),
    ("query", Indicator::Energy),
    ("image", Indicator::Energy),
    ("video", Indicator::Energy),
];

/// Maximum number of models listed where no published figure matches.
const MAX_MODELS: usize = 8;

/// The view.
pub(super) fn view(context: &ViewContext) -> Html {
    let own: Vec<Vec<Own>> = BOARDS
        .iter()
        .map(|(kind, indicator)| {
            context
                .outcomes()
                .iter()
                .zip(context.names())
                .enumerate()
                .filter_map(|(at, (outcome, name))| {
                    let value = comparable(kind, *indicator, &outcome.inputs, &outcome.leaves)?;
                    Some((at, name.clone(), value))
                })
                .collect()
        })
        .collect();
    html! { <Leaderboard ui={context.ui.clone()} {own} full={context.full_note()} /> }
}

/// A published value in the unit of its indicator.
fn amount(row: &Published) -> f64 {
    measure(row).map_or(row.value.central, |(_, units)| row.value.central / units)
}

/// Whether a row belongs to a ranking.
fn belongs(row: &Published, board: (&str, Indicator)) -> bool {
    row.kind == board.0 && row.indicator == short(board.1)
}

/// Id of an indicator in the table of published figures.
const fn short(indicator: Indicator) -> &'static str {
    match indicator {
        Indicator::Energy => "energy",
        _ => "ghg",
    }
}

/// What the rows are sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    System,
    Figure,
    Year,
}

/// The rows of a ranking that match the search, sorted.
fn rows(board: (&str, Indicator), query: &str, by: Column, descending: bool) -> Vec<&'static Published> {
    let all: Vec<&Published> = data::published()
        .iter()
        .filter(|row| belongs(row, board))
        .collect();
    let mut found: Vec<&Published> = search::rank(query, all.len(), |at| {
        let source = data::source(all[at].value.source);
        [
            all[at].system,
            source.author,
            source.details().title,
            all[at].how,
            all[at].basis,
        ]
    })
    .into_iter()
    .map(|at| all[at])
    .collect();
    found.sort_by(|a, b| {
        let order = match by {
            Column::System => a.system.to_lowercase().cmp(&b.system.to_lowercase()),
            Column::Figure => amount(a).total_cmp(&amount(b)),
            Column::Year => a.value.year.cmp(&b.value.year),
        };
        if descending { order.reverse() } else { order }
    });
    found
}

/// Index of the scenario, its name, its figure.
type Own = (usize, AttrValue, f64);

#[derive(Clone, PartialEq, Properties)]
struct Props {
    ui: Ui,
    /// The reader's scenarios for each ranking.
    own: Vec<Vec<Own>>,
    /// Message why no scenario can be added; `None` while one can.
    full: Option<&'static str>,
}

/// The rankings with search, sorting, chart and table.
#[component]
fn Leaderboard(props: &Props) -> Html {
    let (ui, lang) = (&props.ui, props.ui.lang);
    let chosen = use_state_eq(|| 0_usize);
    let query = use_state_eq(String::new);
    let sorting = use_state_eq(|| (Column::Figure, true));
    let board = BOARDS[*chosen];
    let (by, descending) = *sorting;
    let found = rows(board, &query, by, descending);
    let own = &props.own[*chosen];
    let onchange = {
        let chosen = chosen.clone();
        Callback::from(move |event: Event| {
            if let Ok(at) = event
                .target_unchecked_into::<HtmlSelectElement>()
                .value()
                .parse::<usize>()
            {
                chosen.set(at.min(BOARDS.len() - 1));
            }
        })
    };
    let oninput = {
        let query = query.clone();
        Callback::from(move |event: InputEvent| {
            query.set(event.target_unchecked_into::<HtmlInputElement>().value());
        })
    };
    let head = |column: Column, title: Msg, class: Option<&'static str>| {
        let sorting = sorting.clone();
        let onclick = move |_| {
            let (by, descending) = *sorting;
            sorting.set((
                column,
                if by == column {
                    !descending
                } else {
                    column == Column::Figure
                },
            ));
        };
        let sort = (by == column).then_some(if descending { "descending" } else { "ascending" });
        html! {
            <th scope="col" {class} aria-sort={sort}>
                <button type="button" class="sort" {onclick}>{ lang.message(title) }
                    <span aria-hidden="true">{ match sort { None => "", Some("descending") => " ▼", _ => " ▲" } }</span></button>
            </th>
        }
    };
    html! {
        <>
            <section class="card" aria-labelledby="leaderboard-title">
                <h2 id="leaderboard-title">{ lang.message(text::LEADERBOARD_TITLE) }</h2>
                <p class="muted">{ lang.message(text::LEADERBOARD_LEDE) }</p>
                <div class="board-tools">
                    <label>{ lang.message(text::LEADERBOARD_WHAT) }
                        <select class="text" {onchange}>
                            { for BOARDS.iter().enumerate().map(|(at, (kind, indicator))| html! {
                                <option value={at.to_string()} selected={at == *chosen}>{ lang.lookup(&format!("board.{kind}.{}", short(*indicator))) }</option>
                            }) }
                        </select>
                    </label>
                    <label>{ lang.message(text::LEADERBOARD_SEARCH) }
                        <input class="text" type="search" value={(*query).clone()} {oninput} autocomplete="off" />
                    </label>
                </div>
                <p class="small muted" role="status">{ lang.fill(text::LEADERBOARD_COUNT, &[("n", &found.len().to_string())]) }</p>
            </section>
            if found.is_empty() {
                { nothing_found(ui, *chosen, &query, &chosen, props.full) }
            } else {
                <ChartView {lang} name="leaderboard" title={lang.lookup(&format!("board.{}.{}", board.0, short(board.1)))}
                    draw={chart(lang, board, &query, own)} />
                <section class="card">
                    <div class="scroll" tabindex="0" role="group" aria-label={lang.message(text::LEADERBOARD_TITLE)}>
                        <table class="board">
                            <thead><tr>
                                { head(Column::System, text::LEADERBOARD_SYSTEM, None) }
                                { head(Column::Figure, text::LEADERBOARD_FIGURE, Some("num")) }
                                { head(Column::Year, text::LEADERBOARD_YEAR, Some("num")) }
                                <th scope="col">{ lang.message(text::LEADERBOARD_HOW) }</th>
                                <th scope="col">{ lang.message(text::LEADERBOARD_COUNTS) }</th>
                                <th scope="col">{ lang.message(text::TABLE_SOURCE) }</th>
                                <th scope="col"><span class="visually-hidden">{ lang.message(text::LEADERBOARD_OPEN) }</span></th>
                            </tr></thead>
                            <tbody>
                                { for own.iter().map(|(at, name, value)| html! {
                                    <tr class="own">
                                        <th scope="row"><span class={classes!("swatch", format!("swatch-{}", at + 1))} aria-hidden="true"></span>{ " " }{ name }</th>
                                        <td class="num">{ wording::amount(lang, board.1, *value) }</td>
                                        <td></td><td>{ lang.message(text::LEADERBOARD_OWN) }</td><td></td><td></td><td></td>
                                    </tr>
                                }) }
                                { for found.iter().map(|row| published(ui, row, board.1, props.full)) }
                            </tbody>
                        </table>
                    </div>
                </section>
            }
        </>
    }
}

/// What there is instead of published figures of a ranking: those of other rankings, and the sizes of models of that name.
fn nothing_found(
    ui: &Ui,
    chosen: usize,
    query: &str,
    choose: &UseStateHandle<usize>,
    full: Option<&'static str>,
) -> Html {
    let lang = ui.lang;
    let elsewhere: Vec<(usize, usize)> = (0..BOARDS.len())
        .filter(|at| *at != chosen)
        .map(|at| (at, rows(BOARDS[at], query, Column::Figure, true).len()))
        .filter(|(_, count)| *count > 0)
        .collect();
    let named = models_named(query);
    if elsewhere.is_empty() && named.is_empty() {
        return html! { <section class="card"><p>{ lang.message(text::LEADERBOARD_NONE) }</p></section> };
    }
    html! {
        <section class="card">
            <p>{ lang.fill(text::LEADERBOARD_NONE_HERE, &[("query", query)]) }</p>
            if !elsewhere.is_empty() {
                <ul>{ for elsewhere.into_iter().map(|(at, count)| {
                    let choose = choose.clone();
                    let (kind, indicator) = BOARDS[at];
                    html! {
                        <li><button type="button" class="button" onclick={move |_: MouseEvent| choose.set(at)}>
                            { lang.lookup(&format!("board.{kind}.{}", short(indicator))) }{ format!(" ({count})") }</button></li>
                    }
                }) }</ul>
            }
            if !named.is_empty() {
                <p>{ lang.message(text::LEADERBOARD_NONE_MODELS) }</p>
                <div class="scroll" tabindex="0" role="group" aria-label={lang.message(text::LEADERBOARD_NONE_MODELS)}>
                    <table>
                        <thead><tr>
                            <th scope="col">{ lang.message(text::LEADERBOARD_SYSTEM) }</th>
                            <th scope="col">{ lang.message_for("param", Param::TotalParams.spec().id) }</th>
                            <th scope="col">{ lang.message_for("param", Param::ActiveParams.spec().id) }</th>
                            <th scope="col">{ lang.message(text::TABLE_SOURCE) }</th>
                            <th scope="col"><span class="visually-hidden">{ lang.message(text::LEADERBOARD_OPEN) }</span></th>
                        </tr></thead>
                        <tbody>{ for named.into_iter().map(|model| model_row(ui, model, full)) }</tbody>
                    </table>
                </div>
            }
        </section>
    }
}

/// The text models whose names match, best first; without a search text there are none.
fn models_named(query: &str) -> Vec<&'static Model> {
    if query.trim().is_empty() {
        return Vec::new();
    }
    let all = data::models();
    search::rank(query, all.len(), |at| [all[at].name, all[at].id, all[at].vendor])
        .into_iter()
        .map(|at| &all[at])
        .filter(|model| ["text", "multimodal"].contains(&model.modality))
        .take(MAX_MODELS)
        .collect()
}

/// Table row of a model: its sizes, and a service with it as a scenario.
fn model_row(ui: &Ui, model: &'static Model, full: Option<&'static str>) -> Html {
    let lang = ui.lang;
    let size = |fact: &Fact| wording::fact_range(lang, Param::TotalParams.spec().unit, fact);
    let service = Scenario::new(model.name)
        .choosing(Choice::TrainingRoute, "none")
        .choosing(Choice::InferenceRoute, "tokens")
        .choosing(Choice::Model, model.id);
    html! {
        <tr key={model.id}>
            <th scope="row">{ model.name }</th>
            <td>{ size(&model.total_b) }</td>
            <td>{ size(&model.active_b) }</td>
            <td>{ wording::short_citation(lang, data::source(model.total_b.source)) }
                if model.total_b.assumed {
                    { " " }<span class="badge warn">{ lang.message(text::SOURCE_ASSUMED) }</span>
                }
            </td>
            <td><button type="button" class="button" disabled={full.is_some()} title={full} aria-label={format!("{}: {}", lang.message(text::LEADERBOARD_OPEN), model.name)}
                onclick={ui.on(Action::AddScenario(Box::new(service)))}>{ lang.message(text::LEADERBOARD_OPEN) }</button></td>
        </tr>
    }
}

/// Table row of a published figure.
fn published(ui: &Ui, row: &'static Published, indicator: Indicator, full: Option<&'static str>) -> Html {
    let lang = ui.lang;
    let source = data::source(row.value.source);
    let counts = [
        ("pue", row.boundary.pue),
        ("host", row.boundary.hosts),
        ("idle", row.boundary.idle),
        ("development", row.boundary.development),
        ("embodied", row.boundary.embodied),
    ];
    let open = (!row.settings.is_empty()).then(|| {
        let scenario = Scenario::from_settings(row.system, &row.settings);
        html! {
            <button type="button" class="button" disabled={full.is_some()} title={full} aria-label={format!("{}: {}", lang.message(text::LEADERBOARD_OPEN), row.system)}
                onclick={ui.on(Action::AddScenario(Box::new(scenario)))}>{ lang.message(text::LEADERBOARD_OPEN) }</button>
        }
    });
    html! {
        <tr key={row.id}>
            <th scope="row">{ row.system }</th>
            <td class="num">{ wording::amount(lang, indicator, amount(row)) }</td>
            <td class="num">{ row.value.year.to_string() }</td>
            <td>{ lang.message_for("how", row.how) }
                if row.basis != "none" {
                    <span class="small muted board-basis">{ lang.message_for("basis", row.basis) }</span>
                }
            </td>
            <td><ul class="ticks">{ for counts.into_iter().map(|(part, counted)| {
                let (sign, class, word) = match counted {
                    Some(true) => ("✓", "tick yes", text::TICK_COUNTED),
                    Some(false) => ("–", "tick no", text::TICK_LEFT_OUT),
                    None => ("?", "tick", text::TICK_NOT_SAID),
                };
                html! {
                    <li {class} title={lang.message(word)}><span aria-hidden="true">{ sign }</span>{ " " }{ lang.message_for("tick.part", part) }
                        <span class="visually-hidden">{ lang.locale().colon }{ lang.message(word) }</span></li>
                }
            }) }</ul></td>
            <td>
                if source.details().url.is_empty() {
                    { wording::short_citation(lang, source) }
                } else {
                    <a href={source.details().url} target="_blank" rel="noopener">{ wording::short_citation(lang, source) }</a>
                }
            </td>
            <td>{ open }</td>
        </tr>
    }
}

/// Chart of all matching rows and the reader's scenarios; all, since the rank depends on the full list.
fn chart(lang: Lang, board: (&'static str, Indicator), query: &str, own: &[Own]) -> Draw {
    let found = rows(board, query, Column::Figure, true);
    let own = own.to_vec();
    Draw(Rc::new(move |width| {
        let mut entries: Vec<Entry> = found
            .iter()
            .map(|row| Entry {
                named: Named {
                    name: row.system,
                    value: Interval::exact(amount(row)),
                },
                detail: lang.message_for("how", row.how),
                scenario: None,
            })
            .collect();
        entries.extend(own.iter().map(|(at, name, value)| Entry {
            named: Named {
                name,
                value: Interval::exact(*value),
            },
            detail: "",
            scenario: Some(*at),
        }));
        with_view(lang, board.1, width, |view| leaderboard::draw(&entries, view))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ranking_has_sorted_rows() {
        for board in BOARDS {
            let descending = rows(board, "", Column::Figure, true);
            assert!(descending.len() >= 5, "{board:?} has {}", descending.len());
            assert!(
                descending.is_sorted_by(|a, b| amount(a) >= amount(b)),
                "{board:?}"
            );
            let by_name = rows(board, "", Column::System, false);
            assert!(by_name.is_sorted_by(|a, b| a.system.to_lowercase() <= b.system.to_lowercase()));
        }
    }

    #[test]
    fn a_search_filters_the_rows() {
        let all = rows(BOARDS[0], "", Column::Year, false).len();
        let llama = rows(BOARDS[0], "llama", Column::Year, false);
        assert!(!llama.is_empty() && llama.len() < all);
        assert!(llama.iter().any(|row| row.system.contains("Llama")));
        assert!(rows(BOARDS[0], "zzzzqq", Column::Year, false).is_empty());
    }

    #[test]
    fn a_model_without_published_figure_is_found_by_its_size() {
        assert!(rows(BOARDS[0], "GPT-4", Column::Year, false).is_empty());
        let named = models_named("GPT-4");
        assert_eq!(named.first().map(|model| model.id), Some("openai/gpt-4"));
        assert!(named.iter().all(|model| model.total_b.assumed));
        assert!(models_named(" ").is_empty() && models_named("zzzzqq").is_empty());
    }

    #[test]
    fn amounts_are_converted_to_the_unit_of_the_indicator() {
        let row = |unit| {
            let found = data::published().iter().find(|row| row.unit == unit).expect(unit);
            amount(found) / found.value.central
        };
        assert!((row("kWh") - 1.0).abs() < 1e-12);
        assert!((row("Wh") - 1e-3).abs() < 1e-12);
        assert!((row("g CO2e") - 1e-3).abs() < 1e-12);
        assert!((row("mg Sb eq") - 1e-6).abs() < 1e-12);
    }
}
