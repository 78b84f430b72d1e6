//! Imports files of other tools as scenarios and compares our figures with theirs.

use std::cell::RefCell;

use wasm_bindgen_futures::spawn_local;
use web_sys::{DragEvent, File, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::app::context::Ui;
use crate::app::lazy::{DownloadError, Downloads};
use crate::app::platform::{self, file};
use crate::app::state::{Action, Note};
use crate::app::text::{self, Lang};
use crate::app::wording;
use crate::codec::{self, DecodeWarning};
use crate::data::Catalog;
use crate::import::{self, ImportError, Imported, ImportedRun, Kind, Part, Problem, Remark, read};
use crate::model::{Indicator, evaluate};
use crate::report::number;
use crate::report::words::fill;
use crate::scenario::{Scenario, resolve};

/// Maximum number of entries shown; of the others only the number is given.
const MAX_ENTRIES: usize = 50;

/// Maximum number of problems of one kind shown; of the others only the number is given.
const MAX_PROBLEMS: usize = 20;

/// Factor between stated emissions and ours from which on the stated ones are doubted.
const FAR: f64 = 10.0;

/// File name of pasted text; its format is detected from the content.
const PASTED_NAME: &str = "pasted.csv";

/// Delay for the browser to display that a file is being read, in milliseconds.
const PAINT_DELAY_MS: u32 = 30;

thread_local! {
    /// The text in the field, which survives the component: another view may be opened in between.
    static PASTED: RefCell<String> = const { RefCell::new(String::new()) };
}

/// What the component needs.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct Props {
    /// The language and the dispatcher of the state.
    pub ui: Ui,
    /// Message why no scenario can be added; `None` while one can.
    pub full: Option<&'static str>,
    /// Downloads the code that reads files.
    pub downloads: Downloads,
}

/// Progress of an import.
#[derive(Clone, PartialEq)]
enum Progress {
    Nothing,
    Reading,
    Unreadable(String),
    /// The code that reads could not be downloaded; name and text of the file, for another attempt.
    NotDownloaded(String, String),
    Failed(ImportError),
    Read(String, Imported<Vec<ImportedRun>>),
}

