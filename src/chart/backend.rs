//! The plotters backend that records into a [`Scene`].
//!
//! plotters maps values to positions, computes the mesh and draws lines and shapes; this backend records them.
//! Its colours are not used: an element is drawn in the backend's current [`Style`], and the style sheet decides what
//! that looks like. Nor are its fonts: text is measured by [`metrics`], identically on every platform.

use std::cell::RefCell;
use std::convert::Infallible;
use std::rc::Rc;

use plotters_backend::{BackendColor, BackendCoord, BackendStyle, DrawingBackend, DrawingErrorKind};

use super::metrics;
use super::palette::{Role, Style};
use super::scene::{Anchor, Node, Scene};
use super::words::fill;
use super::{Mark, View};

type DrawResult = Result<(), DrawingErrorKind<Infallible>>;

/// Records drawing calls as nodes.
pub(crate) struct SceneBackend {
    width: i32,
    height: i32,
    /// The style of the next elements that plotters draws, like the current fill of a canvas.
    pub(crate) style: Style,
    /// A stack: the nodes of the scene, then those of the mark being drawn, if any.
    layers: Vec<Vec<Node>>,
    marks: Vec<Mark>,
}

impl SceneBackend {
    fn push(&mut self, node: Node) {
        if let Some(layer) = self.layers.last_mut() {
            layer.push(node);
        }
    }

    /// Adds a text, shifted horizontally as far as needed to stay inside the scene.
    pub(crate) fn push_text(
        &mut self,
        style: Style,
        (x, y): BackendCoord,
        anchor: Anchor,
        text: String,
        full: Option<String>,
    ) {
        let width = metrics::width(&text, style);
        let (before, after) = match anchor {
            Anchor::Start => (0, width),
            Anchor::Middle => (width - width / 2, width - width / 2),
            Anchor::End => (width, 0),
        };
        let x = x.min(self.width - after).max(before);
        self.push(Node::Text {
            style,
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

    fn ensure_prepared(&mut self) -> DrawResult {
        Ok(())
    }

    fn present(&mut self) -> DrawResult {
        Ok(())
    }

    fn draw_pixel(&mut self, _: BackendCoord, _: BackendColor) -> DrawResult {
        Ok(())
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> DrawResult {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        _: &S,
        _: bool,
    ) -> DrawResult {
        let style = self.style;
        let (x, y) = (from.0.min(to.0), from.1.min(to.1));
        // A non-zero bar stays visible: it is at least one pixel wide.
        let w = (from.0.max(to.0) - x).max(if style.role == Role::Bar { 10 } else { 0 });
        self.push(Node::Rect {
            style,
            x: x.min(self.width - w),
            y,
            w,
            h: from.1.max(to.1) - y,
        });
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        _: &S,
    ) -> DrawResult {
        self.push(Node::Path {
            style: self.style,
            points: path.into_iter().collect(),
            closed: false,
        });
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        _: &S,
        _: bool,
    ) -> DrawResult {
        let r = i32::try_from(radius).unwrap_or(0);
        let style = self.style;
        self.push(Node::Circle { style, x, y, r });
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        _: &S,
    ) -> DrawResult {
        self.push(Node::Path {
            style: self.style,
            points: corners.into_iter().collect(),
            closed: true,
        });
        Ok(())
    }
}

/// Builds a scene: draws what plotters does not, and groups the elements of a mark. Clones share one scene.
#[derive(Clone)]
pub(crate) struct SceneBuilder {
    pub(crate) backend: Rc<RefCell<SceneBackend>>,
    /// Template of a label and its value.
    labelled: &'static str,
}

impl SceneBuilder {
    /// An empty scene of this height in tenths of a pixel, as wide as the view.
    pub(crate) fn new(view: &View, height: i32) -> SceneBuilder {
        let backend = SceneBackend {
            width: view.width(),
            height,
            style: Role::Grid.style(),
            layers: vec![Vec::new()],
            marks: Vec::new(),
        };
        SceneBuilder {
            backend: Rc::new(RefCell::new(backend)),
            labelled: view.words.labelled(),
        }
    }

    /// A text anchored at a point on its baseline, shortened to `max_width`.
    pub(crate) fn text(&self, style: Style, at: (i32, i32), anchor: Anchor, text: &str, max_width: i32) {
        let mut backend = self.backend.borrow_mut();
        let shown = metrics::shorten(text, style, max_width.min(backend.width));
        if shown.is_empty() {
            return;
        }
        let full = (shown != text).then(|| text.to_owned());
        backend.push_text(style, at, anchor, shown, full);
    }

    /// A line of text that has already been wrapped or shortened, with the full text if it was shortened.
    pub(crate) fn line(&self, style: Style, at: (i32, i32), text: &str, full: Option<&str>) {
        self.backend.borrow_mut().push_text(
            style,
            at,
            Anchor::Start,
            text.to_owned(),
            full.map(str::to_owned),
        );
    }

    /// A rectangle, given its top left corner and its size.
    pub(crate) fn rect(&self, style: Style, (x, y): (i32, i32), (w, h): (i32, i32)) {
        self.backend.borrow_mut().push(Node::Rect { style, x, y, w, h });
    }

    /// An open line through points.
    pub(crate) fn path(&self, style: Style, points: &[(i32, i32)]) {
        self.backend.borrow_mut().push(Node::Path {
            style,
            points: points.to_vec(),
            closed: false,
        });
    }

    /// A ring or disc.
    pub(crate) fn circle(&self, style: Style, (x, y): (i32, i32), r: i32) {
        self.backend.borrow_mut().push(Node::Circle { style, x, y, r });
    }

    /// Groups what `draw` draws into one mark whose pointer target is the given rectangle (left, top, width, height).
    pub(crate) fn mark(&self, label: String, value: String, [x, y, w, h]: [i32; 4], draw: &dyn Fn()) {
        self.backend.borrow_mut().layers.push(Vec::new());
        self.rect(Role::Hit.style(), (x, y), (w, h));
        draw();
        let mut backend = self.backend.borrow_mut();
        let children = backend.layers.pop().unwrap_or_default();
        let mark = backend.marks.len();
        let title = fill(self.labelled, &[&label, &value]);
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

    /// The finished scene and its marks, including what clones of this builder drew.
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
