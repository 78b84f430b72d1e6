//! The figures, one file each.

pub mod comparison;
pub mod stages;

use super::backend::Pen;
use super::describe;
use super::palette::Part;
use super::scene::Anchor;
use super::{Figure, Mark, Scene, Table, View};

/// A scene that says that there is nothing to draw.
pub(super) fn empty(view: &View) -> (Scene, Vec<Mark>) {
    let pen = Pen::new(view.width(), 400);
    pen.text(
        Part::Note.ink(),
        (0, 240),
        Anchor::Start,
        view.words.empty,
        view.width(),
    );
    pen.finish()
}

/// Puts a figure together; its marks make a list.
fn complete(
    (scene, marks): (Scene, Vec<Mark>),
    kind: &str,
    caption: String,
    table: Table,
    view: &View,
) -> Figure {
    let description = describe::description(kind, &marks, view.words);
    Figure {
        scene,
        caption,
        description,
        table,
        marks,
        marks_per_row: 1,
    }
}
