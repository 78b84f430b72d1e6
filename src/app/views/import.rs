//! What other tools logged, as scenarios, with our figure beside theirs.

use web_sys::{DragEvent, File, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::app::context::Ui;
use crate::app::platform::{self, file};
use crate::app::state::{Action, Note};
use crate::app::text::{self, Lang};
use crate::app::wording;
use crate::codec::{self, DecodeWarning};
use crate::data::Catalog;
use crate::import::{ImportError, Imported, ImportedRun, Kind, Problem, read};
use crate::model::{Indicator, evaluate};
use crate::report::number;
use crate::scenario::{Scenario, resolve};

/// Entries shown; the rest is named by its number.
const SHOWN: usize = 50;

/// Faults shown of a file that cannot be read.
const FAULTS: usize = 8;

/// Name of a text that was pasted; its content tells what it is.
const PASTED: &str = "pasted.csv";

/// Milliseconds for the browser to show that a file is being read.
const BREATH: u32 = 30;

/// The way to change the state.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    /// Language, and the way to ask for another state.
    pub ui: Ui,
    /// Why no scenario can be added, where none can.
    pub full: Option<&'static str>,
}

/// What was handed over.
#[derive(Clone, PartialEq)]
enum Progress {
    Nothing,
    Reading,
    Unreadable(String),
    Failed(ImportError),
    Read(String, Imported<Vec<ImportedRun>>),
}

/// A place for files and texts of other tools.
#[component]
pub(super) fn Import(props: &Props) -> Html {
    let lang = props.ui.lang;
    let progress = use_state(|| Progress::Nothing);
    let pasted = use_state(String::new);
    let over = use_state_eq(|| false);
    let take = {
        let progress = progress.clone();
        Callback::from(move |(name, text): (String, Option<String>)| {
            let Some(text) = text else {
                progress.set(Progress::Unreadable(name));
                return;
            };
            progress.set(Progress::Reading);
            let progress = progress.clone();
            // A large file holds the page for a moment: first it says so.
            platform::after(BREATH, move || {
                let found = if codec::json::looks_like_scenarios(&text) {
                    scenarios(lang, &name, &text)
                } else {
                    read(&name, &text)
                };
                progress.set(match found {
                    Ok(found) => Progress::Read(name, found),
                    Err(error) => Progress::Failed(error),
                });
            });
        })
    };
    let take_file = {
        let take = take.clone();
        move |chosen: Option<File>| {
            if let Some(chosen) = chosen {
                file::read(chosen, take.clone());
            }
        }
    };
    let onchange = {
        let take_file = take_file.clone();
        move |event: Event| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            take_file(input.files().and_then(|files| files.get(0)));
            // The same file may be chosen again after it was mended.
            input.set_value("");
        }
    };
    let ondrop = {
        let over = over.clone();
        move |event: DragEvent| {
            event.prevent_default();
            over.set(false);
            take_file(event.data_transfer().and_then(|data| data.files()?.get(0)));
        }
    };
    let ondragover = {
        let over = over.clone();
        move |event: DragEvent| {
            event.prevent_default();
            over.set(true);
        }
    };
    let ondragleave = {
        let over = over.clone();
        move |_: DragEvent| over.set(false)
    };
    let onpaste = {
        let pasted = pasted.clone();
        move |event: InputEvent| pasted.set(event.target_unchecked_into::<HtmlTextAreaElement>().value())
    };
    let read_pasted = {
        let (take, pasted) = (take.clone(), pasted.clone());
        move |_| take.emit((PASTED.to_owned(), Some((*pasted).clone())))
    };
    html! {
        <section class="card" aria-labelledby="import-title">
            <h2 id="import-title">{ lang.get(text::IMPORT_TITLE) }</h2>
            <p class="muted">{ lang.get(text::IMPORT_LEDE) }</p>
            <div class={classes!("drop", over.then_some("over"))} {ondrop} {ondragover} {ondragleave}>
                <label class="button drop-button">
                    { lang.get(text::IMPORT_CHOOSE) }
                    <input class="hush" type="file" accept=".csv,.json,.jsonl,.md,.yaml,.yml,.txt" {onchange} />
                </label>
                <span class="muted">{ lang.get(text::IMPORT_DROP) }</span>
            </div>
            <details class="more">
                <summary>{ lang.get(text::IMPORT_PASTE) }</summary>
                <div class="group-body">
                    <textarea class="text paste" rows="6" spellcheck="false" aria-label={lang.get(text::IMPORT_PASTE)}
                        oninput={onpaste} value={(*pasted).clone()} />
                    <p><button type="button" class="button" disabled={pasted.trim().is_empty()} onclick={read_pasted}>{ lang.get(text::IMPORT_READ) }</button></p>
                </div>
            </details>
            <div role="status">
                { match &*progress {
                    Progress::Nothing => Html::default(),
                    Progress::Reading => html! { <p>{ lang.get(text::IMPORT_READING) }</p> },
                    Progress::Unreadable(name) => html! { <p class="field-error">{ lang.fill(text::IMPORT_UNREADABLE, &[("name", name)]) }</p> },
                    Progress::Failed(error) => failed(&props.ui, error),
                    Progress::Read(name, found) => runs(props, name, found),
                } }
            </div>
        </section>
    }
}

