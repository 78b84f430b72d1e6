//! The calls that build what was read.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Lit;

use crate::node::{Attribute, Condition, Element, Node, Value};

/// Attributes that are there or not, among those the page uses.
const SWITCHES: [&str; 8] = [
    "checked", "disabled", "hidden", "multiple", "open", "readonly", "required", "selected",
];

/// An expression of type `yew::Html`.
pub(crate) fn tree(nodes: &[Node]) -> TokenStream {
    // What already is a tree needs no writer.
    if let [Node::Component(tokens)] = nodes {
        return quote!(::yew::html! { #tokens });
    }
    let calls = nodes.iter().map(write);
    quote! {{
        let mut tree = crate::app::markup::Tree::new();
        #(#calls)*
        tree.finish()
    }}
}

fn write(node: &Node) -> TokenStream {
    match node {
        Node::Element(element) => write_element(element),
        Node::Fragment(children) => group(children),
        Node::Component(tokens) => quote!(tree.node(::yew::html! { #tokens });),
        Node::Text(text) => quote!(tree.put(#text);),
        Node::Value(tokens) => quote!(tree.put({ #tokens });),
        Node::Each(tokens) => quote!(tree.each({ #tokens });),
        Node::If(Condition {
            test,
            then,
            otherwise,
        }) => {
            let (then, otherwise) = (group(then), group(otherwise));
            quote!(if #test { #then } else { #otherwise })
        }
    }
}

/// Exactly one node, so that what follows keeps its place whatever is in the group.
fn group(nodes: &[Node]) -> TokenStream {
    if let [node] = nodes {
        return write(node);
    }
    let calls = nodes.iter().map(write);
    quote!(tree.group(); #(#calls)* tree.close();)
}

fn write_element(element: &Element) -> TokenStream {
    let name = element.name.to_string();
    let is_field = name == "input" || name == "textarea";
    let (mut keys, mut fixed) = (Vec::new(), Vec::new());
    let (mut late_keys, mut late, mut calls) = (Vec::new(), Vec::new(), Vec::new());
    for attribute in &element.attributes {
        let name = &attribute.name;
        match Kind::of(attribute, is_field) {
            Kind::Fixed(value) => {
                keys.push(name);
                fixed.push(value);
            }
            Kind::Absent => {}
            Kind::Computed(value) => {
                late_keys.push(name);
                late.push(quote!(tree.value(#value);));
            }
            Kind::Call(call) => calls.push(call),
        }
    }
    let open = if late.is_empty() {
        quote!(tree.open(#name, &[#((#keys, ::yew::virtual_dom::AttributeOrProperty::Static(#fixed))),*]);)
    } else {
        quote!(tree.open_with(#name, &[#(#keys,)* #(#late_keys),*], &[#(#fixed),*]); #(#late)*)
    };
    // Most elements hold just one thing: a call less for each.
    if let [Node::Value(tokens)] = element.children.as_slice() {
        return quote!(#open #(#calls)* tree.close_with({ #tokens }););
    }
    let children = element.children.iter().map(write);
    quote!(#open #(#calls)* #(#children)* tree.close();)
}

/// How an attribute gets onto its element.
enum Kind {
    Fixed(String),
    Absent,
    /// An `Option<AttrValue>`.
    Computed(TokenStream),
    Call(TokenStream),
}

impl Kind {
    fn of(attribute: &Attribute, is_field: bool) -> Self {
        let name = attribute.name.as_str();
        let expression = match &attribute.value {
            Value::Literal(literal) => match literal {
                Lit::Bool(on) if on.value => return Self::Fixed(name.to_owned()),
                Lit::Bool(_) => return Self::Absent,
                Lit::Str(text) if !(is_field && name == "value") => return Self::Fixed(text.value()),
                Lit::Str(text) => quote!(::yew::AttrValue::Static(#text)),
                other => quote!(#other),
            },
            Value::Expression(tokens) => tokens.clone(),
        };
        let at = &attribute.at;
        let converted =
            quote!(::yew::html::IntoPropValue::<::std::option::Option<::yew::AttrValue>>::into_prop_value);
        match name {
            "key" => Self::Call(quote!(tree.key(::std::convert::Into::into(#expression));)),
            "ref" => Self::Call(quote!(tree.bind(#expression);)),
            "value" if is_field => Self::Call(quote!(tree.field(#converted(#expression));)),
            "checked" if is_field => Self::Call(quote!(tree.checked(#expression);)),
            "class" => Self::Computed(quote!(#converted(::yew::Classes::from(#expression)))),
            _ if name.starts_with("on") => {
                Self::Call(quote!(tree.listen(::yew::html::#at::Wrapper::__macro_new(#expression));))
            }
            _ if SWITCHES.contains(&name) => {
                Self::Computed(quote!((#expression).then_some(::yew::AttrValue::Static(#name))))
            }
            _ => Self::Computed(quote!(#converted(#expression))),
        }
    }
}
