//! A searchable list: type to filter, arrow keys to move, Enter to select, Escape to close.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement, KeyboardEvent};
use yew::prelude::*;

use crate::app::platform;
use crate::app::text::{self, Lang};
use crate::data::{places, search};

/// Maximum number of rows rendered; the list says how many more there are.
const MAX_ROWS: usize = 80;

/// An item of the list. `Eq` lets `Rc` compare a shared list by pointer: comparing all names at every step of a slider
/// would take longer than rendering them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Id that is stored.
    pub id: String,
    /// Name shown.
    pub name: String,
    /// Detail shown next to the name, such as a value.
    pub detail: String,
    /// Heading it is listed under.
    pub group: String,
    /// Additional search terms.
    pub words: String,
}

/// What a picker shows.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The language of the page.
    pub lang: Lang,
    /// Name for HTML ids.
    pub name: &'static str,
    /// Visible label.
    pub label: AttrValue,
    /// The items, group by group.
    pub items: Rc<Vec<Item>>,
    /// Id of the selected item.
    pub chosen: AttrValue,
    /// Called with the id of the item that was picked.
    pub onpick: Callback<String>,
    /// Whether the items are places: names that no item contains are then looked up as well.
    #[prop_or_default]
    pub places: bool,
}

/// A text field with a list.
#[component]
pub fn Picker(props: &Props) -> Html {
    let lang = props.lang;
    let query = use_state(|| None::<String>);
    let active = use_state(|| 0usize);
    // The active row as the last key press left it, which may not be rendered yet.
    let latest = use_mut_ref(|| 0usize);
    let set_active = {
        let (active, latest) = (active.clone(), latest.clone());
        move |row: usize| {
            *latest.borrow_mut() = row;
            active.set(row);
        }
    };
    let list = use_node_ref();
    let field = use_node_ref();
    let open = query.is_some();

    let results = use_memo(
        (props.items.clone(), (*query).clone()),
        |(items, query)| match query {
            Some(query) => find(items, query, props.places),
            None => Found::default(),
        },
    );
    let found = &results.rows;
    let current = props.items.iter().find(|item| *item.id == *props.chosen);
    let shown = (*query)
        .clone()
        .unwrap_or_else(|| current.map_or(props.chosen.to_string(), |i| i.name.clone()));

    let list_id = format!("list-{}", props.name);
    let field_id = format!("pick-{}", props.name);
    let option_id = |index: usize| format!("option-{}-{index}", props.name);

    let close = {
        let (query, set_active) = (query.clone(), set_active.clone());
        move || {
            query.set(None);
            set_active(0);
        }
    };
    let select = {
        let (close, onpick, items) = (close.clone(), props.onpick.clone(), props.items.clone());
        Callback::from(move |index: Option<usize>| {
            if let Some(item) = index.and_then(|index| items.get(index)) {
                onpick.emit(item.id.clone());
            }
            close();
        })
    };
    let start_search = {
        let (query, field) = (query.clone(), field.clone());
        move || {
            // During a search, a click only moves the caret.
            if query.as_ref().is_some_and(|query| !query.is_empty()) {
                return;
            }
            query.set(Some(String::new()));
            if let Some(input) = field.cast::<HtmlInputElement>() {
                input.select();
            }
        }
    };
    let onfocus = {
        let start_search = start_search.clone();
        Callback::from(move |_: FocusEvent| start_search())
    };
    // The field keeps the focus after a selection, so that a click starts a new search.
    let onclick = Callback::from(move |_: MouseEvent| start_search());
    let onblur = {
        let close = close.clone();
        Callback::from(move |_: FocusEvent| close())
    };
    let oninput = {
        let (query, set_active, shown) = (query.clone(), set_active.clone(), shown.clone());
        Callback::from(move |event: InputEvent| {
            let value = event.target_unchecked_into::<HtmlInputElement>().value();
            query.set(Some(typed_query(&value, &shown, query.is_some()).to_owned()));
            set_active(0);
        })
    };
    let onkeydown = {
        let (query, select, list, shown) = (query.clone(), select.clone(), list.clone(), shown.clone());
        let (items, results, places) = (props.items.clone(), results.clone(), props.places);
        let last = found.len().min(MAX_ROWS).saturating_sub(1);
        Callback::from(move |event: KeyboardEvent| {
            let at = *latest.borrow();
            let next = match event.key().as_str() {
                "ArrowDown" if query.is_none() => {
                    query.set(Some(String::new()));
                    0
                }
                "ArrowDown" => (at + 1).min(last),
                "ArrowUp" => at.saturating_sub(1),
                "PageDown" => (at + 8).min(last),
                "PageUp" => at.saturating_sub(8),
                "Enter" => {
                    let value = event.target_unchecked_into::<HtmlInputElement>().value();
                    let index = if value != shown {
                        // Typed since the list was rendered.
                        let typed = typed_query(&value, &shown, query.is_some());
                        find(&items, typed, places).rows.get(at).copied()
                    } else if query.is_some() {
                        results.rows.get(at).copied()
                    } else {
                        return;
                    };
                    event.prevent_default();
                    select.emit(index);
                    return;
                }
                "Escape" => {
                    close();
                    return;
                }
                _ => return,
            };
            event.prevent_default();
            set_active(next);
            let list = list.clone();
            platform::after(0, move || scroll_to_row(&list, next));
        })
    };
    let mut group = "";
    let rows = found.iter().take(MAX_ROWS).enumerate().map(|(place, index)| {
        let item = &props.items[*index];
        let head = (item.group != group).then(|| {
            group = &item.group;
            html! { <li class="head" role="presentation">{ &item.group }</li> }
        });
        let (select, index) = (select.clone(), *index);
        // The field must not lose focus before the click arrives.
        let onmousedown = Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            select.emit(Some(index));
        });
        html! {
            <>
                { head }
                <li class={classes!("option", (place == *active).then_some("active"))} role="option"
                    id={option_id(place)} data-place={place.to_string()} {onmousedown}
                    aria-selected={(*item.id == *props.chosen).to_string()}>
                    <span>{ &item.name }</span>
                    <span class="detail">{ &item.detail }</span>
                </li>
            </>
        }
    });

    html! {
        <div class="field">
            <div class="field-head"><label for={field_id.clone()}>{ &props.label }</label></div>
            <div class="picker">
                <input class="text" type="text" id={field_id} ref={field} value={shown} autocomplete="off" spellcheck="false"
                    role="combobox" aria-expanded={open.to_string()} aria-controls={list_id.clone()} aria-autocomplete="list"
                    aria-activedescendant={(open && !found.is_empty()).then(|| option_id(*active))}
                    placeholder={lang.message(text::PICKER_SEARCH)}
                    {onfocus} {onclick} {onblur} {oninput} {onkeydown} />
                // Chromium stops at lists that scroll, and this one is gone once the field loses the focus.
                <ul class="options" role="listbox" tabindex="-1" id={list_id} ref={list} aria-label={props.label.clone()} hidden={!open}>
                    if !results.wider.is_empty() {
                        <li class="none" role="presentation">{ lang.fill(text::PICKER_WIDER, &[("text", &results.wider)]) }</li>
                    }
                    { for rows }
                    if open && found.is_empty() {
                        <li class="none" role="option" aria-disabled="true" aria-selected="false">{ lang.message(text::PICKER_NONE) }</li>
                    }
                    if found.len() > MAX_ROWS {
                        <li class="none" role="presentation">
                            { lang.fill(text::PICKER_MORE, &[("n", &(found.len() - MAX_ROWS).to_string())]) }
                        </li>
                    }
                </ul>
            </div>
        </div>
    }
}

