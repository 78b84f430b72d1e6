//! What stands between the braces.

use proc_macro2::{TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Expr, Ident, Lit, LitStr, Result, Token, braced, token};

/// One child of an element.
pub(crate) enum Node {
    Element(Element),
    Fragment(Vec<Node>),
    /// The tokens of a component, as Yew's macro takes them.
    Component(TokenStream),
    Text(LitStr),
    Value(TokenStream),
    Each(TokenStream),
    If(Condition),
}

pub(crate) struct Element {
    pub(crate) name: Ident,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) children: Vec<Node>,
}

pub(crate) struct Attribute {
    pub(crate) name: String,
    /// For messages, and for the names of events.
    pub(crate) at: Ident,
    pub(crate) value: Value,
}

pub(crate) enum Value {
    Literal(Lit),
    Expression(TokenStream),
}

pub(crate) struct Condition {
    pub(crate) test: Expr,
    pub(crate) then: Vec<Node>,
    /// Empty where nothing is drawn otherwise.
    pub(crate) otherwise: Vec<Node>,
}

impl Node {
    /// Nodes up to the end or a closing tag.
    pub(crate) fn list(input: ParseStream) -> Result<Vec<Self>> {
        let mut nodes = Vec::new();
        while !input.is_empty() && (!input.peek(Token![<]) || !input.peek2(Token![/])) {
            nodes.push(Self::parse(input)?);
        }
        Ok(nodes)
    }

    fn parse(input: ParseStream) -> Result<Self> {
        if input.peek(Token![if]) {
            return condition(input).map(Self::If);
        }
        if input.peek(LitStr) {
            return input.parse().map(Self::Text);
        }
        if input.peek(token::Brace) {
            let content;
            braced!(content in input);
            let each = content.parse::<Option<Token![for]>>()?.is_some();
            let tokens = content.parse()?;
            return Ok(if each {
                Self::Each(tokens)
            } else {
                Self::Value(tokens)
            });
        }
        let open = input.parse::<Token![<]>()?;
        if input.parse::<Option<Token![>]>>()?.is_some() {
            let children = Self::list(input)?;
            end(input, None)?;
            return Ok(Self::Fragment(children));
        }
        let name = input.call(Ident::parse_any)?;
        if name.to_string().starts_with(char::is_uppercase) {
            let rest = component(input)?;
            return Ok(Self::Component(quote::quote!(#open #name #rest />)));
        }
        Element::parse(name, input).map(Self::Element)
    }
}

impl Element {
    fn parse(name: Ident, input: ParseStream) -> Result<Self> {
        let mut attributes = Vec::new();
        while !input.peek(Token![>]) && !input.peek(Token![/]) {
            attributes.push(Attribute::parse(input)?);
        }
        let closed = input.parse::<Option<Token![/]>>()?.is_some();
        input.parse::<Token![>]>()?;
        let mut children = Vec::new();
        if !closed {
            children = Node::list(input)?;
            end(input, Some(&name))?;
        }
        Ok(Self {
            name,
            attributes,
            children,
        })
    }
}

impl Attribute {
    /// `name="text"`, `name={expression}` or `{name}`.
    fn parse(input: ParseStream) -> Result<Self> {
        if input.peek(token::Brace) {
            let content;
            braced!(content in input);
            let at: Ident = content.parse()?;
            return Ok(Self {
                name: at.to_string(),
                value: Value::Expression(quote::quote!(#at)),
                at,
            });
        }
        let at = input.call(Ident::parse_any)?;
        let mut name = at.to_string();
        while input.parse::<Option<Token![-]>>()?.is_some() {
            name = format!("{name}-{}", input.call(Ident::parse_any)?);
        }
        input.parse::<Token![=]>()?;
        let value = if input.peek(token::Brace) {
            let content;
            braced!(content in input);
            Value::Expression(content.parse()?)
        } else {
            Value::Literal(input.parse()?)
        };
        Ok(Self { name, at, value })
    }
}

/// The closing tag of an element, or of a fragment, which has no name.
fn end(input: ParseStream, name: Option<&Ident>) -> Result<()> {
    input.parse::<Token![<]>()?;
    input.parse::<Token![/]>()?;
    if let Some(name) = name {
        let found = input.call(Ident::parse_any)?;
        if found != *name {
            return Err(syn::Error::new(found.span(), format!("expected </{name}>")));
        }
    }
    input.parse::<Token![>]>()?;
    Ok(())
}

fn condition(input: ParseStream) -> Result<Condition> {
    input.parse::<Token![if]>()?;
    let test = input.call(Expr::parse_without_eager_brace)?;
    let then = block(input)?;
    let otherwise = if input.parse::<Option<Token![else]>>()?.is_none() {
        Vec::new()
    } else if input.peek(Token![if]) {
        vec![Node::If(condition(input)?)]
    } else {
        block(input)?
    };
    Ok(Condition {
        test,
        then,
        otherwise,
    })
}

fn block(input: ParseStream) -> Result<Vec<Node>> {
    let content;
    braced!(content in input);
    content.call(Node::list)
}

/// Everything up to the `/>` that ends a component; components here have no children.
fn component(input: ParseStream) -> Result<TokenStream> {
    let mut tokens = TokenStream::new();
    loop {
        if input.peek(Token![/]) {
            input.parse::<Token![/]>()?;
            input.parse::<Token![>]>()?;
            return Ok(tokens);
        }
        if input.peek(Token![>]) {
            return Err(input.error("a component ends with />"));
        }
        tokens.extend([input.parse::<TokenTree>()?]);
    }
}
