//! The results of other published methods for the same scenario, and why they differ.

use std::cell::OnceCell;
use std::rc::Rc;

use yew::prelude::*;

use super::ViewContext;
use crate::analysis::Outcome;
use crate::app::component::chart_view::{ChartView, Draw};
use crate::app::context::Ui;
use crate::app::figures::with_view;
use crate::app::platform::fetch;
use crate::app::text::{self, Lang};
use crate::app::wording;
use crate::chart::figure::{Entry, comparison, waterfall};
use crate::chart::{Interval, Named};
use crate::data::Catalog;
use crate::method::common::{Coverage, Range};
use crate::method::library::Library;
use crate::method::side_by_side::{
    Answer, Cause, Comparison, Figures, Part, Row, Used, Value, side_by_side, tables,
};
use crate::model::Indicator;
use crate::report::number;

thread_local! {
    /// Tables of the methods, once loaded.
    static LIBRARY: OnceCell<Rc<Library>> = const { OnceCell::new() };
}

/// The view.
pub fn view(context: &ViewContext) -> Html {
    html! { <Methods ui={context.ui.clone()} outcome={context.outcome().clone()} name={context.name().clone()} scenario={context.state.active} /> }
}

#[derive(Clone, PartialEq, Properties)]
struct Props {
    ui: Ui,
    outcome: Rc<Outcome>,
    name: AttrValue,
    scenario: usize,
}

/// Loading state of the tables.
#[derive(Clone)]
enum Tables {
    Loading,
    Failed,
    Loaded(Rc<Library>),
}