/// A drop zone for files, a field for pasted text, and what was found in them.
#[component]
pub(super) fn Import(props: &Props) -> Html {
    let lang = props.ui.lang;
    let progress = use_state(|| Progress::Nothing);
    let pasted = use_state(|| PASTED.with_borrow(String::clone));
    let open_paste = use_memo((), |()| !pasted.is_empty());
    let dragging_over = use_state_eq(|| false);
    let download = props.downloads.import;
    let import = {
        let progress = progress.clone();
        Callback::from(move |(name, text): (String, Option<String>)| {
            let Some(text) = text else {
                progress.set(Progress::Unreadable(name));
                return;
            };
            progress.set(Progress::Reading);
            let progress = progress.clone();
            // Reading a large file blocks the page, so the message is displayed first.
            platform::after(PAINT_DELAY_MS, move || {
                spawn_local(async move {
                    progress.set(match download().await.map(|read| read(lang, &name, &text)) {
                        Ok(Ok(found)) => Progress::Read(name, found),
                        Ok(Err(error)) => Progress::Failed(error),
                        Err(DownloadError) => Progress::NotDownloaded(name, text),
                    });
                });
            });
        })
    };
    let import_file = {
        let import = import.clone();
        move |chosen: Option<File>| {
            if let Some(chosen) = chosen {
                file::read(chosen, import.clone());
            }
        }
    };
    let onchange = {
        let import_file = import_file.clone();
        move |event: Event| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            import_file(input.files().and_then(|files| files.get(0)));
            // Allows the reader to choose the same file again after correcting it.
            input.set_value("");
        }
    };
    let ondrop = {
        let dragging_over = dragging_over.clone();
        move |event: DragEvent| {
            event.prevent_default();
            dragging_over.set(false);
            import_file(event.data_transfer().and_then(|data| data.files()?.get(0)));
        }
    };
    let ondragover = {
        let dragging_over = dragging_over.clone();
        move |event: DragEvent| {
            event.prevent_default();
            dragging_over.set(true);
        }
    };
    let ondragleave = {
        let dragging_over = dragging_over.clone();
        move |_: DragEvent| dragging_over.set(false)
    };
    let onpaste = {
        let pasted = pasted.clone();
        move |event: InputEvent| {
            let text = event.target_unchecked_into::<HtmlTextAreaElement>().value();
            PASTED.set(text.clone());
            pasted.set(text);
        }
    };
    let retry = |name: &String, text: &String| {
        let (import, file) = (import.clone(), (name.clone(), Some(text.clone())));
        move |_| import.emit(file.clone())
    };
    let read_pasted = {
        let (import, pasted) = (import.clone(), pasted.clone());
        move |_| import.emit((PASTED_NAME.to_owned(), Some((*pasted).clone())))
    };
    html! {
        <section class="card" aria-labelledby="import-title">
            <h2 id="import-title">{ lang.message(text::IMPORT_TITLE) }</h2>
            <p class="muted">{ lang.message(text::IMPORT_LEDE) }</p>
            <div class={classes!("drop", dragging_over.then_some("over"))} {ondrop} {ondragover} {ondragleave}>
                <label class="button drop-button">
                    { lang.message(text::IMPORT_CHOOSE) }
                    <input class="visually-hidden" type="file" accept=".csv,.json,.jsonl,.md,.yaml,.yml,.txt" {onchange} />
                </label>
                <span class="muted">{ lang.message(text::IMPORT_DROP) }</span>
            </div>
            <details class="more" open={*open_paste}>
                <summary>{ lang.message(text::IMPORT_PASTE) }</summary>
                <div class="group-body">
                    <textarea class="text paste" rows="6" spellcheck="false" aria-label={lang.message(text::IMPORT_PASTE)}
                        oninput={onpaste} value={(*pasted).clone()} />
                    <p><button type="button" class="button" disabled={pasted.trim().is_empty()} onclick={read_pasted}>{ lang.message(text::IMPORT_READ) }</button></p>
                </div>
            </details>
            <div role="status">
                { match &*progress {
                    Progress::Nothing => Html::default(),
                    Progress::Reading => html! { <p>{ lang.message(text::IMPORT_READING) }</p> },
                    Progress::Unreadable(name) => html! { <p class="field-error">{ lang.fill(text::IMPORT_UNREADABLE, &[("name", name)]) }</p> },
                    Progress::NotDownloaded(name, text) => html! {
                        <div role="alert">
                            <p>{ lang.message(text::VIEW_FAILED) }</p>
                            <button type="button" class="button" onclick={retry(name, text)}>{ lang.message(text::VIEW_RETRY) }</button>
                        </div>
                    },
                    Progress::Failed(error) => failed(&props.ui, error),
                    Progress::Read(name, found) => runs(props, name, found),
                } }
            </div>
        </section>
    }
}

/// Reads scenarios saved by this page, or a file of another tool.
///
/// # Errors
/// What is wrong in the file, line by line.
pub fn read_file(lang: Lang, name: &str, text: &str) -> Result<Imported<Vec<ImportedRun>>, ImportError> {
    if codec::json::looks_like_scenarios(text) {
        scenarios(lang, name, text)
    } else {
        read(name, text)
    }
}

/// Reads scenarios saved by this page, as entries without logged figures.
fn scenarios(lang: Lang, name: &str, text: &str) -> Result<Imported<Vec<ImportedRun>>, ImportError> {
    let problem = |line: usize, column: usize, reason: String| {
        import::Note::Said.with("text", reason).at((line, column))
    };
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
        .map(|line| problem(line, 1, lang.message(text::IMPORT_NO_SCENARIO).to_owned()))
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
    Ok(Imported {
        value,
        warnings,
        left_out: Vec::new(),
    })
}

/// A remark in words.
fn words(lang: Lang, remark: &Remark) -> String {
    let parts: Vec<(&str, String)> = remark
        .parts
        .iter()
        .map(|(name, part)| (*name, part_text(lang, part)))
        .collect();
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, text)| (*name, text.as_str())).collect();
    fill(lang.message_for("importnote", remark.note.id()), &parts)
}

fn part_text(lang: Lang, part: &Part) -> String {
    match part {
        Part::Text(text) => text.clone(),
        Part::Amount(value, "") => number::significant(*value, 4, lang.locale()),
        Part::Amount(value, unit) => lang.value_in(*value, Some(4), unit),
        Part::Param(param) => lang.message_for("param", param.spec().id).to_owned(),
    }
}

