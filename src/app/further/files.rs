//! Figures as files. Also those of the page, which asks for them: few readers save one, all download the page.

use web_sys::Element;
use yew::Callback;

use crate::analysis::Results;
use crate::app::component::chart_view::{Kind, Saver, Wanted};
use crate::app::figures;
use crate::app::platform::{download, handover, language};
use crate::app::state::State;
use crate::app::wording;
use crate::chart::svg;
use crate::math::decimal;
use crate::report::csv;

/// Saves in this program.
pub const HERE: Saver = Saver(save);

fn save(wanted: Wanted) {
    let Wanted {
        figure,
        name,
        title,
        kind,
        done,
    } = wanted;
    let file = [name, ".", kind.id()].concat();
    let picture = || {
        let source = format!("GenAI Footprint {}", env!("CARGO_PKG_VERSION"));
        let framing = svg::Framing {
            title: &title,
            source: &source,
        };
        svg::document(&figure, &framing)
    };
    match kind {
        Kind::Svg => done.emit(download::text(&file, "image/svg+xml", &picture())),
        Kind::Png => download::picture(file, picture(), done),
        Kind::Csv => {
            let table = &figure.table;
            let with_unit = |mut row: Vec<String>, unit: &str| {
                row.push(unit.to_owned());
                row
            };
            let head = with_unit(table.columns.clone(), "unit");
            let rows = table.rows.iter().map(|row| {
                let cells = row
                    .iter()
                    .map(|cell| cell.number.map_or_else(|| cell.text.clone(), decimal::plain));
                with_unit(cells.collect(), &table.unit)
            });
            let text = csv::lines(std::iter::once(head).chain(rows));
            done.emit(download::text(&file, "text/csv", &text));
        }
    }
}

/// Saves what the page has asked for: its figures, drawn again from its state.
pub fn save_for_page(place: &Element) {
    let lang = language::spoken();
    for wish in handover::wishes(place) {
        let answered = {
            let place = place.clone();
            Callback::from(move |worked| handover::answer(&place, worked))
        };
        let Some((kind, name, width)) = read(&wish) else {
            answered.emit(false);
            continue;
        };
        let state = State::from_fragment(&handover::shown(place), "");
        let outcomes = Results::default().of(&state.scenarios);
        let names = wording::scenario_names(lang, &state.scenarios);
        let draw = if name == figures::STAGES {
            figures::stages(lang, &outcomes, &names, state.indicator)
        } else {
            figures::comparison(lang, &outcomes, &names, state.indicator)
        };
        save(Wanted {
            figure: (draw.0)(width).into(),
            name,
            title: figures::title(lang, name, state.indicator),
            kind,
            done: answered,
        });
    }
}

/// `stages.svg 640`: a figure of the page, a kind of file, a width in pixels.
fn read(wish: &str) -> Option<(Kind, &'static str, i32)> {
    let (file, width) = wish.split_once(' ')?;
    let (name, end) = file.split_once('.')?;
    Some((
        Kind::ALL.into_iter().find(|kind| kind.id() == end)?,
        [figures::STAGES, figures::COMPARISON]
            .into_iter()
            .find(|known| *known == name)?,
        width.parse().ok()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_of_the_page() {
        for (wish, read_as) in [
            ("stages.svg 640", Some((Kind::Svg, "stages", 640))),
            ("comparison.csv 320", Some((Kind::Csv, "comparison", 320))),
            ("stages.exe 640", None),
            ("tornado.svg 640", None),
            ("stages.svg", None),
            ("stages.svg wide", None),
        ] {
            assert_eq!(read(wish), read_as, "{wish}");
        }
    }
}
