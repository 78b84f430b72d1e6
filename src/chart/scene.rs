//! The drawing as a small tree, independent of colours, fonts and the drawing library.
//!
//! Lengths are whole tenths of a CSS pixel, so that output is identical on every platform.
//! A renderer walks [`Scene::nodes`] and makes one element of [`Node::tag`] with [`Node::attributes`],
//! [`Node::content`], [`Node::title`] and [`Node::children`]; the page and the SVG export both do exactly this.

use super::metrics;
use super::palette::Style;

/// A finished drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scene {
    /// Width in tenths of a pixel.
    pub width: i32,
    /// Height in tenths of a pixel.
    pub height: i32,
    /// What to draw, back to front.
    pub nodes: Vec<Node>,
}

impl Scene {
    /// The `viewBox` attribute, in pixels.
    pub fn view_box(&self) -> String {
        format!("0 0 {} {}", px(self.width), px(self.height))
    }
}

/// Which point of a text is at its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    /// The text begins there.
    Start,
    /// The text is centred there.
    Middle,
    /// The text ends there.
    End,
}

/// One element of the drawing; positions in tenths of a pixel from the top left corner.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A filled rectangle.
    Rect {
        /// Role and shade.
        style: Style,
        /// Left edge.
        x: i32,
        /// Top edge.
        y: i32,
        /// Width.
        w: i32,
        /// Height.
        h: i32,
    },
    /// A polyline, or a polygon when closed.
    Path {
        /// Role and shade.
        style: Style,
        /// The corners.
        points: Vec<(i32, i32)>,
        /// Whether the last corner joins the first.
        closed: bool,
    },
    /// A disc.
    Circle {
        /// Role and shade.
        style: Style,
        /// Centre, horizontally.
        x: i32,
        /// Centre, vertically.
        y: i32,
        /// Radius.
        r: i32,
    },
    /// One line of text.
    Text {
        /// Role and shade; the role decides size and weight.
        style: Style,
        /// Position of the anchor.
        x: i32,
        /// Position of the baseline.
        y: i32,
        /// Which point of the text is at `x`.
        anchor: Anchor,
        /// What is shown.
        text: String,
        /// The unshortened text, where `text` had to be shortened.
        full: Option<String>,
    },
    /// Everything drawn for one data point.
    Group {
        /// Index into the figure's marks.
        mark: usize,
        /// Label and value of the mark, for a `<title>`.
        title: String,
        /// The elements of the group.
        children: Vec<Node>,
    },
}

impl Node {
    /// The SVG element's name.
    pub fn tag(&self) -> &'static str {
        match self {
            Node::Rect { .. } => "rect",
            Node::Path { closed: true, .. } => "polygon",
            Node::Path { .. } => "polyline",
            Node::Circle { .. } => "circle",
            Node::Text { .. } => "text",
            Node::Group { .. } => "g",
        }
    }

    /// The SVG attributes, class first. Values need no escaping.
    pub fn attributes(&self) -> impl Iterator<Item = (&'static str, String)> {
        self.keys().iter().copied().zip(self.values())
    }

    /// The names of the SVG attributes, class first.
    pub fn keys(&self) -> &'static [&'static str] {
        match self {
            Node::Rect { .. } => &["class", "x", "y", "width", "height"],
            Node::Path { .. } => &["class", "points"],
            Node::Circle { .. } => &["class", "cx", "cy", "r"],
            Node::Text { .. } => &["class", "x", "y", "text-anchor"],
            Node::Group { .. } => &["class", "data-mark"],
        }
    }

    /// The values of the SVG attributes, in the order of their names.
    pub fn values(&self) -> Vec<String> {
        let mut values = vec![self.class()];
        match self {
            Node::Rect { x, y, w, h, .. } => values.extend([x, y, w, h].map(|at| px(*at))),
            Node::Path { points, .. } => {
                let mut text = String::with_capacity(points.len() * 12);
                for (x, y) in points {
                    if !text.is_empty() {
                        text.push(' ');
                    }
                    text.push_str(&px(*x));
                    text.push(',');
                    text.push_str(&px(*y));
                }
                values.push(text);
            }
            Node::Circle { x, y, r, .. } => values.extend([x, y, r].map(|at| px(*at))),
            Node::Text { x, y, anchor, .. } => {
                values.extend([x, y].map(|at| px(*at)));
                let anchor = match anchor {
                    Anchor::Start => "start",
                    Anchor::Middle => "middle",
                    Anchor::End => "end",
                };
                values.push(anchor.to_owned());
            }
            Node::Group { mark, .. } => values.push(mark.to_string()),
        }
        values
    }

    /// The class names: role and shade, such as `c-bar series-1`.
    pub fn class(&self) -> String {
        self.style().map_or_else(|| "mark".to_owned(), Style::class)
    }

    /// Role and shade of the node; `None` for a group.
    pub fn style(&self) -> Option<Style> {
        match self {
            Node::Rect { style, .. }
            | Node::Path { style, .. }
            | Node::Circle { style, .. }
            | Node::Text { style, .. } => Some(*style),
            Node::Group { .. } => None,
        }
    }

    /// The text inside the element, to be escaped by the renderer.
    pub fn content(&self) -> Option<&str> {
        match self {
            Node::Text { text, .. } => Some(text),
            _ => None,
        }
    }

    /// A `<title>` to put inside the element: a mark's label and value, or a shortened text in full.
    pub fn title(&self) -> Option<&str> {
        match self {
            Node::Text { full, .. } => full.as_deref(),
            Node::Group { title, .. } => Some(title),
            _ => None,
        }
    }

    /// The elements inside this one.
    pub fn children(&self) -> &[Node] {
        match self {
            Node::Group { children, .. } => children,
            _ => &[],
        }
    }

    /// Bounding box of a text (left, top, right, bottom) according to the built-in width table; `None` for shapes.
    pub fn text_box(&self) -> Option<[i32; 4]> {
        let Node::Text {
            style,
            x,
            y,
            anchor,
            text,
            ..
        } = self
        else {
            return None;
        };
        let width = metrics::width(text, *style);
        let left = match anchor {
            Anchor::Start => *x,
            Anchor::Middle => x - width / 2,
            Anchor::End => x - width,
        };
        let size = style.role.size();
        Some([left, y - size * 3 / 4, left + width, y + size / 4])
    }
}

/// Tenths of a pixel as a decimal number of pixels: `px(125)` is `12.5`.
pub fn px(tenths: i32) -> String {
    let whole = (tenths / 10).unsigned_abs();
    let sign = if tenths < 0 { "-" } else { "" };
    match (tenths % 10).unsigned_abs() {
        0 => format!("{}{whole}", if whole == 0 { "" } else { sign }),
        rest => format!("{sign}{whole}.{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tenths_become_pixels() {
        for (tenths, text) in [
            (0, "0"),
            (5, "0.5"),
            (-5, "-0.5"),
            (125, "12.5"),
            (-120, "-12"),
            (9600, "960"),
        ] {
            assert_eq!(px(tenths), text);
        }
    }
}
