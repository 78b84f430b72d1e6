//! The checklist: items to do, with the reader's progress.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::ViewContext;
use crate::app::platform::storage;
use crate::app::state::{Action, View};
use crate::app::text::{self, Lang};
use crate::app::wording;
use crate::data::{self, Check, CheckLink};
use crate::model::Indicator;
use crate::quantity::KILOGRAMS_PER_TONNE;
use crate::report::number;

/// Key in links.
const KEY: &str = "done";
/// Key in the browser's storage.
const STORAGE_KEY: &str = "genai-footprint.done";

/// Groups in display order.
const GROUPS: [&str; 5] = [
    "measurement",
    "optimisation",
    "infrastructure",
    "practices",
    "offsetting",
];

/// The view.
pub(super) fn view(context: &ViewContext) -> Html {
    let (ui, lang) = (context.ui, context.ui.lang);
    let linked = context.state.page_param(KEY);
    // Ticks in the link take precedence over those stored in the browser.
    let remembered = if linked.is_empty() {
        remembered()
    } else {
        linked.to_owned()
    };
    let done = known(&remembered);
    let all = data::checklist().len();
    let clear = {
        let send = ui.send.clone();
        Callback::from(move |_: MouseEvent| {
            storage::set(STORAGE_KEY, "");
            send.emit(Action::SetPageParam(KEY, NONE.to_owned()));
        })
    };
    html! {
        <>
            <section class="card" aria-labelledby="checklist-title">
                <h2 id="checklist-title">{ lang.message(text::CHECKLIST_TITLE) }</h2>
                <p class="muted">{ lang.message(text::CHECKLIST_LEDE) }</p>
                <p class="check-progress">
                    <progress max={all.to_string()} value={done.len().to_string()} aria-label={lang.message(text::CHECKLIST_TITLE)}></progress>
                    <b role="status">{ lang.fill(text::CHECKLIST_PROGRESS, &[("done", &done.len().to_string()), ("all", &all.to_string())]) }</b>
                    if !done.is_empty() {
                        <button type="button" class="button plain" onclick={clear}>{ lang.message(text::CHECKLIST_CLEAR) }</button>
                    }
                </p>
            </section>
            <div class="check-groups">
                { for GROUPS.into_iter().map(|group| html! {
                    <section class="card" aria-labelledby={format!("check-{group}")}>
                        <h2 id={format!("check-{group}")}>{ lang.message_for("checklist.group", group) }</h2>
                        <ul class="checks">
                            { for data::checklist().iter().filter(|item| item.group == group).map(|row| item(context, row, &done)) }
                        </ul>
                        if group == "offsetting" {
                            { offset(lang, context.outcome().leaves.total(Indicator::GhgLocation)) }
                        }
                    </section>
                }) }
            </div>
            { reading(lang) }
        </>
    }
}

/// Link value that says that no item is ticked, so that the stored ticks are not used.
const NONE: &str = "none";

fn remembered() -> String {
    #[cfg(target_arch = "wasm32")]
    return storage::get(STORAGE_KEY).unwrap_or_default();
    #[cfg(not(target_arch = "wasm32"))]
    String::new()
}

/// The known items in a text, in the order of the table.
fn known(text: &str) -> Vec<&'static str> {
    data::checklist()
        .iter()
        .map(|item| item.id)
        .filter(|id| text.split('.').any(|one| one == *id))
        .collect()
}

fn item(context: &ViewContext, item: &'static Check, done: &[&'static str]) -> Html {
    let (ui, lang) = (context.ui, context.ui.lang);
    let ticked = done.contains(&item.id);
    let onchange = {
        let (send, done) = (ui.send.clone(), done.to_vec());
        Callback::from(move |event: Event| {
            let now = event.target_unchecked_into::<HtmlInputElement>().checked();
            let text = data::checklist()
                .iter()
                .map(|one| one.id)
                .filter(|id| if *id == item.id { now } else { done.contains(id) })
                .collect::<Vec<_>>()
                .join(".");
            storage::set(STORAGE_KEY, &text);
            let text = if text.is_empty() { NONE.to_owned() } else { text };
            send.emit(Action::SetPageParam(KEY, text));
        })
    };
    let go = view_of(item).map(|view| {
        let name = lang.message_for("nav", view.id());
        html! {
            <button type="button" class="button plain check-go" onclick={ui.on(Action::SelectView(view))}>
                { lang.fill(text::CHECKLIST_GO, &[("view", name)]) }</button>
        }
    });
    html! {
        <li key={item.id}>
            <label class="lever">
                <input type="checkbox" checked={ticked} {onchange} />
                <b>{ lang.message_for("check", item.id) }</b>
            </label>
            <p class="small muted">{ lang.lookup(&format!("check.{}.why", item.id)) }</p>
            { go }
        </li>
    }
}

