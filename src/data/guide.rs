//! Guidance: the checklist, the reading list and the prices of credits.

use std::sync::OnceLock;

use super::{Constant, SourceId, constants, mitigations, rows_of_lazy_views};

/// An item of the checklist. Its text is `check.<id>` and `check.<id>.why`.
#[derive(Debug, PartialEq)]
pub struct Check {
    /// Id; stable, since links hold it.
    pub id: &'static str,
    /// `measurement`, `optimisation`, `infrastructure`, `practices` or `offsetting`.
    pub group: &'static str,
    /// The view or measure that helps with it.
    pub link: CheckLink,
    /// Source of the figure in its text.
    pub source: Option<SourceId>,
}

/// The view or measure that helps with an item of the checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckLink {
    /// The row of [`mitigations`] with this id.
    Lever(&'static str),
    /// The view with this id.
    View(&'static str),
}

/// Something to read or to use. Its text is `reading.<id>`; title, author and address are its source's.
#[derive(Debug, PartialEq)]
pub struct Reading {
    /// Id.
    pub id: &'static str,
    /// `practice`, `tool`, `dataset`, `standard` or `paper`.
    pub kind: &'static str,
    /// The entry of the bibliography.
    pub source: SourceId,
}

/// The checklist, group after group.
pub fn checklist() -> &'static [Check] {
    static ROWS: OnceLock<Vec<Check>> = OnceLock::new();
    rows_of_lazy_views(&ROWS, "checklist", &|table, row| {
        let link = table.text(row, "link");
        Check {
            id: table.text(row, "id"),
            group: table.text(row, "group"),
            link: if mitigations().iter().any(|lever| lever.id == link) {
                CheckLink::Lever(link)
            } else {
                CheckLink::View(link)
            },
            source: (!table.text(row, "source").is_empty()).then(|| table.source(row)),
        }
    })
}

/// The reading list, kind after kind.
pub fn reading() -> &'static [Reading] {
    static ROWS: OnceLock<Vec<Reading>> = OnceLock::new();
    rows_of_lazy_views(&ROWS, "reading", &|table, row| Reading {
        id: table.text(row, "id"),
        kind: table.text(row, "kind"),
        source: table.source(row),
    })
}

/// Prices of credits, USD per t CO2e, with their ranges: the average of the voluntary market, then removals.
/// Their text is `offset.<id>` without the `offset_` of the id.
pub fn offset_prices() -> impl Iterator<Item = &'static Constant> {
    constants().iter().filter(|row| row.id.starts_with("offset_"))
}
