//! A figure on the page: conclusion, picture, one mark after another by keyboard, data as a table, files.

use std::rc::Rc;

use web_sys::{HtmlElement, KeyboardEvent};
use yew::prelude::*;

use super::tables::data_table;
use crate::app::hook::{use_printing, use_width};
use crate::app::markup::{Tree, html};
use crate::app::text::{self, Lang};
use crate::chart::{Figure, Node};

/// What is shown.
#[derive(Clone, PartialEq, Properties)]
pub struct Props {
    /// The language of the page.
    pub lang: Lang,
    /// Name for ids and files.
    pub name: &'static str,
    /// Heading.
    pub title: AttrValue,
    /// Makes the figure at a width in pixels.
    pub draw: Draw,
    /// Makes files of it.
    pub save: Saver,
    /// Further controls of this figure, under its heading.
    #[prop_or_default]
    pub children: Html,
}

/// A way to make a figure at any width, renewed when its data change.
#[derive(Clone)]
pub struct Draw(pub Rc<dyn Fn(i32) -> Figure>);

impl PartialEq for Draw {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// A kind of file that a figure is saved as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The picture, to scale and to edit.
    Svg,
    /// The picture, in pixels.
    Png,
    /// The data.
    Csv,
}

impl Kind {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Svg, Self::Png, Self::Csv];

    /// How the names of its files end.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Csv => "csv",
        }
    }
}

/// A figure that is to become a file.
pub struct Wanted {
    /// The figure as it is shown.
    pub figure: Rc<Figure>,
    /// Name of the file, without its end.
    pub name: &'static str,
    /// Heading.
    pub title: AttrValue,
    /// Which file.
    pub kind: Kind,
    /// Hears whether it was made.
    pub done: Callback<bool>,
}

/// A way to make files of figures: a program has one.
#[derive(Clone, Copy)]
pub struct Saver(pub fn(Wanted));

impl PartialEq for Saver {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A figure with everything that belongs to it.
#[component]
pub fn ChartView(props: &Props) -> Html {
    let lang = props.lang;
    let plot = use_node_ref();
    let width = use_width(&plot);
    let figure = use_memo((props.draw.clone(), width), |(draw, width)| (draw.0)(*width));
    let at = use_state_eq(|| None::<usize>);
    let table = use_state_eq(|| false);
    let printing = use_printing();
    let (title_id, text_id, table_id) = (
        format!("{}-title", props.name),
        format!("{}-text", props.name),
        format!("{}-table", props.name),
    );

    let onkeydown = {
        let (at, figure) = (at.clone(), figure.clone());
        Callback::from(move |event: KeyboardEvent| {
            let last = figure.marks.len().saturating_sub(1);
            let row = figure.marks_per_row.max(1);
            let next = match (event.key().as_str(), *at) {
                ("End", _) => last,
                ("Escape", _) => {
                    at.set(None);
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
            at.set(Some(next));
        })
    };
    let onpointermove = {
        let at = at.clone();
        Callback::from(move |event: PointerEvent| {
            let mark = event
                .target_dyn_into::<web_sys::Element>()
                .and_then(|element| element.closest("[data-mark]").ok()?)
                .and_then(|group| group.get_attribute("data-mark")?.parse().ok());
            at.set(mark);
        })
    };
    let leave = {
        let at = at.clone();
        move || at.set(None)
    };
    let onpointerleave = {
        let leave = leave.clone();
        Callback::from(move |_: PointerEvent| leave())
    };
    let onblur = Callback::from(move |_: FocusEvent| leave());

    let mark = at.and_then(|index| figure.marks.get(index));
    let tip = mark.map_or_else(String::new, |mark| {
        [&mark.label, lang.locale().colon, &mark.value].concat()
    });
    let unsaved = use_state_eq(|| false);
    let save = |kind: Kind| {
        let (figure, unsaved, title) = (figure.clone(), unsaved.clone(), props.title.clone());
        let (Saver(save), name) = (props.save, props.name);
        move |_| {
            let unsaved = unsaved.clone();
            save(Wanted {
                figure: figure.clone(),
                name,
                title: title.clone(),
                kind,
                done: Callback::from(move |worked: bool| unsaved.set(!worked)),
            });
        }
    };
    let toggle = {
        let table = table.clone();
        move |_| table.set(!*table)
    };

    let mut drawing = Tree::new();
    draw(&mut drawing, &figure.scene.nodes, *at);
    html! {
        <figure class="figure card" aria-labelledby={title_id.clone()}>
            <figcaption>
                <h2 id={title_id.clone()}>{ &props.title }</h2>
                <p>{ &figure.caption }</p>
            </figcaption>
            { props.children.clone() }
            <div class="plot" tabindex="0" role="group" ref={plot} aria-labelledby={title_id.clone()}
                aria-roledescription={lang.get(text::CHART_KEYS)} {onkeydown} {onpointermove} {onpointerleave} {onblur}>
                <svg class="chart" viewBox={figure.scene.view_box()} role="img" aria-labelledby={title_id} aria-describedby={text_id.clone()}>
                    { drawing.finish() }
                </svg>
            </div>
            <p class="hush" id={text_id}>{ &figure.description }</p>
            <p class="tip" role="status">{ if *unsaved { lang.get(text::CHART_UNSAVED).to_owned() } else { tip } }</p>
            <div class="chart-tools">
                <button type="button" class="button" onclick={toggle} aria-expanded={table.to_string()} aria-controls={table_id.clone()}>
                    { lang.get(if *table { text::CHART_TABLE_HIDE } else { text::CHART_TABLE }) }
                </button>
                { for Kind::ALL.into_iter().map(|kind| html! {
                    <button type="button" class="button" onclick={save(kind)}>{ lang.of_kind("chart", kind.id()) }</button>
                }) }
            </div>
            <div class={classes!("table-wrap", table.then_some("open"))} id={table_id}>
                if *table || printing {
                    { data_table(&figure.caption, &figure.table) }
                }
            </div>
        </figure>
    }
}

/// The nodes of a scene as SVG elements; the mark in hand is marked.
fn draw(tree: &mut Tree, nodes: &[Node], at: Option<usize>) {
    for node in nodes {
        tree.open_with(node.tag(), node.keys(), &[]);
        let mut values = node.values();
        if let Node::Group { mark, .. } = node
            && at == Some(*mark)
            && let Some(class) = values.first_mut()
        {
            class.push_str(" current");
        }
        for value in values {
            tree.value(Some(value.into()));
        }
        if let Some(title) = node.title() {
            tree.open("title", &[]);
            tree.put(title.to_owned());
            tree.close();
        }
        if let Some(content) = node.content() {
            tree.put(content.to_owned());
        }
        draw(tree, node.children(), at);
        tree.close();
    }
}

/// Width of an element in pixels, for drawing in it.
pub fn width_of(node: &NodeRef) -> Option<i32> {
    node.cast::<HtmlElement>()
        .map(|element| element.client_width())
        .filter(|width| *width > 0)
}