/// Scenarios as this page saves them, as runs that logged nothing.
fn scenarios(lang: Lang, name: &str, text: &str) -> Result<Imported<Vec<ImportedRun>>, ImportError> {
    let problem = |line: usize, column: usize, reason: String| Problem { line, column, reason };
    let failed = |problems| ImportError {
        file: name.to_owned(),
        kind: None,
        problems,
    };
    let found = codec::json::decode_all(text)
        .map_err(|fault| failed(vec![problem(fault.line, fault.column, fault.reason)]))?;
    let mut warnings: Vec<Problem> = found
        .others
        .into_iter()
        .map(|line| problem(line, 1, lang.get(text::IMPORT_NO_SCENARIO).to_owned()))
        .collect();
    if found.scenarios.is_empty() {
        return Err(failed(warnings));
    }
    let mut value = Vec::new();
    for (line, scenario, dropped) in found.scenarios {
        warnings.extend(dropped.into_iter().map(|one| {
            let reason = match one {
                DecodeWarning::UnknownKey(key) => lang.fill(text::IMPORT_UNKNOWN_KEY, &[("key", &key)]),
                other => wording::note(lang, &Note::Link(other)),
            };
            problem(line, 1, reason)
        }));
        value.push(ImportedRun::scenario(line, scenario));
    }
    Ok(Imported { value, warnings })
}

/// Why nothing was read, line by line.
fn failed(ui: &Ui, error: &ImportError) -> Html {
    let lang = ui.lang;
    let more = error.problems.len().saturating_sub(FAULTS);
    html! {
        <div class="import-result">
            <p class="field-error">{ lang.fill(text::IMPORT_FAILED, &[("name", &error.file)]) }</p>
            { problems(ui, &error.problems) }
            if more > 0 {
                <p class="small muted">{ lang.fill(text::IMPORT_MORE, &[("n", &more.to_string())]) }</p>
            }
        </div>
    }
}

fn problems(ui: &Ui, problems: &[Problem]) -> Html {
    html! {
        <ul class="small">
            { for problems.iter().take(FAULTS).map(|problem| html! {
                <li>{ ui.lang.fill(text::IMPORT_LINE, &[("line", &problem.line.to_string()), ("column", &problem.column.to_string()), ("reason", &problem.reason)]) }</li>
            }) }
        </ul>
    }
}

/// Electricity and location-based greenhouse gas of a scenario.
fn ours(scenario: &Scenario) -> (f64, f64) {
    let inputs = resolve(scenario, Catalog::built_in());
    let leaves = evaluate(&inputs.values, &inputs.choices);
    (
        leaves.total(Indicator::Energy),
        leaves.total(Indicator::GhgLocation),
    )
}