/// The problems that prevented the import, line by line.
fn failed(ui: &Ui, error: &ImportError) -> Html {
    html! {
        <div class="import-result">
            <p class="field-error">{ ui.lang.fill(text::IMPORT_FAILED, &[("name", &error.file)]) }</p>
            { problems(ui, &error.problems) }
        </div>
    }
}

fn problems(ui: &Ui, problems: &[Problem]) -> Html {
    let lang = ui.lang;
    let more = problems.len().saturating_sub(MAX_PROBLEMS);
    html! {
        <>
            <ul class="small">
                { for problems.iter().take(MAX_PROBLEMS).map(|problem| html! {
                    <li>{ lang.fill(text::IMPORT_LINE, &[("line", &problem.line.to_string()), ("column", &problem.column.to_string()), ("reason", &words(lang, &problem.reason))]) }</li>
                }) }
            </ul>
            if more > 0 {
                <p class="small muted">{ lang.fill(text::IMPORT_MORE, &[("n", &more.to_string())]) }</p>
            }
        </>
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

/// Table of the entries, with the logged figures and ours.
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
    let rows = entries.iter().take(MAX_ENTRIES).map(|entry| {
        let our_figures = entry.scenario.as_ref().map(ours);
        let times = |factor: f64| format!("{} ×", number::significant(factor, 3, lang.locale()));
        let (ratio, doubt) = match (our_figures, entry.ghg_kg) {
            (Some((_, ours)), Some(theirs)) if theirs > 0.0 && ours > 0.0 => {
                let far = !(1.0 / FAR..=FAR).contains(&(ours / theirs));
                let doubt = far.then(|| lang.fill(text::IMPORTNOTE_CLAIM_FAR, &[("factor", &times(theirs / ours))]));
                (times(ours / theirs), doubt)
            }
            _ => ("–".to_owned(), None),
        };
        let notes = entry.notes.iter().map(|note| words(lang, note)).chain(doubt);
        let add = entry.scenario.clone().map(|scenario| {
            let label = format!("{}: {}", lang.message(text::IMPORT_ADD), scenario.name);
            html! {
                <button type="button" class="button" disabled={full.is_some()} title={full} aria-label={label}
                    onclick={ui.on(Action::AddScenario(Box::new(scenario)))}>{ lang.message(text::IMPORT_ADD) }</button>
            }
        });
        html! {
            <tr>
                <th scope="row">{ if entry.name.is_empty() { lang.message(text::IMPORT_UNNAMED).to_owned() } else { entry.name.clone() } }
                    { for notes.map(|note| html! { <span class="small muted import-note">{ note }</span> }) }
                </th>
                <td class="num">{ entry.runs.to_string() }</td>
                <td class="num">{ amount(Indicator::Energy, entry.energy_kwh) }</td>
                <td class="num">{ amount(Indicator::Energy, our_figures.map(|o| o.0)) }</td>
                <td class="num">{ amount(Indicator::GhgLocation, entry.ghg_kg) }</td>
                <td class="num">{ amount(Indicator::GhgLocation, our_figures.map(|o| o.1)) }</td>
                <td class="num">{ ratio }</td>
                <td>{ add }</td>
            </tr>
        }
    });
    let more = entries.len().saturating_sub(MAX_ENTRIES);
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
            <div class="scroll" tabindex="0" role="group" aria-label={lang.message(text::IMPORT_TABLE)}>
                <table>
                    <thead><tr>
                        <th scope="col">{ lang.message(text::IMPORT_NAME) }</th>
                        { for heads.into_iter().map(|head| html! { <th scope="col" class="num">{ lang.message(head) }</th> }) }
                        <th scope="col"><span class="visually-hidden">{ lang.message(text::IMPORT_ADD) }</span></th>
                    </tr></thead>
                    <tbody>{ for rows }</tbody>
                </table>
            </div>
            if more > 0 {
                <p class="small muted">{ lang.fill(text::IMPORT_MORE, &[("n", &more.to_string())]) }</p>
            }
            <p class="small muted">{ lang.message(why) }</p>
            if !found.left_out.is_empty() {
                <h3>{ lang.message(text::IMPORT_LEFT_OUT) }</h3>
                { problems(ui, &found.left_out) }
            }
            if !found.warnings.is_empty() {
                <h3>{ lang.message(text::IMPORT_WARNINGS) }</h3>
                { problems(ui, &found.warnings) }
            }
        </div>
    }
}
