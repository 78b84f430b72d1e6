//! A slider and a number field for one parameter, with its unit, its source and a way back to the default.

use web_sys::{HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use crate::app::context::Ui;
use crate::app::platform;
use crate::app::state::Action;
use crate::app::text::{self, Lang};
use crate::app::wording;
use crate::math::decimal;
use crate::report::number;
use crate::scenario::{Param, Provenance, Scale};

/// What a slider shows.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// Language, and the way to change the state.
    pub ui: Ui,
    /// The parameter.
    pub param: Param,
    /// Its value in use.
    pub value: f64,
    /// Where that comes from.
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
    let label = lang.of_kind("param", spec.id);
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
        Callback::from(move |_: Event| send.emit(Action::Settle))
    };
    // One step is one different value, however close two slider positions lie.
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
                Ok(asked) => {
                    draft.set(None);
                    let used = param
                        .clamp(asked)
                        .filter(|used| used.to_bits() != asked.to_bits());
                    problem.set(used.map(|used| (wording::clamped(lang, param, asked, used), used)));
                    send.emit(Action::Type(param, asked));
                }
                // What was typed stays in the field, so that it can be mended.
                Err(error) => {
                    problem.set(Some((wording::field_error(lang, error, spec.unit, value), value)));
                }
            }
        })
    };
    // What stands there is marked, to be typed over. On a phone a tap sets the caret into its middle after this: once
    // it has done so, and unless typing was faster or the reader has moved on.
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
    let onfield = {
        let commit = commit.clone();
        Callback::from(move |_: FocusEvent| commit.emit(()))
    };
    let onfieldkey = {
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
    // What was typed, and what was wrong with it, belong to the value they were typed over: undo takes them along.
    let standing = |kept: &Option<(String, f64)>| {
        let (text, over) = kept.clone()?;
        (over.to_bits() == value.to_bits()).then_some(text)
    };
    let problem = standing(&problem);
    let shown = standing(&draft).unwrap_or_else(|| number::plain(value, lang.locale()));
    let own = from == Provenance::Reader;
    let step = if spec.scale == Scale::Linear { "any" } else { "1" };
    let unit = lang.unit(spec.unit);

    html! {
        <div class="field">
            <div class="field-head">
                <label for={field_id.clone()}>{ label }</label>
                if own {
                    <button type="button" class="reset" onclick={reset} aria-label={lang.fill(text::ACTION_RESET_OF, &[("name", label)])}>
                        { lang.get(text::ACTION_RESET) }
                    </button>
                }
            </div>
            <div class="field-row">
                <input type="range" min="0" max="1000" {step} value={decimal::to_plain_string(param.position(value))}
                    aria-label={label}
                    aria-valuetext={format!("{} {unit}", number::plain(value, lang.locale()))}
                    {oninput} {onchange} {onkeydown} />
                <span class="amount">
                    <input type="text" inputmode="decimal" autocomplete="off" id={field_id} value={shown}
                        aria-invalid={problem.is_some().then_some("true")}
                        aria-describedby={problem.is_some().then(|| error_id.clone())}
                        oninput={ondraft} {onfocus} onblur={onfield} onkeydown={onfieldkey} />
                    <span class="unit">{ unit }</span>
                </span>
            </div>
            if let Some(message) = &problem {
                <p class="field-error" id={error_id} role="alert">{ message }</p>
            }
            { origin(lang, param, from) }
        </div>
    }
}

/// Source, year, range and reason of a default.
fn origin(lang: Lang, param: Param, from: Provenance) -> Html {
    let spec = param.spec();
    let fact = match from {
        Provenance::Reader => {
            return html! { <p class="source">{ lang.get(text::SOURCE_OWN) }</p> };
        }
        Provenance::Chosen(fact) | Provenance::Default(fact) => fact,
    };
    let source = crate::data::source(fact.source);
    let reason = if matches!(from, Provenance::Default(_)) {
        lang.of_kind("note", spec.id)
    } else {
        ""
    };
    html! {
        <details class="source">
            <summary>
                { wording::source_line(lang, &fact) }
                if fact.assumed {
                    <span class="badge warn">{ lang.get(text::SOURCE_ASSUMED) }</span>
                } else if wording::is_stale(&fact) {
                    <span class="badge">{ lang.get(text::SOURCE_STALE) }</span>
                }
            </summary>
            <div class="source-body">
                <p>{ wording::fact_range(lang, spec.unit, &fact) }</p>
                if !reason.is_empty() {
                    <p>{ reason }</p>
                }
                <p>{ wording::citation(source) }
                    if !source.url.is_empty() {
                        { " " }<a href={source.url} target="_blank" rel="noopener">{ lang.get(text::SOURCE_OPEN) }</a>
                    }
                </p>
                <p class="muted">{ source.licence }</p>
            </div>
        </details>
    }
}
