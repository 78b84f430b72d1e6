//! A slider and a number field for one parameter, with unit, source and a button to reset it to the default.

use web_sys::{HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use crate::app::context::Ui;
use crate::app::platform;
use crate::app::state::Action;
use crate::app::text;
use crate::app::wording;
use crate::math::decimal;
use crate::report::number;
use crate::scenario::{Param, Provenance, Scale};

/// What the component shows.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The language and the dispatcher of the state.
    pub ui: Ui,
    /// The parameter.
    pub param: Param,
    /// Its current value.
    pub value: f64,
    /// Origin of the value.
    pub from: Provenance,
}

/// A slider paired with a number field.
#[component]
pub fn Slider(props: &Props) -> Html {
    let (lang, send) = (props.ui.lang, props.ui.send.clone());
    let draft = use_state(|| None::<(String, f64)>);
    let problem = use_state(|| None::<(String, f64)>);
    let Props {
        param, value, from, ..
    } = *props;
    let spec = param.spec();
    let label = lang.message_for("param", spec.id);
    let field_id = format!("field-{}", spec.id);
    let error_id = format!("error-{}", spec.id);

    let set = {
        let send = send.clone();
        let (draft, problem) = (draft.clone(), problem.clone());
        Callback::from(move |value: f64| {
            draft.set(None);
            problem.set(None);
            send.emit(Action::Set(param, value.into()));
        })
    };
    let oninput = {
        let set = set.clone();
        Callback::from(move |event: InputEvent| {
            let position = event.target_unchecked_into::<HtmlInputElement>().value();
            if let Some(position) = decimal::parse(&position) {
                set.emit(param.at(position));
            }
        })
    };
    let onchange = {
        let send = send.clone();
        Callback::from(move |_: Event| send.emit(Action::EndDrag))
    };
    // A key press always changes the value, even where neighbouring slider positions have the same value.
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        let (up, positions) = match event.key().as_str() {
            "ArrowRight" | "ArrowUp" => (true, 1.0),
            "ArrowLeft" | "ArrowDown" => (false, 1.0),
            "PageUp" => (true, 50.0),
            "PageDown" => (false, 50.0),
            _ => return,
        };
        event.prevent_default();
        set.emit(param.step(value, up, positions));
    });

    let ondraft = {
        let draft = draft.clone();
        Callback::from(move |event: InputEvent| {
            draft.set(Some((
                event.target_unchecked_into::<HtmlInputElement>().value(),
                value,
            )));
        })
    };
    let commit = {
        let (draft, problem, send) = (draft.clone(), problem.clone(), send.clone());
        Callback::from(move |()| {
            let Some((typed, _)) = (*draft).clone() else {
                return;
            };
            match number::parse(&typed, spec.unit, lang.locale()) {
                Ok(entered) => {
                    draft.set(None);
                    let used = param
                        .clamp(entered)
                        .filter(|used| used.to_bits() != entered.to_bits());
                    problem.set(used.map(|used| (wording::clamped(lang, param, entered, used), used)));
                    send.emit(Action::CommitValue(param, entered));
                }
                // The typed text stays in the field, so that it can be corrected.
                Err(error) => {
                    problem.set(Some((wording::field_error(lang, error, spec.unit, value), value)));
                }
            }
        })
    };
    // Selects the content, so that typing replaces it. On a phone a tap places the caret after the focus event, so the
    // selection waits for that, and is skipped if the reader has already typed or moved on.
    let onfocus = Callback::from(|event: FocusEvent| {
        let field: HtmlInputElement = event.target_unchecked_into();
        let before = field.value();
        platform::after(0, move || {
            let focused = field.owner_document().and_then(|page| page.active_element());
            if field.is_same_node(focused.as_deref()) && field.value() == before {
                field.select();
            }
        });
    });
    let on_field_blur = {
        let commit = commit.clone();
        Callback::from(move |_: FocusEvent| commit.emit(()))
    };
    let on_field_key = {
        let (draft, problem) = (draft.clone(), problem.clone());
        Callback::from(move |event: KeyboardEvent| match event.key().as_str() {
            "Enter" => commit.emit(()),
            "Escape" => {
                draft.set(None);
                problem.set(None);
            }
            _ => {}
        })
    };
    let reset = {
        let (draft, problem) = (draft.clone(), problem.clone());
        Callback::from(move |_: MouseEvent| {
            draft.set(None);
            problem.set(None);
            send.emit(Action::Clear(param));
        })
    };
    // A draft and its error message apply to the value they were typed over: when undo changes the value, they vanish.
    let if_still_valid = |text_and_value: &Option<(String, f64)>| {
        let (text, typed_over) = text_and_value.clone()?;
        (typed_over.to_bits() == value.to_bits()).then_some(text)
    };
    let problem = if_still_valid(&problem);
    let shown = if_still_valid(&draft).unwrap_or_else(|| number::full_precision(value, lang.locale()));
    let own = from.is_set();
    let step = if spec.scale == Scale::Linear { "any" } else { "1" };
    let unit = lang.unit(spec.unit, value);

    html! {
        <div class="field">
            <div class="field-head">
                <label for={field_id.clone()}>{ label }</label>
                <span class="amount">
                    <input type="text" inputmode="decimal" autocomplete="off" id={field_id} value={shown}
                        aria-invalid={problem.is_some().then_some("true")}
                        aria-describedby={problem.is_some().then(|| error_id.clone())}
                        oninput={ondraft} {onfocus} onblur={on_field_blur} onkeydown={on_field_key} />
                    <span class="unit">{ unit }</span>
                </span>
            </div>
            <div class="field-row">
                <input type="range" min="0" max="1000" {step} value={decimal::to_plain_string(param.position(value))}
                    aria-label={label}
                    aria-valuetext={wording::value(lang, param, value)}
                    {oninput} {onchange} {onkeydown} />
                { origin(&props.ui, param, from) }
                if own {
                    <button type="button" class="reset" onclick={reset} aria-label={lang.fill(text::ACTION_RESET_OF, &[("name", label)])}>
                        { lang.message(text::ACTION_RESET) }
                    </button>
                }
            </div>
            if let Some(message) = &problem {
                <p class="field-error" id={error_id} role="alert">{ message }</p>
            }
        </div>
    }
}

