//! What to do, item by item, with what has been done.

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

/// Key of the link, and of the browser's memory.
const KEY: &str = "done";
const MEMORY: &str = "genai-footprint.done";

/// Groups in the order of the brief.
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
    let linked = context.state.kept_under(KEY);
    // A link without ticks shows those of this browser; a link with ticks shows its own.
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
            storage::set(MEMORY, "");
            send.emit(Action::Keep(KEY, NONE.to_owned()));
        })
    };
    html! {
        <>
            <section class="card" aria-labelledby="checklist-title">
                <h2 id="checklist-title">{ lang.get(text::CHECKLIST_TITLE) }</h2>
                <p class="muted">{ lang.get(text::CHECKLIST_LEDE) }</p>
                <p class="check-progress">
                    <progress max={all.to_string()} value={done.len().to_string()} aria-label={lang.get(text::CHECKLIST_TITLE)}></progress>
                    <b role="status">{ lang.fill(text::CHECKLIST_PROGRESS, &[("done", &done.len().to_string()), ("all", &all.to_string())]) }</b>
                    if !done.is_empty() {
                        <button type="button" class="button plain" onclick={clear}>{ lang.get(text::CHECKLIST_CLEAR) }</button>
                    }
                </p>
            </section>
            <div class="check-groups">
                { for GROUPS.into_iter().map(|group| html! {
                    <section class="card" aria-labelledby={format!("check-{group}")}>
                        <h2 id={format!("check-{group}")}>{ lang.of_kind("checklist.group", group) }</h2>
                        <ul class="checks">
                            { for data::checklist().iter().filter(|one| one.group == group).map(|one| item(context, one, &done)) }
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

/// Stands in the link where every tick was taken away, so that the memory is not asked again.
const NONE: &str = "none";

fn remembered() -> String {
    #[cfg(target_arch = "wasm32")]
    return storage::get(MEMORY).unwrap_or_default();
    #[cfg(not(target_arch = "wasm32"))]
    String::new()
}

/// Items of the table that a text names, in the order of the table.
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
            storage::set(MEMORY, &text);
            let text = if text.is_empty() { NONE.to_owned() } else { text };
            send.emit(Action::Keep(KEY, text));
        })
    };
    let go = view_of(item).map(|view| {
        let name = lang.of_kind("nav", view.id());
        html! {
            <button type="button" class="button plain check-go" onclick={ui.on(Action::Show(view))}>
                { lang.fill(text::CHECKLIST_GO, &[("view", name)]) }</button>
        }
    });
    html! {
        <li key={item.id}>
            <label class="lever">
                <input type="checkbox" checked={ticked} {onchange} />
                <b>{ lang.of_kind("check", item.id) }</b>
            </label>
            <p class="small muted">{ lang.of(&format!("check.{}.why", item.id)) }</p>
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

/// What offsetting would cost, kind of credit by kind.
fn offset(lang: Lang, kg: f64) -> Html {
    let money = |amount: f64| number::MONEY.text(amount, lang.locale());
    let tonnes = kg / KILOGRAMS_PER_TONNE;
    html! {
        <div class="check-offset">
            <h3>{ lang.get(text::OFFSET_TITLE) }{ lang.locale().colon }{ wording::amount(lang, Indicator::GhgLocation, kg) }</h3>
            <div class="scroll" tabindex="0" role="group" aria-label={lang.get(text::OFFSET_TITLE)}>
                <table>
                    <tbody>{ for data::offset_prices().map(|price| {
                        let name = price.id.strip_prefix("offset_").unwrap_or(price.id);
                        html! {
                            <tr>
                                <th scope="row">{ lang.of_kind("offset", name) }</th>
                                <td class="num">{ money(tonnes * price.value.central) }</td>
                                <td class="num small muted">{ lang.fill(text::CHECKLIST_PRICE, &[("price", &money(price.value.central)), ("year", &price.value.year.to_string())]) }</td>
                                <td class="small">{ wording::short_citation(lang, data::source(price.value.source)) }
                                    if price.value.assumed {
                                        { " " }<span class="badge warn">{ lang.get(text::SOURCE_ASSUMED) }</span>
                                    }
                                </td>
                            </tr>
                        }
                    }) }</tbody>
                </table>
            </div>
            <p class="small muted">{ lang.get(text::OFFSET_NOTE) }</p>
        </div>
    }
}

/// Best practices, tools and further reading.
fn reading(lang: Lang) -> Html {
    let kinds = ["practice", "tool", "dataset", "standard", "paper"];
    html! {
        <section class="card" aria-labelledby="reading-title">
            <h2 id="reading-title">{ lang.get(text::READING_TITLE) }</h2>
            { for kinds.into_iter().map(|kind| html! {
                <>
                    <h3 class="second">{ lang.of_kind("reading.kind", kind) }</h3>
                    <ul class="checks reading">
                        { for data::reading().iter().filter(|row| row.kind == kind).map(|row| {
                            let source = data::source(row.source);
                            html! {
                                <li key={row.id}>
                                    <p>{ lang.of_kind("reading", row.id) }</p>
                                    <p class="small muted">{ wording::citation(source) }
                                        if !source.url.is_empty() {
                                            { " " }<a href={source.url} target="_blank" rel="noopener">{ lang.get(text::SOURCE_OPEN) }
                                                <span class="hush">{ lang.locale().colon }{ source.title }</span></a>
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
    fn every_item_has_words_and_a_view() {
        for item in data::checklist() {
            assert!(!Lang::EN.of_kind("check", item.id).is_empty(), "{}", item.id);
            assert!(
                !Lang::EN.of(&format!("check.{}.why", item.id)).is_empty(),
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
    fn ticks_that_no_table_knows_are_passed_over() {
        assert_eq!(
            known("meter_energy.nonsense.state_boundary"),
            ["meter_energy", "state_boundary"]
        );
        assert_eq!(known(NONE), [""; 0]);
    }
}