/// All methods, once their tables are loaded.
#[component]
fn Methods(props: &Props) -> Html {
    let lang = props.ui.lang;
    let library = use_state(|| {
        LIBRARY
            .with(|cell| cell.get().cloned())
            .map_or(Tables::Loading, Tables::Loaded)
    });
    let chosen = use_state_eq(|| None::<&'static str>);
    let load = {
        let library = library.clone();
        Callback::from(move |()| {
            let library = library.clone();
            library.set(Tables::Loading);
            let names: Vec<&str> = tables().collect();
            let paths = names.iter().map(|name| format!("data/methods/{name}")).collect();
            fetch::texts(
                paths,
                Callback::from(move |texts: Vec<Option<String>>| library.set(parsed(&names, &texts))),
            );
        })
    };
    {
        let (load, loaded) = (load.clone(), matches!(*library, Tables::Loaded(_)));
        use_effect_with((), move |()| {
            if !loaded {
                load.emit(());
            }
        });
    }
    let content = match &*library {
        Tables::Loading => html! { <p role="status">{ lang.message(text::METHODS_COMING) }</p> },
        Tables::Failed => html! {
            <div role="alert">
                <p>{ lang.message(text::METHODS_MISSING) }</p>
                <p><button type="button" class="button" onclick={move |_| load.emit(())}>{ lang.message(text::METHODS_AGAIN) }</button></p>
            </div>
        },
        Tables::Loaded(library) => {
            let outcome = &props.outcome;
            let rows = side_by_side(&outcome.inputs, &outcome.leaves, Catalog::built_in(), library);
            let choose = {
                let chosen = chosen.clone();
                Callback::from(move |id: &'static str| chosen.set((*chosen != Some(id)).then_some(id)))
            };
            return html! {
                <>
                    <section class="card" aria-labelledby="methods-title">
                        <h2 id="methods-title">{ lang.message(text::METHODS_TITLE) }</h2>
                        <p class="muted">{ lang.fill(text::METHODS_LEDE, &[("name", &props.name)]) }</p>
                    </section>
                    <ChartView {lang} name="methods" title={lang.message(text::METHODS_CHART)}
                        draw={all(lang, &rows, outcome, &props.name, props.scenario)} />
                    <ul class="methods">
                        { for rows.iter().map(|row| html! {
                            <li class="card" key={row.method.id}>{ method(lang, row, *chosen == Some(row.method.id), &choose) }</li>
                        }) }
                    </ul>
                    <section class="card"><h2>{ lang.message(text::METHODS_WHY) }</h2><p>{ lang.message(text::METHODS_WHY_TEXT) }</p></section>
                </>
            };
        }
    };
    html! {
        <section class="card" aria-labelledby="methods-title">
            <h2 id="methods-title">{ lang.message(text::METHODS_TITLE) }</h2>
            { content }
        </section>
    }
}

/// Parses the fetched tables. Tables under the ODbL are optional, all others are required.
fn parsed(names: &[&str], texts: &[Option<String>]) -> Tables {
    let all = names
        .iter()
        .zip(texts)
        .all(|(name, text)| text.is_some() || name.contains("odbl"));
    let found = |name: &str| {
        let at = names.iter().position(|known| *known == name)?;
        texts[at].as_deref()
    };
    match Library::parse(found) {
        Ok(library) if all => {
            let library = Rc::new(library);
            LIBRARY.with(|cell| Tables::Loaded(cell.get_or_init(|| library).clone()))
        }
        _ => Tables::Failed,
    }
}

/// A method's range as an interval, with its mean as the central value.
fn interval(range: Range) -> Interval {
    Interval {
        low: range.min,
        central: range.mean(),
        high: range.max,
    }
}

/// Chart with one bar per method, and our result.
fn all(lang: Lang, rows: &[Row], outcome: &Rc<Outcome>, name: &AttrValue, scenario: usize) -> Draw {
    let mut bars: Vec<(String, Interval)> = rows
        .iter()
        .filter_map(|row| match &row.answer {
            Answer::Figures(found) => Some((labelled(lang, row, found), interval(found.kg))),
            Answer::NotApplicable(_) => None,
        })
        .collect();
    bars.push((
        lang.fill(text::METHODS_OURS, &[("name", name)]),
        outcome.total(Indicator::GhgLocation),
    ));
    Draw(Rc::new(move |width| {
        let last = bars.len() - 1;
        let entries: Vec<Entry> = bars
            .iter()
            .enumerate()
            .map(|(at, (name, value))| Entry {
                named: Named { name, value: *value },
                detail: "",
                scenario: (at == last).then_some(scenario),
            })
            .collect();
        with_view(lang, Indicator::GhgLocation, width, |view| {
            comparison::methods(&entries, view)
        })
    }))
}

/// Name of a method; with the part, if its result covers only training or only inference.
fn labelled(lang: Lang, row: &Row, found: &Comparison) -> String {
    if found.part == Part::Both {
        return row.method.name.to_owned();
    }
    let part = lang.message_for("part", part_id(found.part));
    format!("{} ({part})", row.method.name)
}

const fn part_id(part: Part) -> &'static str {
    match part {
        Part::Training => "training",
        Part::Inference => "inference",
        Part::Both => "both",
    }
}

/// One method: its figures and ours, what it counts, the main reason for the difference and, if `open`, all steps.
fn method(lang: Lang, row: &Row, open: bool, choose: &Callback<&'static str>) -> Html {
    let id = row.method.id;
    let head = html! {
        <div class="method-head">
            <h3>{ row.method.name }{ " " }<span class="muted">{ row.method.version }</span></h3>
            <a class="small" href={row.method.url} target="_blank" rel="noopener">{ lang.message(text::SOURCE_OPEN) }<span class="visually-hidden">{ lang.locale().colon }{ row.method.name }</span></a>
        </div>
    };
    let found = match &row.answer {
        Answer::Figures(found) => found,
        Answer::NotApplicable(reason) => {
            return html! { <>{ head }<p class="muted">{ lang.message_for("reason", reason.id()) }</p>{ ticks(lang, row) }</> };
        }
    };
    let choose = choose.clone();
    let onclick = move |_| choose.emit(id);
    let part = lang.message_for("part", part_id(found.part));
    html! {
        <>
            { head }
            <dl class="method-figures">
                <div><dt>{ lang.message(text::METHODS_THEIRS) }{ " · " }{ part }</dt>
                    <dd><b>{ gas(lang, found.kg) }</b><span class="muted">{ energy(lang, found.kwh) }</span></dd></div>
                <div><dt>{ lang.message(text::METHODS_SAME) }</dt>{ ours(lang, found.ours) }</div>
                <div><dt>{ lang.message(text::METHODS_RATIO) }</dt><dd><b>{ ratio(lang, found) }</b></dd></div>
            </dl>
            <p>{ cause(lang, found.largest_cause.as_ref()) }</p>
            if let Some((part, reason)) = found.without {
                <p class="small muted">{ lang.message_for("part", part_id(part)) }{ lang.locale().colon }{ lang.message_for("reason", reason.id()) }</p>
            }
            { ticks(lang, row) }
            <p><button type="button" class="button" {onclick} aria-expanded={open.to_string()}>
                { lang.message(text::METHODS_BRIDGE) }<span class="visually-hidden">{ lang.locale().colon }{ row.method.name }</span></button></p>
            if open {
                <ChartView {lang} name="bridge" title={lang.fill(text::METHODS_BRIDGE_TITLE, &[("name", row.method.name)])}
                    draw={bridge(lang, row, found)} />
                { used(lang, &found.inputs) }
            }
        </>
    }
}

/// The range of a method's result, or the amount if it is exact.
fn range_or_amount(lang: Lang, indicator: Indicator, value: Range) -> String {
    let value = interval(value);
    wording::range(lang, indicator, value).unwrap_or_else(|| wording::amount(lang, indicator, value.central))
}

fn gas(lang: Lang, value: Range) -> String {
    range_or_amount(lang, Indicator::GhgLocation, value)
}

fn energy(lang: Lang, value: Range) -> String {
    range_or_amount(lang, Indicator::Energy, value)
}

fn ours(lang: Lang, ours: Figures) -> Html {
    html! {
        <dd><b>{ wording::amount(lang, Indicator::GhgLocation, ours.kg) }</b>
            <span class="muted">{ wording::amount(lang, Indicator::Energy, ours.kwh) }</span></dd>
    }
}

fn ratio(lang: Lang, found: &Comparison) -> String {
    let theirs = found.kg.mean();
    if theirs > 0.0 && found.ours.kg > 0.0 {
        format!(
            "{}\u{a0}×",
            number::significant(theirs / found.ours.kg, 2, lang.locale())
        )
    } else {
        "–".to_owned()
    }
}

/// Sentence on the largest step between the method's figure and ours.
fn cause(lang: Lang, cause: Option<&Cause>) -> String {
    let Some(cause) = cause else {
        return lang.message(text::METHODS_SAME_FIGURE).to_owned();
    };
    let value = |value: f64| lang.value_in(value, Some(3), cause.assumption.unit());
    lang.fill(
        text::METHODS_CAUSE,
        &[
            ("what", lang.message_for("assumption", cause.assumption.id())),
            ("from", &value(cause.from)),
            ("to", &value(cause.to)),
            ("change", &wording::signed(lang, Indicator::GhgLocation, cause.kg)),
        ],
    )
}

/// What the method counts, part by part, as symbols with text alternatives.
fn ticks(lang: Lang, row: &Row) -> Html {
    html! {
        <ul class="ticks" aria-label={lang.message(text::METHODS_COUNTS)}>
            { for row.boundary.parts().into_iter().map(|(part, coverage)| {
                let (sign, class, word) = match coverage {
                    Coverage::Counted => ("✓", "tick yes", text::TICK_COUNTED),
                    Coverage::IfGiven => ("○", "tick", text::TICK_IF_GIVEN),
                    Coverage::LeftOut => ("–", "tick no", text::TICK_LEFT_OUT),
                };
                html! {
                    <li {class}><span aria-hidden="true">{ sign }</span>{ " " }{ lang.lookup(&format!("tick.part.{}", part.to_lowercase())) }
                        <span class="visually-hidden">{ lang.locale().colon }{ lang.message(word) }</span></li>
                }
            }) }
        </ul>
    }
}

/// Chart from the method's result to ours, one assumption at a time.
fn bridge(lang: Lang, row: &Row, found: &Comparison) -> Draw {
    let (bridge, name) = (found.bridge.clone(), row.method.name);
    Draw(Rc::new(move |width| {
        let steps: Vec<Named> = bridge
            .moving()
            .map(|step| Named {
                name: lang.message_for("assumption", step.switch.id()),
                value: Interval::exact(step.change()),
            })
            .collect();
        let data = waterfall::Waterfall {
            start: Named {
                name,
                value: Interval::exact(bridge.start),
            },
            steps: &steps,
            end: Named {
                name: lang.message(text::METHODS_US),
                value: Interval::exact(bridge.end),
            },
        };
        with_view(lang, Indicator::GhgLocation, width, |view| {
            waterfall::bridge(&data, view)
        })
    }))
}

/// Table of the method's inputs.
fn used(lang: Lang, inputs: &[Used]) -> Html {
    html! {
        <div class="scroll" tabindex="0" role="group" aria-label={lang.message(text::METHODS_INPUTS)}>
            <table>
                <caption>{ lang.message(text::METHODS_INPUTS) }</caption>
                <thead><tr>
                    <th scope="col">{ lang.message(text::TABLE_INPUT) }</th>
                    <th scope="col" class="num">{ lang.message(text::TABLE_VALUE) }</th>
                    <th scope="col">{ lang.message(text::TABLE_SOURCE) }</th>
                </tr></thead>
                <tbody>{ for inputs.iter().map(|input| {
                    let unit = input.input.unit();
                    let value = match &input.value {
                        Value::Name(name) => name.clone(),
                        Value::Number(range) if range.min >= range.max => lang.value_in(range.min, Some(4), unit),
                        Value::Number(range) => number::join(
                            &number::range_in_unit(range.min, range.max, unit, lang.locale()),
                            lang.unit(unit, range.max),
                        ),
                    };
                    let origin = format!("{:?}", input.origin).to_lowercase();
                    html! {
                        <tr>
                            <th scope="row">{ lang.message_for("part", part_id(input.part)) }{ lang.locale().colon }{ lang.message_for("methodinput", input.input.id()) }</th>
                            <td class="num">{ value }</td>
                            <td>{ lang.message_for("methodorigin", &origin) }</td>
                        </tr>
                    }
                }) }</tbody>
            </table>
        </div>
    }
}
