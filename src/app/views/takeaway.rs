//! Citing, exporting and importing.

use serde::Serialize;
use yew::prelude::*;

use super::ViewContext;
use super::import::Import;
use crate::app::platform::{self, clipboard, download};
use crate::app::text::{self, Lang, Msg};
use crate::app::wording;
use crate::codec;
use crate::data::Catalog;
use crate::report::document::{Document, Subject};
use crate::report::words::Words;
use crate::report::{bibtex, csv, json, latex, markdown, modelcard};
use crate::scenario::{Scenario, matching_preset};

/// The view.
pub(super) fn view(context: &ViewContext) -> Html {
    let lang = context.ui.lang;
    let document = document(context);
    let lookup = |id: &str| lang.lookup(id).to_owned();
    let words = Words {
        lookup: &lookup,
        locale: lang.locale(),
    };
    let card = modelcard::text(&document, context.state.active, Catalog::built_in(), &words);
    let files = [
        File {
            id: "latex",
            title: text::TAKEAWAY_LATEX,
            purpose: text::TAKEAWAY_LATEX_USE,
            name: "footprint.tex",
            kind: "application/x-tex",
            content: Ok(latex::text(&document, &words)),
        },
        File {
            id: "bibtex",
            title: text::TAKEAWAY_BIBTEX,
            purpose: text::TAKEAWAY_BIBTEX_USE,
            name: "footprint.bib",
            kind: "application/x-bibtex",
            content: Ok(bibtex::text(&document, &words)),
        },
        File {
            id: "markdown",
            title: text::TAKEAWAY_MARKDOWN,
            purpose: text::TAKEAWAY_MARKDOWN_USE,
            name: "footprint.md",
            kind: "text/markdown",
            content: Ok(markdown::text(&document, &words)),
        },
        File {
            id: "modelcard",
            title: text::TAKEAWAY_MODELCARD,
            purpose: text::TAKEAWAY_MODELCARD_USE,
            name: "co2_eq_emissions.yaml",
            kind: "application/yaml",
            content: card.map_err(|error| lang.lookup(error.id())),
        },
        File {
            id: "csv",
            title: text::TAKEAWAY_CSV,
            purpose: text::TAKEAWAY_CSV_USE,
            name: "footprint.csv",
            kind: "text/csv",
            content: Ok(csv::results(&document)),
        },
        File {
            id: "json",
            title: text::TAKEAWAY_JSON,
            purpose: text::TAKEAWAY_JSON_USE,
            name: "footprint.jsonl",
            kind: "application/jsonl",
            content: Ok(lines(&document)),
        },
    ];
    html! {
        <>
            <section class="card" aria-labelledby="takeaway-title">
                <h2 id="takeaway-title">{ lang.message(text::TAKEAWAY_TITLE) }</h2>
                <p class="muted">{ lang.message(text::TAKEAWAY_LEDE) }</p>
                { for context.state.scenarios.iter().filter(|scenario| stale_preset_name(lang, scenario)).map(|scenario| html! {
                    <p class="note">{ lang.fill(text::TAKEAWAY_NAME, &[("name", &scenario.name)]) }</p>
                }) }
                <ul class="formats">
                    { for files.into_iter().map(|file| match file.content {
                        Ok(content) => html! {
                            <Format key={file.id} {lang} id={file.id} title={lang.message(file.title)} purpose={lang.message(file.purpose)}
                                name={file.name} kind={file.kind} {content} />
                        },
                        Err(why) => html! {
                            <li key={file.id}><h3>{ lang.message(file.title) }</h3><p class="muted">{ why }</p></li>
                        },
                    }) }
                    <li>
                        <h3>{ lang.message(text::TAKEAWAY_PRINT) }</h3>
                        <p class="muted">{ lang.message(text::TAKEAWAY_PRINT_USE) }</p>
                        <p class="format-tools">
                            <button type="button" class="button" onclick={|_| platform::print()}>{ lang.message(text::ACTION_PRINT) }</button>
                        </p>
                    </li>
                </ul>
            </section>
            <Import ui={context.ui.clone()} full={context.full_note()} downloads={context.downloads} />
        </>
    }
}

/// Whether a scenario still has the name of a preset although it has been changed.
fn stale_preset_name(lang: Lang, scenario: &Scenario) -> bool {
    // Names of blank presets, such as "My service", stay true.
    wording::preset_named(lang, &scenario.name).is_some_and(|preset| !preset.is_own())
        && matching_preset(scenario).is_none()
}

/// An export format.
struct File {
    id: &'static str,
    title: Msg,
    purpose: Msg,
    name: &'static str,
    kind: &'static str,
    /// The content, or a message why there is none.
    content: Result<String, &'static str>,
}

/// A line of the JSON Lines export.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    scenario: codec::json::Written<'a>,
    result: json::Outcome<'a>,
}

/// JSON Lines: every scenario with its result, as described in `docs/json.md` and read by the import.
fn lines(document: &Document) -> String {
    let mut out = String::new();
    for subject in &document.subjects {
        let mut scenario = subject.scenario.clone();
        scenario.name.clone_from(&subject.name);
        let line = Line {
            scenario: codec::json::encode(&scenario),
            result: json::outcome(document, subject),
        };
        // Serialization fails only for maps with non-string keys, of which there are none.
        out.push_str(&serde_json::to_string(&line).unwrap_or_default());
        out.push('\n');
    }
    out
}

