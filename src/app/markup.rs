//! The writer behind `html!`: one call opens an element, one closes it, one for each thing in it.
//!
//! The calls are kept out of line on purpose: the page is hundreds of elements, and each is downloaded.

use std::rc::Rc;

pub use markup::html;
use yew::virtual_dom::{
    AttributeOrProperty, Attributes, Key, Listener, Listeners, VList, VNode, VTag, VText,
};
use yew::{AttrValue, Html, NodeRef};

/// A tree that grows at its end.
#[derive(Default)]
pub struct Tree {
    /// Elements and groups whose children are being written, the innermost last.
    open: Vec<Open>,
    /// Finished nodes, in order; those of what is open begin at its `first`.
    done: Vec<VNode>,
    /// Where the next computed attribute of the innermost element goes.
    next_value: usize,
}

struct Open {
    /// Nothing for a group without an element of its own.
    tag: Option<VTag>,
    first: usize,
}

impl Tree {
    /// An empty tree, behind a pointer: every call names it, and a place on the stack takes more bytes to name.
    #[inline(never)]
    pub fn new() -> Box<Self> {
        Box::default()
    }

    /// Begins an element whose attributes never change.
    #[inline(never)]
    pub fn open(&mut self, name: &'static str, attributes: &'static [(&'static str, AttributeOrProperty)]) {
        self.push(name, Attributes::Static(attributes));
    }

    /// Begins an element; the values of the keys behind the fixed ones follow in order, each by [`Tree::value`].
    #[inline(never)]
    pub fn open_with(&mut self, name: &'static str, keys: &'static [&'static str], fixed: &[&'static str]) {
        // Not `AttributeOrProperty::Static`: drawn to text, a computed list leaves those out.
        let value = |i: usize| fixed.get(i).copied().map(AttrValue::Static);
        let value = |i| value(i).map(AttributeOrProperty::Attribute);
        let values = (0..keys.len()).map(value).collect();
        self.push(name, Attributes::Dynamic { keys, values });
        self.next_value = fixed.len();
    }

    fn push(&mut self, name: &'static str, attributes: Attributes) {
        let mut tag = match name {
            "input" | "textarea" => VTag::new(name),
            _ => VTag::__new_other(
                AttrValue::Static(name),
                NodeRef::default(),
                None,
                Attributes::default(),
                Listeners::None,
                VNode::default(),
            ),
        };
        tag.attributes = attributes;
        self.begin(Some(tag));
    }

    fn begin(&mut self, tag: Option<VTag>) {
        let first = self.done.len();
        self.open.push(Open { tag, first });
    }

    /// The element that was opened last.
    fn tag(&mut self) -> Option<&mut VTag> {
        self.open.last_mut()?.tag.as_mut()
    }

    /// The next computed attribute; without a value it is absent.
    #[inline(never)]
    pub fn value(&mut self, value: Option<AttrValue>) {
        let at = self.next_value;
        self.next_value += 1;
        if let Some(Attributes::Dynamic { values, .. }) = self.tag().map(|tag| &mut tag.attributes)
            && let Some(place) = values.get_mut(at)
        {
            *place = value.map(AttributeOrProperty::Attribute);
        }
    }

    /// What an element is known by among its siblings.
    #[inline(never)]
    pub fn key(&mut self, key: Key) {
        if let Some(tag) = self.tag() {
            tag.key = Some(key);
        }
    }

    /// The element will be reachable through a reference.
    #[inline(never)]
    pub fn bind(&mut self, node: NodeRef) {
        if let Some(tag) = self.tag() {
            tag.node_ref = node;
        }
    }

    /// What a field shows.
    #[inline(never)]
    pub fn field(&mut self, value: Option<AttrValue>) {
        if let Some(tag) = self.tag() {
            tag.set_value(value);
        }
    }

    /// Whether a field is ticked.
    #[inline(never)]
    pub fn checked(&mut self, checked: bool) {
        if let Some(tag) = self.tag() {
            tag.set_checked(checked);
        }
    }

    /// What happens on an event.
    #[inline(never)]
    pub fn listen(&mut self, listener: Option<Rc<dyn Listener>>) {
        if let (Some(tag), Some(listener)) = (self.tag(), listener) {
            tag.add_listener(listener);
        }
    }

    /// A node that is there already.
    #[inline(never)]
    pub fn node(&mut self, node: VNode) {
        self.done.push(node);
    }

    /// Anything that can be drawn.
    pub fn put(&mut self, child: impl Child) {
        self.node(child.node());
    }

    /// One node that holds a list; with keys, its members are moved instead of rewritten.
    pub fn each<C: Child>(&mut self, children: impl IntoIterator<Item = C>) {
        self.group();
        for child in children {
            self.put(child);
        }
        self.close();
    }

    /// Begins a group, which is one node for what surrounds it.
    #[inline(never)]
    pub fn group(&mut self) {
        self.begin(None);
    }

    /// Ends an element or a group.
    #[inline(never)]
    pub fn close(&mut self) {
        let Some(Open { tag, first }) = self.open.pop() else {
            return;
        };
        let node = match tag {
            None => list(self.done.split_off(first)),
            Some(mut tag) => {
                if let Some(children) = tag.children_mut() {
                    *children = one(self.done.split_off(first));
                }
                tag.into()
            }
        };
        self.done.push(node);
    }

    /// Ends an element with the last thing in it.
    #[inline(never)]
    pub fn close_with(&mut self, child: impl Child) {
        self.node(child.node());
        self.close();
    }

    /// Everything written.
    #[inline(never)]
    #[expect(clippy::boxed_local, reason = "the tree is made in a box")]
    pub fn finish(self: Box<Self>) -> Html {
        one(self.done)
    }
}

fn list(children: Vec<VNode>) -> VNode {
    VList::with_children(children, None).into()
}

/// A list, unless there is just one.
fn one(mut children: Vec<VNode>) -> VNode {
    match children.len() {
        1 => children.swap_remove(0),
        _ => list(children),
    }
}

/// What may stand between braces.
pub trait Child {
    /// The node that shows it.
    fn node(self) -> VNode;
}

impl Child for VNode {
    fn node(self) -> VNode {
        self
    }
}

impl Child for AttrValue {
    #[inline(never)]
    fn node(self) -> VNode {
        VText::new(self).into()
    }
}

impl Child for &'static str {
    fn node(self) -> VNode {
        AttrValue::Static(self).node()
    }
}

impl Child for String {
    #[inline(never)]
    fn node(self) -> VNode {
        AttrValue::from(self).node()
    }
}

impl Child for Option<VNode> {
    fn node(self) -> VNode {
        self.unwrap_or_default()
    }
}

impl<T: Child + Clone> Child for &T {
    fn node(self) -> VNode {
        self.clone().node()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use yew::prelude::{AttrValue, Callback, Classes, Html, MouseEvent, classes, component};
    use yew::{BaseComponent, LocalServerRenderer, Properties};

    use super::html;

    #[derive(Properties, PartialEq, Default)]
    struct Named {
        name: AttrValue,
    }

    #[component]
    fn Inner(props: &Named) -> Html {
        html! { <i>{ &props.name }</i> }
    }

    /// The same lines, once for each macro.
    macro_rules! sample {
        ($name:ident, $html:path) => {
            #[component]
            fn $name() -> Html {
                use $html as tree;
                let (none, some) = (None::<AttrValue>, Some("there"));
                let words = ["a & b", "<c>"];
                let optional: Option<Html> = None;
                let found: Result<u8, &'static str> = Err("gone");
                let class: Classes = classes!("x", false.then_some("y"));
                let onclick = Callback::from(|_: MouseEvent| ());
                let lang = "fr";
                tree! {
                    <>
                        <p lang="en" title={none}>{ "plain" }{ optional }{ format!("{} owned", 1) }</p>
                        <p {class}>{ words[0] }<b title={some}>{ words[1] }</b></p>
                        <ul aria-label="list" {lang}>{ for words.iter().map(|word| tree! { <li key={*word}>{ *word }</li> }) }</ul>
                        <button type="button" disabled={false} {onclick}>{ "no" }</button>
                        <button hidden={true}></button>
                        <input type="text" readonly=true value="typed" />
                        <input type="radio" checked={words.len() == 2} />
                        if words.is_empty() { <hr /> } else if let Err(why) = found { <em>{ why }</em>{ "!" } } else { <br /> }
                        if words.is_empty() { <hr /> }
                        <Inner name="component" />
                        <svg viewBox="0 0 1 1"><rect x="1" /></svg>
                    </>
                }
            }
        };
    }

    sample!(Ours, super::html);
    sample!(Theirs, yew::html);

    fn text<C: BaseComponent<Properties = ()>>() -> String {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        let page = LocalServerRenderer::<C>::new().hydratable(false).render();
        tokio::task::LocalSet::new().block_on(&runtime, page)
    }

    #[test]
    fn the_same_tree_as_yews_own() {
        let (ours, theirs) = (text::<Ours>(), text::<Theirs>());
        assert_eq!(ours, theirs);
        let elements: BTreeSet<&str> = ours
            .split('<')
            .filter_map(|part| part.split([' ', '>']).next())
            .collect();
        for name in ["p", "b", "li", "em", "i", "rect", "input"] {
            assert!(elements.contains(name), "{name} is not in {ours}");
        }
    }
}
