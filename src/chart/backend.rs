//! The drawing library's way into a [`Scene`].
//!
//! plotters maps values to positions, computes the mesh and draws lines and shapes; this backend records them.
//! Its colours are not used: an element is drawn in the backend's current [`Ink`], and what that looks like is
//! for the style sheet to say. Nor are its fonts: text is measured by [`metrics`], the same on every machine.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use plotters_backend::{BackendColor, BackendCoord, BackendStyle, DrawingBackend, DrawingErrorKind};

use super::Mark;
use super::metrics;
use super::palette::{Ink, Part};
use super::scene::{Anchor, Node, Scene};

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

/// Records drawing calls as nodes.
pub(crate) struct SceneBackend {
    width: i32,
    height: i32,
    /// What the library's next elements are, as in a canvas with a current fill.
    pub(crate) ink: Ink,
    /// Parts of the group being drawn, over those of the scene.
    layers: Vec<Vec<Node>>,
    marks: Vec<Mark>,
}

impl SceneBackend {
    fn push(&mut self, node: Node) {
        if let Some(layer) = self.layers.last_mut() {
            layer.push(node);
        }
    }

    /// Adds a text, moved sideways as far as needed to stay inside the scene.
    pub(crate) fn push_text(
        &mut self,
        ink: Ink,
        (x, y): BackendCoord,
        anchor: Anchor,
        text: String,
        full: Option<String>,
    ) {
        let width = metrics::width(&text, ink);
        let (before, after) = match anchor {
            Anchor::Start => (0, width),
            Anchor::Middle => (width - width / 2, width - width / 2),
            Anchor::End => (width, 0),
        };
        let x = x.min(self.width - after).max(before);
        self.push(Node::Text {
            ink,
            x,
            y,
            anchor,
            text,
            full,
        });
    }
}

impl DrawingBackend for SceneBackend {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.width.unsigned_abs(), self.height.unsigned_abs())
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> Drawn {
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, _: &S, _: bool) -> Drawn {
        let ink = self.ink;
        let (x, y) = (from.0.min(to.0), from.1.min(to.1));
        // A bar that is not zero stays visible: at least a pixel wide.
        let w = (from.0.max(to.0) - x).max(if ink.part == Part::Bar { 10 } else { 0 });
        self.push(Node::Rect {
            ink,
            x: x.min(self.width - w),
            y,
            w,
            h: from.1.max(to.1) - y,
        });
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, _: &S) -> Drawn {
        self.push(Node::Path {
            ink: self.ink,
            points: path.into_iter().collect(),
            closed: false,
        });
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, (x, y): BackendCoord, radius: u32, _: &S, _: bool) -> Drawn {
        let r = i32::try_from(radius).unwrap_or(0);
        let ink = self.ink;
        self.push(Node::Circle { ink, x, y, r });
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        _: &S,
    ) -> Drawn {
        self.push(Node::Path {
            ink: self.ink,
            points: corners.into_iter().collect(),
            closed: true,
        });
        Ok(())
    }
}

/// A hand on the scene: draws what the drawing library does not, and groups the parts of a mark.
#[derive(Clone)]
pub(crate) struct Pen {
    pub(crate) backend: Rc<RefCell<SceneBackend>>,
}

impl Pen {
    /// An empty scene of this size in tenths of a pixel.
    pub(crate) fn new(width: i32, height: i32) -> Pen {
        let backend = SceneBackend {
            width,
            height,
            ink: Part::Grid.ink(),
            layers: vec![Vec::new()],
            marks: Vec::new(),
        };
        Pen {
            backend: Rc::new(RefCell::new(backend)),
        }
    }

    /// A text whose baseline starts, is centred or ends at a point, shortened to `room`.
    pub(crate) fn text(&self, ink: Ink, at: (i32, i32), anchor: Anchor, text: &str, room: i32) {
        let mut backend = self.backend.borrow_mut();
        let shown = metrics::shorten(text, ink, room.min(backend.width));
        if shown.is_empty() {
            return;
        }
        let full = (shown != text).then(|| text.to_owned());
        backend.push_text(ink, at, anchor, shown, full);
    }

    /// A line of text already cut to measure, with the text it was cut from.
    pub(crate) fn line(&self, ink: Ink, at: (i32, i32), text: &str, full: Option<&str>) {
        self.backend
            .borrow_mut()
            .push_text(ink, at, Anchor::Start, text.to_owned(), full.map(str::to_owned));
    }

    /// A rectangle from the top left corner.
    pub(crate) fn rect(&self, ink: Ink, (x, y): (i32, i32), (w, h): (i32, i32)) {
        self.backend.borrow_mut().push(Node::Rect { ink, x, y, w, h });
    }

    /// An open line through points.
    pub(crate) fn path(&self, ink: Ink, points: &[(i32, i32)]) {
        self.backend.borrow_mut().push(Node::Path {
            ink,
            points: points.to_vec(),
            closed: false,
        });
    }

    /// A ring or disc.
    pub(crate) fn circle(&self, ink: Ink, (x, y): (i32, i32), r: i32) {
        self.backend.borrow_mut().push(Node::Circle { ink, x, y, r });
    }

    /// Collects what `draw` draws as one mark whose surface is `hit` (left, top, width, height).
    pub(crate) fn mark(&self, label: String, value: String, [x, y, w, h]: [i32; 4], draw: &dyn Fn()) {
        self.backend.borrow_mut().layers.push(Vec::new());
        self.rect(Part::Hit.ink(), (x, y), (w, h));
        draw();
        let mut backend = self.backend.borrow_mut();
        let children = backend.layers.pop().unwrap_or_default();
        let mark = backend.marks.len();
        let title = [label.as_str(), value.as_str()].join(": ");
        backend.marks.push(Mark {
            x,
            y,
            w,
            h,
            label,
            value,
        });
        backend.push(Node::Group {
            mark,
            title,
            children,
        });
    }

    /// The scene and its marks; what was drawn through other hands is in it.
    pub(crate) fn finish(self) -> (Scene, Vec<Mark>) {
        let mut backend = self.backend.borrow_mut();
        let nodes = backend.layers.drain(..).flatten().collect();
        let marks = std::mem::take(&mut backend.marks);
        (
            Scene {
                width: backend.width,
                height: backend.height,
                nodes,
            },
            marks,
        )
    }
}