/// All scenarios with their results as a document.
fn document(context: &ViewContext) -> Document {
    let subjects = context
        .state
        .scenarios
        .iter()
        .zip(context.outcomes())
        .zip(context.names())
        .map(|((scenario, outcome), name)| {
            Subject::new(
                name,
                scenario.clone(),
                outcome.inputs.clone(),
                outcome.leaves.clone(),
                outcome.summaries(),
            )
        })
        .collect();
    let fragment = context.state.fragment();
    Document::new(subjects, &format!("{}#{fragment}", context.address), context.date)
}

/// What the component needs.
#[derive(Clone, PartialEq, Properties)]
struct FormatProps {
    lang: Lang,
    id: &'static str,
    title: &'static str,
    purpose: &'static str,
    name: &'static str,
    kind: &'static str,
    content: AttrValue,
}

/// Outcome of the last action.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Done {
    Nothing,
    Copied,
    Denied,
    Saved,
}

/// One format: its purpose, a preview, and buttons to copy and save it.
#[component]
fn Format(props: &FormatProps) -> Html {
    let lang = props.lang;
    let done = use_state_eq(|| Done::Nothing);
    // The most wanted format is open from the start.
    let open = use_state_eq(|| props.id == "latex");
    {
        // The message about an earlier copy does not apply to changed content.
        let done = done.clone();
        use_effect_with(props.content.clone(), move |_| done.set(Done::Nothing));
    }
    let copy = {
        let (done, open, content) = (done.clone(), open.clone(), props.content.clone());
        move |_| {
            let (done, open) = (done.clone(), open.clone());
            let report = Callback::from(move |worked| {
                done.set(if worked { Done::Copied } else { Done::Denied });
                if !worked {
                    // Shows the text, so that the reader can select and copy it.
                    open.set(true);
                }
            });
            clipboard::write(content.to_string(), report);
        }
    };
    let save = {
        let (done, name, kind, content) = (done.clone(), props.name, props.kind, props.content.clone());
        move |_| {
            done.set(if download::text(name, kind, &content) {
                Done::Saved
            } else {
                Done::Denied
            });
        }
    };
    let toggle = {
        let open = open.clone();
        move |_| open.set(!*open)
    };
    let message = match *done {
        Done::Nothing => "",
        Done::Copied => lang.message(text::TAKEAWAY_COPIED),
        Done::Denied => lang.message(text::TAKEAWAY_DENIED),
        Done::Saved => lang.message(text::TAKEAWAY_SAVED),
    };
    let label = |action: Msg| format!("{}: {}", lang.message(action), props.title);
    let preview = format!("format-{}", props.id);
    let shows = if *open {
        text::TAKEAWAY_HIDE
    } else {
        text::TAKEAWAY_SHOW
    };
    html! {
        <li class={open.then_some("open")}>
            <h3>{ props.title }</h3>
            <p class="muted">{ props.purpose }</p>
            <p class="format-tools">
                <button type="button" class="button" onclick={copy} aria-label={label(text::TAKEAWAY_COPY)}>{ lang.message(text::TAKEAWAY_COPY) }</button>
                <button type="button" class="button" onclick={save} aria-label={label(text::TAKEAWAY_SAVE)}>{ lang.message(text::TAKEAWAY_SAVE) }</button>
                <button type="button" class="button plain" onclick={toggle} aria-expanded={open.to_string()}
                    aria-controls={preview.clone()} aria-label={label(shows)}>{ lang.message(shows) }</button>
                <span class="small muted" role="status">{ message }</span>
            </p>
            <pre id={preview} hidden={!*open} tabindex="0" aria-label={props.name}>{ &props.content }</pre>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::evaluate;
    use crate::scenario::{Entry, Param, presets, resolve};
    use crate::uncertainty::{Sample, monte_carlo};

    #[test]
    fn an_exported_line_decodes_to_the_same_scenario() {
        let mut sample = Sample::new(monte_carlo::SEED, 10);
        let subjects: Vec<Subject> = presets()
            .iter()
            .map(|preset| {
                let mut scenario = preset.scenario("");
                scenario.set(
                    Param::SocialCost,
                    Entry {
                        value: 100.0,
                        range: Some((50.0, 300.0)),
                    },
                );
                let inputs = resolve(&scenario, Catalog::built_in());
                let leaves = evaluate(&inputs.values, &inputs.choices);
                let summaries = monte_carlo::summaries(&monte_carlo::totals(&mut sample, &inputs));
                Subject::new(preset.id, scenario, inputs, leaves, &summaries)
            })
            .collect();
        let document = Document::new(subjects, "", "");
        let text = lines(&document);
        assert_eq!(text.lines().count(), document.subjects.len());
        for (line, subject) in text.lines().zip(&document.subjects) {
            let value: serde_json::Value = serde_json::from_str(line).expect(line);
            // Keys are in alphabetical order, as `serde_json::Value` writes them.
            assert_eq!(value.to_string(), line);
            assert_eq!(value["result"]["name"], subject.name.as_str());
            let (scenario, dropped) = codec::json::decode(&value);
            let scenario = scenario.expect(line);
            assert_eq!(scenario.name, subject.name);
            assert!(
                scenario.same_inputs(&subject.scenario) && dropped.is_empty(),
                "{line}"
            );
        }
    }
}
