//! Saves a figure as an image or as data.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::app::figures::Subjects;
use crate::app::lazy::Downloads;
use crate::app::platform::download;
use crate::app::text::{self, Lang};
use crate::app::wording;
use crate::chart::{Figure, svg};
use crate::math::decimal;
use crate::model::Indicator;
use crate::report::csv;
use crate::scenario::Scenario;

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

/// Least width of a saved picture, px: it is for slides and papers, however narrow the figure is on the page.
pub const WIDTH: i32 = 800;

/// Where the figures of the page come from: what every saved picture says about itself. It is updated in place, so that
/// figures are not rendered again when it changes.
#[derive(Clone, Default)]
pub struct Frame(Rc<RefCell<Option<Origin>>>);

/// The page at the time of saving.
pub struct Origin {
    /// Downloads the code that saves.
    pub downloads: Downloads,
    /// The language of the page.
    pub lang: Lang,
    /// The scenarios.
    pub scenarios: Vec<Scenario>,
    /// Their results, names and colours.
    pub subjects: Subjects,
    /// The indicator shown.
    pub indicator: Indicator,
    /// The address with the state.
    pub link: AttrValue,
    /// The current date, as `2026-11-23`.
    pub date: String,
}

impl PartialEq for Frame {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl Frame {
    /// Updates it.
    pub fn update(&self, origin: Origin) {
        *self.0.borrow_mut() = Some(origin);
    }

    /// Saves the figure beside the headline; `done` receives whether that worked.
    pub fn save_main(&self, kind: Kind, done: Callback<bool>) {
        let frame = self.clone();
        spawn_local(async move {
            let download = frame
                .0
                .borrow()
                .as_ref()
                .map(|origin| (origin.downloads.result_details)());
            let Some(Ok(details)) = (match download {
                Some(download) => Some(download.await),
                None => None,
            }) else {
                done.emit(false);
                return;
            };
            if let Some(origin) = &*frame.0.borrow() {
                let chart = (details.main_chart)(origin.lang, &origin.subjects, origin.indicator);
                let figure = (chart.draw.0)(WIDTH);
                (details.save)(kind, &figure, chart.kind.id(), &chart.title, Some(origin), &done);
            }
        });
    }

    /// Saves a figure with its name and title; `done` receives whether that worked.
    pub fn save(&self, kind: Kind, figure: &Figure, name: &str, title: &str, done: &Callback<bool>) {
        save(kind, figure, name, title, self.0.borrow().as_ref(), done);
    }
}

/// The frame that the page provides.
#[hook]
pub fn use_frame() -> Frame {
    use_context::<Frame>().unwrap_or_default()
}

/// Saves a figure with its name and title; `done` receives whether that worked.
pub fn save(
    kind: Kind,
    figure: &Figure,
    name: &str,
    title: &str,
    origin: Option<&Origin>,
    done: &Callback<bool>,
) {
    let file = file_name(name, kind, origin);
    match kind {
        Kind::Svg => done.emit(download::text(
            &file,
            "image/svg+xml",
            &image(figure, title, origin),
        )),
        Kind::Png => download::image(file, image(figure, title, origin), done.clone()),
        Kind::Csv => done.emit(download::text(&file, "text/csv", &data(figure))),
    }
}

/// `genai-footprint-comparison-ghg_location_kg-frankfurt-stockholm-2026-11-28.svg`.
fn file_name(name: &str, kind: Kind, origin: Option<&Origin>) -> String {
    /// Maximum number of characters of the names of scenarios.
    const MAX_NAMES: usize = 60;
    let mut parts = vec!["genai-footprint".to_owned(), name.to_owned()];
    if let Some(origin) = origin {
        let names: Vec<String> = origin.subjects.names.iter().map(|name| slug(name)).collect();
        let names: String = names.join("-").chars().take(MAX_NAMES).collect();
        parts.extend([origin.indicator.id().to_owned(), names, origin.date.clone()]);
    }
    parts.retain(|part| !part.is_empty());
    [&parts.join("-"), ".", kind.id()].concat()
}

/// A name in the letters and digits that every file system accepts.
fn slug(name: &str) -> String {
    let words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("-")
}

/// The figure with its title, the inputs behind it and its source, as an SVG document.
fn image(figure: &Figure, title: &str, origin: Option<&Origin>) -> String {
    let program = ["GenAI Footprint ", env!("CARGO_PKG_VERSION")].concat();
    let mut notes = Vec::new();
    let (source, link) = match origin {
        Some(origin) => {
            let lang = origin.lang;
            let Subjects { outcomes, names, .. } = &origin.subjects;
            for ((scenario, outcome), name) in origin.scenarios.iter().zip(&**outcomes).zip(names) {
                let inputs = wording::main_inputs(lang, scenario, &outcome.inputs);
                notes.push([name.as_str(), lang.locale().colon, &inputs].concat());
            }
            notes.push(lang.message(text::CHART_INTERVAL).to_owned());
            let parts = [
                ("program", program.as_str()),
                ("data", &wording::data_month(lang)),
                ("date", &origin.date),
            ];
            (lang.fill(text::CHART_SOURCE, &parts), origin.link.as_str())
        }
        None => (program, ""),
    };
    let framing = svg::Framing {
        title,
        notes: &notes,
        source: &source,
        link,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::Results;
    use crate::app::lazy::DownloadError;

    #[test]
    fn file_names_describe_the_figure() {
        let names = ["Zürich / “A”", "Québec (copy)"];
        let scenarios = names.map(Scenario::new);
        let origin = Origin {
            downloads: Downloads {
                view: |_| Box::pin(std::future::ready(Err(DownloadError))),
                result_details: || Box::pin(std::future::ready(Err(DownloadError))),
                import: || Box::pin(std::future::ready(Err(DownloadError))),
            },
            lang: Lang::EN,
            scenarios: scenarios.to_vec(),
            subjects: Subjects {
                outcomes: Rc::new(Results::default().of(&scenarios)),
                names: names.map(AttrValue::from).to_vec(),
                colours: vec![0, 1],
            },
            indicator: Indicator::Energy,
            link: AttrValue::default(),
            date: "2026-11-28".to_owned(),
        };
        assert_eq!(
            file_name("stages", Kind::Svg, Some(&origin)),
            "genai-footprint-stages-energy_kwh-zürich-a-québec-copy-2026-11-28.svg"
        );
        assert_eq!(file_name("stages", Kind::Csv, None), "genai-footprint-stages.csv");
    }
}
