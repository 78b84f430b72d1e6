//! What to do, item by item, with what has been done.

use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::Shown;
use crate::app::platform::storage;
use crate::app::state::{Action, View};
use crate::app::text::{self, Lang};
use crate::app::wording;
use crate::data::{self, ChecklistItem};
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
pub(super) fn view(shown: &Shown) -> Html {
    let (ui, lang) = (shown.ui, shown.ui.lang);
    let linked = shown.state.kept_under(KEY);
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
                        <h2 id={format!("check-{group}")}>{ lang.of(&format!("checkgroup.{group}")) }</h2>
                        <ul class="checks">
                            { for data::checklist().iter().filter(|one| one.group == group).map(|one| item(shown, one, &done)) }
                        </ul>
                        if group == "offsetting" {
                            { offset(lang, shown.outcome().leaves.total(Indicator::GhgLocation)) }
                        }
                    </section>
                }) }
            </div>
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

fn item(shown: &Shown, item: &'static ChecklistItem, done: &[&'static str]) -> Html {
    let (ui, lang) = (shown.ui, shown.ui.lang);
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
    let go = View::from_id(item.view).map(|view| {
        let name = lang.of(&format!("nav.{}", view.id()));
        html! {
            <button type="button" class="button plain check-go" onclick={ui.on(Action::Show(view))}>
                { lang.fill(text::CHECKLIST_GO, &[("view", name)]) }</button>
        }
    });
    html! {
        <li key={item.id}>
            <label class="lever">
                <input type="checkbox" checked={ticked} {onchange} />
                <b>{ lang.of(&format!("check.{}", item.id)) }</b>
            </label>
            <p class="small muted">{ lang.of(&format!("check.{}.why", item.id)) }</p>
            { go }
        </li>
    }
}

/// What offsetting would cost, at the average of credits and by direct air capture.
fn offset(lang: Lang, kg: f64) -> Html {
    let (Some(low), Some(high)) = (
        data::constant("offset_average"),
        data::constant("offset_removal_direct_air"),
    ) else {
        return Html::default();
    };
    let money = |amount: f64| number::MONEY.text(amount, lang.locale());
    let cost = |price: &data::Constant| money(kg / KILOGRAMS_PER_TONNE * price.value.central);
    let source = |price: &data::Constant| wording::short_citation(data::source(price.value.source));
    html! {
        <div class="check-offset">
            <h3>{ lang.get(text::CHECKLIST_OFFSET) }</h3>
            <p>{ lang.fill(text::CHECKLIST_OFFSET_TEXT, &[
                ("amount", &wording::amount(lang, Indicator::GhgLocation, kg)),
                ("low", &cost(low)), ("lowprice", &money(low.value.central)), ("lowsource", &source(low)),
                ("high", &cost(high)), ("highprice", &money(high.value.central)), ("highsource", &source(high)),
            ]) }
                if low.value.assumed || high.value.assumed {
                    { " " }<span class="badge warn">{ lang.get(text::SOURCE_ASSUMED) }</span>
                }
            </p>
            <p class="small muted">{ lang.get(text::CHECKLIST_OFFSET_TRAP) }</p>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_has_words_and_a_view() {
        for item in data::checklist() {
            assert!(
                !Lang::En.of(&format!("check.{}", item.id)).is_empty(),
                "{}",
                item.id
            );
            assert!(
                !Lang::En.of(&format!("check.{}.why", item.id)).is_empty(),
                "{}",
                item.id
            );
            assert!(View::from_id(item.view).is_some(), "{}", item.id);
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
        assert_eq!(known("meter.nonsense.batch"), ["meter", "batch"]);
        assert_eq!(known(NONE), [""; 0]);
    }
}
