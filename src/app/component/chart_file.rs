//! A figure as a file: picture or data.

use yew::prelude::*;

use crate::app::platform::download;
use crate::chart::{Figure, svg};
use crate::math::decimal;
use crate::report::csv;

/// A kind of file that a figure is saved as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The picture, to scale and to edit.
    Svg,
    /// The picture, in pixels.
    Png,
    /// The data.
    Csv,
}

impl Kind {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Svg, Self::Png, Self::Csv];

    /// How the names of its files end.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Csv => "csv",
        }
    }
}

/// Hands the reader a figure as `<name>.<kind>`; `done` is told whether the browser let it happen.
pub fn save(kind: Kind, figure: &Figure, name: &str, title: &str, done: &Callback<bool>) {
    let file = [name, ".", kind.id()].concat();
    match kind {
        Kind::Svg => done.emit(download::text(&file, "image/svg+xml", &picture(figure, title))),
        Kind::Png => download::picture(file, picture(figure, title), done.clone()),
        Kind::Csv => done.emit(download::text(&file, "text/csv", &data(figure))),
    }
}

/// The picture with its title and source, as an SVG document.
fn picture(figure: &Figure, title: &str) -> String {
    let source = format!("GenAI Footprint {}", env!("CARGO_PKG_VERSION"));
    let framing = svg::Framing {
        title,
        source: &source,
    };
    svg::document(figure, &framing)
}

/// The figure's table as CSV, its unit in a last column.
fn data(figure: &Figure) -> String {
    let table = &figure.table;
    let with_unit = |mut row: Vec<String>, unit: &str| {
        row.push(unit.to_owned());
        row
    };
    let head = with_unit(table.columns.clone(), "unit");
    let rows = table.rows.iter().map(|row| {
        let cells = row.iter().map(|cell| {
            cell.number
                .map_or_else(|| cell.text.clone(), decimal::to_plain_string)
        });
        with_unit(cells.collect(), &table.unit)
    });
    csv::lines(std::iter::once(head).chain(rows))
}
