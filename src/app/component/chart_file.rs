//! Saves a figure as an image or as data.

use yew::prelude::*;

use crate::app::platform::download;
use crate::chart::{Figure, svg};
use crate::math::decimal;
use crate::report::csv;

/// A file format for figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Vector image.
    Svg,
    /// Bitmap image.
    Png,
    /// Data table.
    Csv,
}

impl Kind {
    /// All formats, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Svg, Self::Png, Self::Csv];

    /// File name extension.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Csv => "csv",
        }
    }
}

/// Saves a figure as `<name>.<kind>`; `done` receives whether that worked.
pub fn save(kind: Kind, figure: &Figure, name: &str, title: &str, done: &Callback<bool>) {
    let file = [name, ".", kind.id()].concat();
    match kind {
        Kind::Svg => done.emit(download::text(&file, "image/svg+xml", &image(figure, title))),
        Kind::Png => download::image(file, image(figure, title), done.clone()),
        Kind::Csv => done.emit(download::text(&file, "text/csv", &data(figure))),
    }
}

/// The figure with its title and source, as an SVG document.
fn image(figure: &Figure, title: &str) -> String {
    let source = format!("GenAI Footprint {}", env!("CARGO_PKG_VERSION"));
    let framing = svg::Framing {
        title,
        source: &source,
    };
    svg::document(figure, &framing)
}

/// The figure's table as CSV, with the unit in the last column.
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
