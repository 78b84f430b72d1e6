//! `html!` in Yew's syntax, compiled to calls of the tree writer in `app::markup`.
//!
//! Yew's macro builds every element in place, about 430 bytes of WebAssembly each; a call for an element and
//! one for each thing in it take a fraction. Components are handed on to Yew's macro. To do without this crate,
//! import `yew::html` in the place of `crate::app::markup::html`: the syntax is the same.

mod node;
mod write;

use proc_macro::TokenStream;

use self::node::Node;

/// A tree of elements, text, components and expressions, as a `yew::Html`.
#[proc_macro]
pub fn html(input: TokenStream) -> TokenStream {
    syn::parse::Parser::parse(Node::list, input)
        .map_or_else(|error| error.to_compile_error(), |nodes| write::tree(&nodes))
        .into()
}