/// Source, year, range and rationale of a value.
fn origin(ui: &Ui, param: Param, from: Provenance) -> Html {
    let lang = ui.lang;
    let spec = param.spec();
    let line = wording::provenance(lang, param, &from);
    let Some(fact) = from.fact() else {
        return html! { <p class="source">{ line }</p> };
    };
    let source = crate::data::source(fact.source);
    let reason = if matches!(from, Provenance::Default(_)) {
        lang.message_for("note", spec.id)
    } else {
        ""
    };
    html! {
        <details class="source">
            // In one line, which is cut where it is too long: it stands in full below.
            <summary>
                if fact.assumed {
                    <span class="badge warn">{ lang.message(text::SOURCE_ASSUMED) }</span>{ " " }
                } else if wording::is_stale(&fact) {
                    <span class="badge">{ lang.message(text::SOURCE_STALE) }</span>{ " " }
                }
                { &line }
            </summary>
            <div class="source-body">
                <p>{ &line }</p>
                <p>{ wording::fact_range(lang, spec.unit, &fact) }
                    if fact.year != source.year {
                        { " " }{ lang.fill(text::SOURCE_OF_YEAR, &[("year", &fact.year.to_string())]) }
                    }
                </p>
                if let Some(retry) = ui.retry_texts.clone() {
                    <p>{ lang.message(text::SOURCE_MISSING) }{ " " }
                        <button type="button" class="button" onclick={move |_: MouseEvent| retry.emit(())}>{ lang.message(text::VIEW_RETRY) }</button></p>
                }
                if !reason.is_empty() {
                    <p>{ reason }</p>
                }
                <p>{ wording::citation(source) }
                    if !source.details().url.is_empty() {
                        { " " }<a href={source.details().url} target="_blank" rel="noopener">{ lang.message(text::SOURCE_OPEN) }</a>
                    }
                </p>
                <p class="muted">{ source.details().licence }</p>
            </div>
        </details>
    }
}