/// What a search found.
#[derive(Default)]
pub(super) struct Found {
    /// Indices of the items.
    pub(super) rows: Vec<usize>,
    /// Names of what was searched that have no figure of their own.
    pub(super) wider: String,
}

/// The items that a query finds, best first. Of places, the one that it names exactly is the first, and names that no item
/// contains are found as well.
pub(super) fn find(items: &[Item], query: &str, places: bool) -> Found {
    let mut rows = search::rank(query, items.len(), |index| {
        let item = &items[index];
        [
            item.id.as_str(),
            item.name.as_str(),
            item.group.as_str(),
            item.words.as_str(),
        ]
    });
    match named_place(items, query).filter(|_| places) {
        Some(named) if rows.is_empty() => return named,
        Some(named) if named.wider.is_empty() => {
            rows.retain(|index| !named.rows.contains(index));
            rows.splice(0..0, named.rows);
        }
        _ => {}
    }
    Found {
        rows,
        wider: String::new(),
    }
}

/// The place that a text names, where it is one of the items.
fn named_place(items: &[Item], query: &str) -> Option<Found> {
    let place = places::find("", query)?;
    let id = match place.region {
        Some(region) => format!("r:{}", region.id),
        None => format!("z:{}", place.zone?),
    };
    Some(Found {
        rows: vec![items.iter().position(|item| item.id == id)?],
        wider: place.wider.join(", "),
    })
}

/// What the text of the field searches for. After a selection the caret is behind the name `shown`: text typed there
/// starts a new search.
fn typed_query<'a>(value: &'a str, shown: &str, searching: bool) -> &'a str {
    value.strip_prefix(shown).filter(|_| !searching).unwrap_or(value)
}

/// Scrolls the list so that the active row is visible.
fn scroll_to_row(list: &NodeRef, at: usize) {
    if let Some(list) = list.cast::<Element>()
        && let Ok(Some(option)) = list.query_selector(&format!("[data-place=\"{at}\"]"))
    {
        let (top, bottom) = (list.scroll_top(), list.scroll_top() + list.client_height());
        let row: HtmlElement = option.unchecked_into();
        if row.offset_top() < top {
            list.set_scroll_top(row.offset_top());
        } else if row.offset_top() + row.offset_height() > bottom {
            list.set_scroll_top(row.offset_top() + row.offset_height() - list.client_height());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_typed_behind_a_selected_name_is_a_new_search() {
        assert_eq!(typed_query("World (WORLD)fr", "World (WORLD)", false), "fr");
        assert_eq!(typed_query("fra", "fr", true), "fra", "a search that goes on");
        assert_eq!(
            typed_query("fr", "World (WORLD)", false),
            "fr",
            "the name was selected"
        );
    }
}