/// Every run with the figure it logged and ours.
fn runs(props: &Props, name: &str, found: &Imported<Vec<ImportedRun>>) -> Html {
    let (ui, full) = (&props.ui, props.full);
    let lang = ui.lang;
    let entries = &found.value;
    let sum = |get: fn(&ImportedRun) -> Option<f64>| entries.iter().filter_map(get).sum::<f64>();
    let count: usize = entries.iter().map(|entry| entry.runs).sum();
    let amount = |indicator, value: Option<f64>| {
        value.map_or_else(|| "–".to_owned(), |value| wording::amount(lang, indicator, value))
    };
    let logged = [
        ("name", name),
        ("runs", &count.to_string()),
        ("entries", &entries.len().to_string()),
        (
            "energy",
            &wording::amount(lang, Indicator::Energy, sum(|e| e.energy_kwh)),
        ),
        (
            "gas",
            &wording::amount(lang, Indicator::GhgLocation, sum(|e| e.ghg_kg)),
        ),
    ];
    let own = entries.iter().all(|entry| entry.kind == Kind::Scenario);
    let (found_as, why) = if own {
        (text::IMPORT_FOUND_SCENARIOS, text::IMPORT_WHY_SCENARIOS)
    } else {
        (text::IMPORT_FOUND, text::IMPORT_WHY)
    };
    let rows = entries.iter().take(SHOWN).map(|entry| {
        let our = entry.scenario.as_ref().map(ours);
        let ratio = match (our, entry.ghg_kg) {
            (Some((_, ours)), Some(theirs)) if theirs > 0.0 => {
                format!("{} ×", number::significant(ours / theirs, 3, lang.locale()))
            }
            _ => "–".to_owned(),
        };
        let add = entry.scenario.clone().map(|scenario| {
            let label = format!("{}: {}", lang.get(text::IMPORT_ADD), scenario.name);
            html! {
                <button type="button" class="button" disabled={full.is_some()} title={full} aria-label={label}
                    onclick={ui.on(Action::AddScenario(Box::new(scenario)))}>{ lang.get(text::IMPORT_ADD) }</button>
            }
        });
        html! {
            <tr>
                <th scope="row">{ if entry.name.is_empty() { lang.get(text::IMPORT_UNNAMED).to_owned() } else { entry.name.clone() } }
                    { for entry.notes.iter().map(|note| html! {
                        <span class="small muted import-note">{ lang.of_kind("importnote", note.id()) }</span>
                    }) }
                </th>
                <td class="num">{ entry.runs.to_string() }</td>
                <td class="num">{ amount(Indicator::Energy, entry.energy_kwh) }</td>
                <td class="num">{ amount(Indicator::Energy, our.map(|o| o.0)) }</td>
                <td class="num">{ amount(Indicator::GhgLocation, entry.ghg_kg) }</td>
                <td class="num">{ amount(Indicator::GhgLocation, our.map(|o| o.1)) }</td>
                <td class="num">{ ratio }</td>
                <td>{ add }</td>
            </tr>
        }
    });
    let more = entries.len().saturating_sub(SHOWN);
    let heads = [
        text::IMPORT_RUNS,
        text::IMPORT_ENERGY_LOGGED,
        text::IMPORT_ENERGY_OURS,
        text::IMPORT_GAS_LOGGED,
        text::IMPORT_GAS_OURS,
        text::IMPORT_RATIO,
    ];
    html! {
        <div class="import-result">
            <p>{ lang.fill(found_as, &logged) }</p>
            <div class="scroll" tabindex="0" role="group" aria-label={lang.get(text::IMPORT_TABLE)}>
                <table>
                    <thead><tr>
                        <th scope="col">{ lang.get(text::IMPORT_NAME) }</th>
                        { for heads.into_iter().map(|head| html! { <th scope="col" class="num">{ lang.get(head) }</th> }) }
                        <th scope="col"><span class="hush">{ lang.get(text::IMPORT_ADD) }</span></th>
                    </tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
            if more > 0 {
                <p class="small muted">{ lang.fill(text::IMPORT_MORE, &[("n", &more.to_string())]) }</p>
            }
            <p class="small muted">{ lang.get(why) }</p>
            if !found.warnings.is_empty() {
                <h3>{ lang.get(text::IMPORT_WARNINGS) }</h3>
                { problems(ui, &found.warnings) }
            }
        </div>
    }
}
