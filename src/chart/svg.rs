//! A figure as a self-contained SVG document, for the light theme: every style is an attribute, so that
//! it renders the same in programs without CSS support.

use super::Figure;
use super::metrics;
use super::palette::{Role, Shade, Style};
use super::scene::{Anchor, Node, Scene, px};

/// The texts around the drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Framing<'a> {
    /// Heading of the figure.
    pub title: &'a str,
    /// Lines below the figure: what it shows, and what its intervals mean.
    pub notes: &'a [String],
    /// The line after those: program, data and date.
    pub source: &'a str,
    /// Where the figure comes from; empty for none.
    pub link: &'a str,
}

/// Maximum number of lines that a link takes; a longer one stands in the description alone.
const LINK_LINES: usize = 4;

/// Margin around the drawing in tenths of a pixel.
const MARGIN: i32 = 200;

/// The font stack of the figures; the width table is made for it.
const FONTS: &str = "'Helvetica Neue', 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif";

/// Writes the document: title, caption, drawing, source line. The output is deterministic.
pub fn document(figure: &Figure, framing: &Framing) -> String {
    let width = figure.scene.width;
    let mut head = Vec::new();
    let mut y = 0;
    for (text, style) in [
        (framing.title, Role::Head.style()),
        (&figure.caption, Role::Label.style()),
    ] {
        y += stack(&mut head, text, style, y, width);
        y += 60;
    }
    let mut foot = Vec::new();
    let mut below = 0;
    for line in framing.notes.iter().map(String::as_str).chain([framing.source]) {
        below += stack(&mut foot, line, Role::Note.style(), below, width);
    }
    below += stack_link(&mut foot, framing.link, below, width);

    let picture = MARGIN + y + 80;
    let end = picture + figure.scene.height + 120;
    let size = (width + 2 * MARGIN, end + below + MARGIN);
    let sheet = Scene {
        width: size.0,
        height: size.1,
        nodes: Vec::new(),
    };

    let mut out = String::with_capacity(16_384);
    out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    let (page_width, page_height) = (px(size.0), px(size.1));
    for (name, value) in [
        ("viewBox", sheet.view_box().as_str()),
        ("width", &page_width),
        ("height", &page_height),
        ("role", "img"),
        ("font-family", FONTS),
    ] {
        attribute(&mut out, name, value);
    }
    out.push('>');
    element(&mut out, "title", framing.title);
    element(
        &mut out,
        "desc",
        &[
            figure.caption.as_str(),
            " ",
            &figure.description,
            " ",
            framing.link,
        ]
        .concat(),
    );
    out.push_str("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
    for (nodes, top) in [(&head, MARGIN), (&figure.scene.nodes, picture), (&foot, end)] {
        out.push_str("\n<g");
        attribute(
            &mut out,
            "transform",
            &["translate(", &px(MARGIN), " ", &px(top), ")"].concat(),
        );
        out.push('>');
        write_all(&mut out, nodes);
        out.push_str("</g>");
    }
    out.push_str("\n</svg>\n");
    out
}

/// Adds a link below `top`, broken anywhere, unless it is too long; returns its height.
fn stack_link(nodes: &mut Vec<Node>, link: &str, top: i32, width: i32) -> i32 {
    let style = Role::Note.style();
    let mut lines = vec![String::new()];
    for c in link.chars() {
        let mut longer = lines.last().cloned().unwrap_or_default();
        longer.push(c);
        if metrics::width(&longer, style) > width {
            lines.push(c.to_string());
        } else if let Some(line) = lines.last_mut() {
            *line = longer;
        }
    }
    if lines.len() > LINK_LINES {
        return 0;
    }
    let mut height = 0;
    for line in lines {
        height += stack(nodes, &line, style, top + height, i32::MAX);
    }
    height
}

/// Adds a wrapped text below `top` and returns its height.
fn stack(nodes: &mut Vec<Node>, text: &str, style: Style, top: i32, width: i32) -> i32 {
    let mut height = 0;
    if text.is_empty() {
        return height;
    }
    for line in metrics::wrap(text, style, width, 6) {
        let y = top + height + 130;
        nodes.push(Node::Text {
            style,
            x: 0,
            y,
            anchor: Anchor::Start,
            text: line,
            full: None,
        });
        height += 180;
    }
    height
}

fn write_all(out: &mut String, nodes: &[Node]) {
    for node in nodes {
        // A static file does not react to the pointer.
        if node
            .style()
            .is_some_and(|style| matches!(style.role, Role::Hit | Role::Guide))
        {
            continue;
        }
        out.push_str("\n<");
        out.push_str(node.tag());
        if node.style().is_some() {
            // All but the class, which has no meaning without a style sheet.
            for (name, value) in node.attributes().skip(1) {
                attribute(out, name, &value);
            }
        }
        for (name, value) in node.style().map(presentation).unwrap_or_default() {
            attribute(out, name, value);
        }
        out.push('>');
        if let Some(title) = node.title() {
            element(out, "title", title);
        }
        escape(out, node.content().unwrap_or_default());
        write_all(out, node.children());
        out.push_str("</");
        out.push_str(node.tag());
        out.push('>');
    }
}

/// Presentation attributes of a style in the light theme; `chart.css` defines the same for the page.
fn presentation(style: Style) -> Vec<(&'static str, &'static str)> {
    let color = style.shade.light();
    let stroke = |width| vec![("fill", "none"), ("stroke", color), ("stroke-width", width)];
    match style.role {
        Role::Grid => vec![("fill", "none"), ("stroke", "#e3e7eb"), ("stroke-width", "1")],
        Role::Axis => vec![("fill", "none"), ("stroke", "#5b6670"), ("stroke-width", "1")],
        Role::Link => vec![("fill", "none"), ("stroke", "#8a949e"), ("stroke-width", "1")],
        Role::Reference => {
            vec![
                ("fill", "none"),
                ("stroke", "#1f2933"),
                ("stroke-width", "1"),
                ("stroke-dasharray", "3 3"),
            ]
        }
        Role::Stem if style.shade == Shade::Muted => {
            vec![("fill", "none"), ("stroke", "#d5dade"), ("stroke-width", "1")]
        }
        Role::Stem => stroke("1"),
        Role::Whisker if style.shade == Shade::Plain => stroke("1.25"),
        Role::Whisker => {
            vec![
                ("fill", "none"),
                ("stroke", color),
                ("stroke-width", "5"),
                ("stroke-opacity", "0.35"),
            ]
        }
        Role::Halo => vec![("fill", "none"), ("stroke", "#ffffff"), ("stroke-width", "3.5")],
        Role::Line => stroke("2"),
        Role::Outline => match style.shade {
            Shade::Series2 => {
                vec![
                    ("fill", "none"),
                    ("stroke", color),
                    ("stroke-width", "2"),
                    ("stroke-dasharray", "8 3"),
                ]
            }
            Shade::Series3 => {
                vec![
                    ("fill", "none"),
                    ("stroke", color),
                    ("stroke-width", "2"),
                    ("stroke-dasharray", "5 2 1 2"),
                ]
            }
            Shade::Series4 => {
                vec![
                    ("fill", "none"),
                    ("stroke", color),
                    ("stroke-width", "2"),
                    ("stroke-dasharray", "2 2"),
                ]
            }
            _ => stroke("2"),
        },
        Role::Dash => {
            vec![
                ("fill", "none"),
                ("stroke", color),
                ("stroke-width", "1.5"),
                ("stroke-dasharray", "2 4"),
            ]
        }
        Role::Ring => vec![("fill", "none"), ("stroke", "#1f2933"), ("stroke-width", "2")],
        Role::Area => vec![("fill", color), ("fill-opacity", "0.15")],
        Role::Bar | Role::Cell => vec![("fill", color)],
        Role::Dot => vec![("fill", color), ("stroke", "#ffffff"), ("stroke-width", "1")],
        Role::Guide | Role::Hit => vec![("fill", "none")],
        Role::Tick | Role::Note => vec![("fill", "#5b6670"), ("font-size", "12")],
        Role::Label | Role::Value => vec![("fill", "#1f2933"), ("font-size", "13")],
        Role::Strong | Role::Head => {
            vec![("fill", "#1f2933"), ("font-size", "13"), ("font-weight", "600")]
        }
    }
}

fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(out, value);
    out.push('"');
}

fn element(out: &mut String, name: &str, text: &str) {
    for (open, piece) in [("<", name), (">", "")] {
        out.push_str(open);
        out.push_str(piece);
    }
    escape(out, text);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// Escapes for text and attributes; control characters, which XML does not allow, are dropped.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_in_names_is_harmless() {
        let mut out = String::new();
        escape(&mut out, "a<b>&\"c\u{0}\u{1b}");
        assert_eq!(out, "a&lt;b&gt;&amp;&quot;c");
    }
}