/// The view that helps with an item.
fn view_of(item: &Check) -> Option<View> {
    match item.link {
        CheckLink::Lever(_) => Some(View::Mitigate),
        CheckLink::View(id) => View::from_id(id),
    }
}

/// The cost of offsetting, by type of credit.
fn offset(lang: Lang, kg: f64) -> Html {
    let money = |amount: f64| number::MONEY.text(amount, lang.locale());
    let tonnes = kg / KILOGRAMS_PER_TONNE;
    html! {
        <div class="check-offset">
            <h3>{ lang.message(text::OFFSET_TITLE) }{ lang.locale().colon }{ wording::amount(lang, Indicator::GhgLocation, kg) }</h3>
            <div class="scroll" tabindex="0" role="group" aria-label={lang.message(text::OFFSET_TITLE)}>
                <table>
                    <tbody>{ for data::offset_prices().map(|price| {
                        let name = price.id.strip_prefix("offset_").unwrap_or(price.id);
                        html! {
                            <tr>
                                <th scope="row">{ lang.message_for("offset", name) }</th>
                                <td class="num">{ money(tonnes * price.value.central) }</td>
                                <td class="num small muted">{ lang.fill(text::CHECKLIST_PRICE, &[("price", &money(price.value.central)), ("year", &price.value.year.to_string())]) }</td>
                                <td class="small">{ wording::short_citation(lang, data::source(price.value.source)) }
                                    if price.value.assumed {
                                        { " " }<span class="badge warn">{ lang.message(text::SOURCE_ASSUMED) }</span>
                                    }
                                </td>
                            </tr>
                        }
                    }) }</tbody>
                </table>
            </div>
            <p class="small muted">{ lang.message(text::OFFSET_NOTE) }</p>
        </div>
    }
}

/// Best practices, tools and further reading.
fn reading(lang: Lang) -> Html {
    let kinds = ["practice", "tool", "dataset", "standard", "paper"];
    html! {
        <section class="card" aria-labelledby="reading-title">
            <h2 id="reading-title">{ lang.message(text::READING_TITLE) }</h2>
            { for kinds.into_iter().map(|kind| html! {
                <>
                    <h3 class="second">{ lang.message_for("reading.kind", kind) }</h3>
                    <ul class="checks reading">
                        { for data::reading().iter().filter(|row| row.kind == kind).map(|row| {
                            let source = data::source(row.source);
                            html! {
                                <li key={row.id}>
                                    <p>{ lang.message_for("reading", row.id) }</p>
                                    <p class="small muted">{ wording::citation(source) }
                                        if !source.details().url.is_empty() {
                                            { " " }<a href={source.details().url} target="_blank" rel="noopener">{ lang.message(text::SOURCE_OPEN) }
                                                <span class="visually-hidden">{ lang.locale().colon }{ source.details().title }</span></a>
                                        }
                                    </p>
                                </li>
                            }
                        }) }
                    </ul>
                </>
            }) }
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_has_texts_and_a_view() {
        for item in data::checklist() {
            assert!(!Lang::EN.message_for("check", item.id).is_empty(), "{}", item.id);
            assert!(
                !Lang::EN.lookup(&format!("check.{}.why", item.id)).is_empty(),
                "{}",
                item.id
            );
            assert!(view_of(item).is_some(), "{}", item.id);
        }
        for group in GROUPS {
            assert!(
                data::checklist().iter().any(|item| item.group == group),
                "{group}"
            );
        }
    }

    #[test]
    fn unknown_ticks_are_ignored() {
        assert_eq!(
            known("meter_energy.nonsense.state_boundary"),
            ["meter_energy", "state_boundary"]
        );
        assert_eq!(known(NONE), [""; 0]);
    }
}
