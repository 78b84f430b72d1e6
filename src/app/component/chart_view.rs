//! A figure on the page: caption, chart with keyboard navigation, data table and download buttons.

use std::rc::Rc;

use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;
use yew::virtual_dom::VTag;

use super::chart_file::{self, Kind};
use super::tables::data_table;
use crate::app::hook::{use_printing, use_width};

use crate::app::text::{self, Lang};
use crate::chart::{Figure, Node};

/// What the component shows.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The language of the page.
    pub lang: Lang,
    /// Name for HTML ids and file names.
    pub name: &'static str,
    /// Heading.
    pub title: AttrValue,
    /// Draws the figure at a width in pixels.
    pub draw: Draw,
    /// Additional controls, below the heading.
    #[prop_or_default]
    pub children: Html,
}

/// A function that draws a figure at any width. A new one is created when its data change.
#[derive(Clone)]
pub struct Draw(pub Rc<dyn Fn(i32) -> Figure>);

impl PartialEq for Draw {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// A figure with its caption, table and buttons.
#[component]
pub fn ChartView(props: &Props) -> Html {
    let lang = props.lang;
    let plot = use_node_ref();
    let width = use_width(&plot);
    let figure = use_memo((props.draw.clone(), width), |(draw, width)| (draw.0)(*width));
    let current = use_state_eq(|| None::<usize>);
    let table = use_state_eq(|| false);
    let printing = use_printing();
    let (title_id, text_id, table_id) = (
        format!("{}-title", props.name),
        format!("{}-text", props.name),
        format!("{}-table", props.name),
    );

    let onkeydown = {
        let (current, figure) = (current.clone(), figure.clone());
        Callback::from(move |event: KeyboardEvent| {
            let last = figure.marks.len().saturating_sub(1);
            let row = figure.marks_per_row.max(1);
            let next = match (event.key().as_str(), *current) {
                ("End", _) => last,
                ("Escape", _) => {
                    current.set(None);
                    return;
                }
                ("Home", _) | ("ArrowRight" | "ArrowDown" | "ArrowLeft" | "ArrowUp", None) => 0,
                ("ArrowRight", Some(n)) => (n + 1).min(last),
                ("ArrowLeft", Some(n)) => n.saturating_sub(1),
                ("ArrowDown", Some(n)) => (n + row).min(last),
                ("ArrowUp", Some(n)) => n.saturating_sub(row),
                _ => return,
            };
            event.prevent_default();
            current.set(Some(next));
        })
    };
    let onpointermove = {
        let current = current.clone();
        Callback::from(move |event: PointerEvent| {
            let mark = event
                .target_dyn_into::<web_sys::Element>()
                .and_then(|element| element.closest("[data-mark]").ok()?)
                .and_then(|group| group.get_attribute("data-mark")?.parse().ok());
            current.set(mark);
        })
    };
    let leave = {
        let current = current.clone();
        move || current.set(None)
    };
    let onpointerleave = {
        let leave = leave.clone();
        Callback::from(move |_: PointerEvent| leave())
    };
    let onblur = Callback::from(move |_: FocusEvent| leave());

    let mark = current.and_then(|index| figure.marks.get(index));
    let tip = mark.map_or_else(String::new, |mark| {
        [&mark.label, lang.locale().colon, &mark.value].concat()
    });
    let unsaved = use_state_eq(|| false);
    let frame = chart_file::use_frame();
    let save = |kind: Kind| {
        let (figure, name, title) = (figure.clone(), props.name, props.title.clone());
        let (draw, narrow) = (props.draw.clone(), width < chart_file::WIDTH);
        let (frame, unsaved) = (frame.clone(), unsaved.clone());
        let done = Callback::from(move |worked: bool| unsaved.set(!worked));
        move |_| {
            if narrow {
                frame.save(kind, &(draw.0)(chart_file::WIDTH), name, &title, &done);
            } else {
                frame.save(kind, &figure, name, &title, &done);
            }
        }
    };
    let toggle = {
        let table = table.clone();
        move |_| table.set(!*table)
    };

    html! {
        <figure class="figure card" aria-labelledby={title_id.clone()}>
            <figcaption>
                <h2 id={title_id.clone()}>{ &props.title }</h2>
                <p>{ &figure.caption }</p>
            </figcaption>
            { props.children.clone() }
            <div class="plot" tabindex="0" role="group" ref={plot} aria-labelledby={title_id.clone()}
                aria-roledescription={lang.message(text::CHART_KEYS)} {onkeydown} {onpointermove} {onpointerleave} {onblur}>
                <svg class="chart" viewBox={figure.scene.view_box()} role="img" aria-labelledby={title_id} aria-describedby={text_id.clone()}>
                    { for figure.scene.nodes.iter().map(|node| element(node, *current)) }
                </svg>
            </div>
            <p class="visually-hidden" id={text_id}>{ &figure.description }</p>
            <p class="tip" role="status">{ if *unsaved { lang.message(text::CHART_UNSAVED).to_owned() } else { tip } }</p>
            <div class="chart-tools">
                <button type="button" class="button" onclick={toggle} aria-expanded={table.to_string()} aria-controls={table_id.clone()}>
                    { lang.message(if *table { text::CHART_TABLE_HIDE } else { text::CHART_TABLE }) }
                </button>
                { for Kind::ALL.into_iter().map(|kind| html! {
                    <button type="button" class="button" onclick={save(kind)}>{ lang.message_for("chart", kind.id()) }</button>
                }) }
            </div>
            <div class={classes!("table-wrap", table.then_some("open"))} id={table_id}>
                if *table || printing {
                    { data_table(&props.title, &figure.table) }
                }
            </div>
        </figure>
    }
}

/// A node of a scene as an SVG element; the current mark is highlighted.
fn element(node: &Node, current: Option<usize>) -> Html {
    let mut tag = VTag::new(node.tag());
    for (name, mut value) in node.attributes() {
        if let Node::Group { mark, .. } = node
            && name == "class"
            && current == Some(*mark)
        {
            value.push_str(" current");
        }
        tag.add_attribute(name, value);
    }
    if let Some(title) = node.title() {
        tag.add_child(html! { <title>{ title.to_owned() }</title> });
    }
    if let Some(content) = node.content() {
        tag.add_child(html! { { content.to_owned() } });
    }
    tag.add_children(node.children().iter().map(|child| element(child, current)));
    tag.into()
}

/// Width of an element in pixels; `None` if it is not displayed.
pub fn width_of(node: &NodeRef) -> Option<i32> {
    node.cast::<HtmlElement>()
        .map(|element| element.client_width())
        .filter(|width| *width > 0)
}
