//! Guidance: the checklist, the reading list, the prices of credits, and what is claimed and promised.

use std::sync::OnceLock;

use super::{Constant, Fact, Mitigation, SourceId, constants, mitigations, rows_of_lazy_views, settings};

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

/// What is commonly claimed, beside the checked figure. Its text is `claims.<id>`, with `{claim}` for the claimed figure,
/// and `claims.<id>.why`.
#[derive(Debug, PartialEq)]
pub struct Claim {
    /// Id.
    pub id: &'static str,
    /// One of the groups of the table, whose rows are adjacent.
    pub group: &'static str,
    /// The claimed figure, where there is one.
    pub claim: Option<f64>,
    /// Upper end of the claimed figure, where that is a range.
    pub claim_to: Option<f64>,
    /// The checked figure with its range, where the row has one of its own.
    pub value: Option<Fact>,
    /// Unit of both figures; empty where `shows` tells it. `x` is a ratio.
    pub unit: &'static str,
    /// `right`, `caveat`, `rough`, `wrong`, `speculative`; `counted` or `named` for a part of the footprint; `none`.
    pub verdict: &'static str,
    /// What the scenario shows: id of an indicator or of a parameter. With a second scenario, the indicator of that one over
    /// the indicator of the first; with measures, the indicator with them over the indicator without.
    pub shows: &'static str,
    /// Largest relative distance between figure and scenario; `None` where the scenario lies within the range of the figure.
    pub tolerance: Option<f64>,
    /// The scenario that bears the figure out; may be empty.
    pub settings: Vec<(&'static str, &'static str)>,
    /// A second scenario that it is compared with; may be empty.
    pub beside: Vec<(&'static str, &'static str)>,
    /// Measures to apply, as in a link; may be empty.
    pub levers: &'static str,
    /// The measure whose published effect is the checked figure.
    pub measure: Option<&'static Mitigation>,
    /// Id of the view that it opens.
    pub view: &'static str,
    /// Where the verdict is from.
    pub source: Option<SourceId>,
}

/// What a company has promised about its electricity. Its text is `commitment.<id>` and `commitment.<id>.why`.
#[derive(Debug, PartialEq)]
pub struct Commitment {
    /// Id.
    pub id: &'static str,
    /// The company.
    pub company: &'static str,
    /// Year of the promise.
    pub promised: Option<u16>,
    /// Year by which it is to be kept.
    pub target: Option<u16>,
    /// Year in which the company says that it was kept.
    pub reached: Option<u16>,
    /// Period over which contracts and consumption are matched: `annual` or `hourly`.
    pub matching: &'static str,
    /// Share of the consumption that contracts cover, 0-1.
    pub share: Fact,
    /// Intensity of the contracted electricity, g CO2e/kWh.
    pub intensity: f64,
    /// Whether the two figures were read in a report on what the company says, not in its own.
    pub is_second_hand: bool,
    /// Location-based figure that the company reports, in `unit`.
    pub location: Option<Fact>,
    /// Market-based figure that it reports, in `unit`.
    pub market: Option<Fact>,
    /// Unit of the two.
    pub unit: &'static str,
}

/// The claims, group after group.
pub fn claims() -> &'static [Claim] {
    static ROWS: OnceLock<Vec<Claim>> = OnceLock::new();
    rows_of_lazy_views(&ROWS, "claims", &|table, row| {
        let measure = table.text(row, "measure");
        Claim {
            id: table.text(row, "id"),
            group: table.text(row, "group"),
            claim: table.number(row, "claim"),
            claim_to: table.number(row, "claim_to"),
            value: table.fact(row, "value"),
            unit: table.text(row, "unit"),
            verdict: table.text(row, "verdict"),
            shows: table.text(row, "shows"),
            tolerance: table.number(row, "tolerance"),
            settings: settings(table.text(row, "settings")),
            beside: settings(table.text(row, "beside")),
            levers: table.text(row, "levers"),
            measure: mitigations().iter().find(|known| known.id == measure),
            view: table.text(row, "view"),
            source: (!table.text(row, "source").is_empty()).then(|| table.source(row)),
        }
    })
}

/// The claim with this id.
pub fn claim(id: &str) -> Option<&'static Claim> {
    claims().iter().find(|row| row.id == id)
}

/// The commitments, company after company.
pub fn commitments() -> &'static [Commitment] {
    static ROWS: OnceLock<Vec<Commitment>> = OnceLock::new();
    rows_of_lazy_views(&ROWS, "commitments", &|table, row| {
        let year = |column| Some(table.count(row, column)).filter(|year| *year > 0);
        Commitment {
            id: table.text(row, "id"),
            company: table.text(row, "company"),
            promised: year("promised"),
            target: year("target"),
            reached: year("reached"),
            matching: table.text(row, "matching"),
            share: table.required_fact(row, "share"),
            intensity: table.number(row, "intensity").unwrap_or(0.0),
            is_second_hand: table.text(row, "second_hand") == "yes",
            location: table.fact(row, "location"),
            market: table.fact(row, "market"),
            unit: table.text(row, "unit"),
        }
    })
}
