//! A figure as a self-contained SVG document, for the light theme: every style is an attribute, so that
//! programs without CSS show it alike.

use super::Figure;
use super::metrics;
use super::palette::{Ink, Part, Tone};
use super::scene::{Anchor, Node, Scene, px};

/// What a document says beside the picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Framing<'a> {
    /// Heading of the figure.
    pub title: &'a str,
    /// Line under the figure: who made it, from which data, of which version.
    pub source: &'a str,
}

/// Space around the picture in tenths of a pixel.
const MARGIN: i32 = 200;

/// The font stack of the figures; the widths are laid out for it.
const FONTS: &str = "'Helvetica Neue', 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif";

/// Writes the document: title, conclusion, picture, source line. The same input gives the same bytes.
pub fn document(figure: &Figure, framing: &Framing) -> String {
    let room = figure.scene.width;
    let mut head = Vec::new();
    let mut y = 0;
    for (text, ink) in [
        (framing.title, Part::Head.ink()),
        (&figure.caption, Part::Label.ink()),
    ] {
        y += stack(&mut head, text, ink, y, room);
        y += 60;
    }
    let mut foot = Vec::new();
    let below = stack(&mut foot, framing.source, Part::Note.ink(), 0, room);

    let picture = MARGIN + y + 80;
    let end = picture + figure.scene.height + 120;
    let size = (room + 2 * MARGIN, end + below + MARGIN);
    let sheet = Scene {
        width: size.0,
        height: size.1,
        nodes: Vec::new(),
    };

    let mut out = String::with_capacity(16_384);
    out.push_str("<svg xmlns=\"http://www.w3.org/2000/svg\"");
    let (width, height) = (px(size.0), px(size.1));
    for (name, value) in [
        ("viewBox", sheet.view_box().as_str()),
        ("width", &width),
        ("height", &height),
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
        &[figure.caption.as_str(), " ", &figure.description].concat(),
    );
    out.push_str("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
    for (part, top) in [(&head, MARGIN), (&figure.scene.nodes, picture), (&foot, end)] {
        out.push_str("\n<g");
        attribute(
            &mut out,
            "transform",
            &["translate(", &px(MARGIN), " ", &px(top), ")"].concat(),
        );
        out.push('>');
        write_all(&mut out, part);
        out.push_str("</g>");
    }
    out.push_str("\n</svg>\n");
    out
}

/// Lines of text under each other from `top`; their height.
fn stack(nodes: &mut Vec<Node>, text: &str, ink: Ink, top: i32, room: i32) -> i32 {
    let mut height = 0;
    if text.is_empty() {
        return height;
    }
    for line in metrics::wrap(text, ink, room, 6) {
        let y = top + height + 130;
        nodes.push(Node::Text {
            ink,
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
        // What only answers to a pointer has no place on paper.
        if node
            .ink()
            .is_some_and(|ink| matches!(ink.part, Part::Hit | Part::Guide))
        {
            continue;
        }
        out.push_str("\n<");
        out.push_str(node.tag());
        if node.ink().is_some() {
            // All but the class, which says nothing without a style sheet.
            for (name, value) in node.attributes().skip(1) {
                attribute(out, name, &value);
            }
        }
        for (name, value) in node.ink().map(style).unwrap_or_default() {
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

/// Presentation attributes of an ink in the light theme; `chart.css` says the same for the page.
fn style(ink: Ink) -> Vec<(&'static str, &'static str)> {
    let color = ink.tone.light();
    let stroke = |width| vec![("fill", "none"), ("stroke", color), ("stroke-width", width)];
    match ink.part {
        Part::Grid => vec![("fill", "none"), ("stroke", "#e3e7eb"), ("stroke-width", "1")],
        Part::Axis => vec![("fill", "none"), ("stroke", "#5b6670"), ("stroke-width", "1")],
        Part::Link => vec![("fill", "none"), ("stroke", "#8a949e"), ("stroke-width", "1")],
        Part::Reference => {
            vec![
                ("fill", "none"),
                ("stroke", "#1f2933"),
                ("stroke-width", "1"),
                ("stroke-dasharray", "3 3"),
            ]
        }
        Part::Stem if ink.tone == Tone::Muted => {
            vec![("fill", "none"), ("stroke", "#d5dade"), ("stroke-width", "1")]
        }
        Part::Stem => stroke("1"),
        Part::Whisker if ink.tone == Tone::Plain => stroke("1.25"),
        Part::Whisker => {
            vec![
                ("fill", "none"),
                ("stroke", color),
                ("stroke-width", "5"),
                ("stroke-opacity", "0.35"),
            ]
        }
        Part::Halo => vec![("fill", "none"), ("stroke", "#ffffff"), ("stroke-width", "3.5")],
        Part::Line => stroke("2"),
        Part::Outline => match ink.tone {
            Tone::Series2 => {
                vec![
                    ("fill", "none"),
                    ("stroke", color),
                    ("stroke-width", "2"),
                    ("stroke-dasharray", "8 3"),
                ]
            }
            Tone::Series3 => {
                vec![
                    ("fill", "none"),
                    ("stroke", color),
                    ("stroke-width", "2"),
                    ("stroke-dasharray", "5 2 1 2"),
                ]
            }
            Tone::Series4 => {
                vec![
                    ("fill", "none"),
                    ("stroke", color),
                    ("stroke-width", "2"),
                    ("stroke-dasharray", "2 2"),
                ]
            }
            _ => stroke("2"),
        },
        Part::Dash => {
            vec![
                ("fill", "none"),
                ("stroke", color),
                ("stroke-width", "1.5"),
                ("stroke-dasharray", "2 4"),
            ]
        }
        Part::Ring => vec![("fill", "none"), ("stroke", "#1f2933"), ("stroke-width", "2")],
        Part::Area => vec![("fill", color), ("fill-opacity", "0.15")],
        Part::Bar | Part::Cell => vec![("fill", color)],
        Part::Dot => vec![("fill", color), ("stroke", "#ffffff"), ("stroke-width", "1")],
        Part::Guide | Part::Hit => vec![("fill", "none")],
        Part::Tick | Part::Note => vec![("fill", "#5b6670"), ("font-size", "12")],
        Part::Label | Part::Value => vec![("fill", "#1f2933"), ("font-size", "13")],
        Part::Strong | Part::Head => {
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
