//! The grid zones in use: the built-in ones, and those of the table that is fetched separately.

use std::sync::OnceLock;

use delimited::Record;

use super::table::Table;
use super::{
    DataWarning, Fact, GridBasis, SourceId, Zone, ZoneLevel, fetched_zones, own, share_alike, sources,
};

/// Ending of the code that earlier versions gave to the figure of a place with imports traced.
const FORMER_CONSUMPTION: &str = ".c";

/// Code that earlier versions gave to the direct emissions of the United States.
const FORMER_US_COMBUSTION: &str = "US-EGRID-AVG";

/// Code of the zone that contains all others.
const WORLD: &str = "WORLD";

/// Name of the fetched table in warnings.
const ODBL_FILE: &str = "zones-odbl.csv";

/// Id of the source of the fetched table.
const ODBL_SOURCE: &str = "electricity_maps";

/// The catalog of [`Catalog::built_in`].
static IN_USE: OnceLock<Catalog> = OnceLock::new();

/// The grid zones in use.
#[derive(Clone, Debug)]
pub struct Catalog {
    zones: Vec<Zone>,
}

impl Catalog {
    /// The built-in zones; on the page also those of the fetched table.
    pub fn built_in() -> &'static Self {
        IN_USE.get_or_init(Self::all)
    }

    /// Makes [`Catalog::built_in`] name zones in the language of the page; to be called before its first use. `name` gets
    /// the code of a place.
    pub fn install_names(name: impl Fn(&str) -> Option<String>) {
        let mut catalog = Self::all();
        catalog.localise(name);
        // A page that starts twice has the same names.
        let _ = IN_USE.set(catalog);
    }

    fn all() -> Self {
        match fetched_zones() {
            // Invalid rows are skipped: the table is checked before it is published.
            Some(text) => Self::with_odbl(text).0,
            None => Self {
                zones: built_in_zones(),
            },
        }
    }

    /// Names zones in another language; those without a name keep their English one.
    ///
    /// Names are leaked: to be called once.
    pub fn localise(&mut self, name: impl Fn(&str) -> Option<String>) {
        for zone in &mut self.zones {
            if let Some(name) = name(zone.code) {
                zone.name = name.leak();
            }
        }
    }

    /// The built-in zones, joined with the Electricity Maps yearly table
    /// (`assets/data/odbl/zones-odbl.csv`, ODbL 1.0: never compiled in).
    ///
    /// A zone that is known keeps its figure; the fetched one, which counts imports, stands beside it. Invalid rows are
    /// skipped with a warning.
    ///
    /// Codes and names of new zones are leaked: to be called once.
    pub fn with_odbl(text: &str) -> (Self, Vec<DataWarning>) {
        let mut catalog = Self {
            zones: built_in_zones(),
        };
        let mut warnings = Vec::new();
        let source = sources()
            .iter()
            .position(|s| s.id == ODBL_SOURCE)
            .and_then(|at| u16::try_from(at).ok())
            .map_or(SourceId(0), SourceId);
        let mut seen: Vec<String> = Vec::new();
        for record in delimited::records(text, b',').skip_comments() {
            let row = match record {
                Ok(row) => row,
                Err(problem) => {
                    warnings.push(warning(problem.line, "", problem.reason));
                    break;
                }
            };
            let line = row.line;
            if row.text(0) == "code" {
                continue;
            }
            match odbl(&row, source, &catalog) {
                Ok((code, ..)) if seen.contains(&code) => {
                    warnings.push(warning(line, "code", format!("\"{code}\" stands twice")));
                }
                Ok((code, name, parent, intensity)) => {
                    catalog.add_consumption(&code, name, parent, intensity);
                    seen.push(code);
                }
                Err((column, reason)) => warnings.push(warning(line, column, reason)),
            }
        }
        (catalog, warnings)
    }

    /// Adds a figure with imports traced: beside that of a known zone, else as a zone of its own. `parent` is the code of
    /// the zone around it, where that is known.
    fn add_consumption(&mut self, code: &str, name: String, parent: Option<&'static str>, intensity: Fact) {
        if let Some(known) = self.zones.iter_mut().find(|zone| zone.code == code) {
            known.consumption = Some(intensity);
            return;
        }
        let name: &str = name.leak();
        self.zones.push(Zone {
            code: code.to_owned().leak(),
            name,
            english: name,
            level: if code.contains('-') {
                ZoneLevel::Subdivision
            } else {
                ZoneLevel::Country
            },
            parent,
            intensity,
            basis: GridBasis::LifeCycleConsumption,
            consumption: None,
            combustion: None,
            marginal: None,
            residual: None,
            water: None,
            primary_energy: None,
            minerals: None,
        });
    }

    /// The zone with this code.
    pub fn zone(&self, code: &str) -> Option<&Zone> {
        self.zones.iter().find(|zone| zone.code == code)
    }

    /// All zones.
    pub fn zones(&self) -> impl Iterator<Item = &Zone> {
        self.zones.iter()
    }

    /// A fact of the zone, or of the nearest containing zone that has one, with the code of its owner.
    pub fn inherited(&self, code: &str, get: impl Fn(&Zone) -> Option<Fact>) -> Option<(Fact, &str)> {
        let mut zone = self.zone(code)?;
        // The number of zones bounds the search even if a faulty table has a cycle.
        for _ in 0..self.zones.len() {
            if let Some(fact) = get(zone) {
                return Some((fact, zone.code));
            }
            zone = self.zone(zone.parent?)?;
        }
        None
    }
}

/// The place and the option of the choice `grid_basis` that a code of earlier versions stands for: they listed a place
/// once for each basis.
pub fn former_zone(code: &str) -> Option<(&str, &'static str)> {
    if code == FORMER_US_COMBUSTION {
        return Some(("US", "combustion"));
    }
    Some((code.strip_suffix(FORMER_CONSUMPTION)?, "consumption"))
}

/// Highest over central value of the yearly averages of a zone, or of the country around it: a part of a country is
/// assumed to change like the whole.
fn yearly_factor(zones: &[Zone], code: &str) -> f64 {
    let find = |code: &str| zones.iter().find(|zone| zone.code == code);
    let mut zone = find(code);
    while let Some(part) = zone.filter(|zone| zone.level == ZoneLevel::Subdivision) {
        zone = part.parent.and_then(find);
    }
    zone.map_or(1.0, |zone| zone.intensity.high / zone.intensity.central)
}

/// A figure with the range of the yearly averages around it.
fn with_yearly_range(fact: Fact, factor: f64) -> Fact {
    Fact {
        low: fact.central / factor,
        high: fact.central * factor,
        ..fact
    }
}

fn built_in_zones() -> Vec<Zone> {
    let mut zones = zone_rows();
    let ranged: Vec<Option<Fact>> = zones
        .iter()
        .map(|zone| {
            Some(with_yearly_range(
                zone.combustion?,
                yearly_factor(&zones, zone.code),
            ))
        })
        .collect();
    for (zone, combustion) in zones.iter_mut().zip(ranged) {
        zone.combustion = combustion;
    }
    zones
}

fn zone_rows() -> Vec<Zone> {
    let marginal = Table::read(share_alike(), "marginal");
    let residual = Table::read(own(), "residual");
    Table::rows(own(), "zones", &|table, row| {
        let code = table.text(row, "code");
        Zone {
            code,
            name: table.text(row, "name"),
            english: table.text(row, "name"),
            level: match table.text(row, "level") {
                "country" => ZoneLevel::Country,
                "subdivision" => ZoneLevel::Subdivision,
                _ => ZoneLevel::Aggregate,
            },
            parent: Some(table.text(row, "parent")).filter(|parent| !parent.is_empty()),
            intensity: table.required_fact(row, "intensity"),
            basis: match table.text(row, "basis") {
                "life_cycle_consumption" => GridBasis::LifeCycleConsumption,
                _ => GridBasis::LifeCycleProduction,
            },
            consumption: None,
            combustion: table.fact(row, "combustion"),
            marginal: marginal
                .row("zone", code)
                .and_then(|row| marginal.fact(row, "marginal")),
            residual: residual
                .row("zone", code)
                .and_then(|row| residual.fact(row, "residual")),
            water: table.fact(row, "water"),
            primary_energy: table.fact(row, "primary_energy"),
            minerals: table.fact(row, "minerals"),
        }
    })
}

fn warning(line: usize, column: &'static str, reason: String) -> DataWarning {
    DataWarning {
        file: ODBL_FILE,
        line,
        column,
        reason,
    }
}

/// A row of the fetched table: code, name, code of the zone around it where that is known, and figure.
type Fetched = (String, String, Option<&'static str>, Fact);

/// Reads a row `code,name,parent,year,intensity,estimated`.
fn odbl(row: &Record, source: SourceId, known: &Catalog) -> Result<Fetched, (&'static str, String)> {
    let cells: Vec<&str> = row.cells.iter().map(|cell| cell.text.trim()).collect();
    let &[code, name, parent, year, intensity, estimated] = cells.as_slice() else {
        return Err(("", format!("{} cells where the header has 6", cells.len())));
    };
    if code.is_empty() {
        return Err(("code", "must not be empty".to_owned()));
    }
    let value = crate::math::decimal::parse(intensity)
        .filter(|value| value.is_finite())
        .ok_or_else(|| ("intensity", format!("\"{intensity}\" is not a number")))?;
    let year: u16 = year
        .parse()
        .map_err(|_| ("year", format!("\"{year}\" is not a year")))?;
    if value < 0.0 || value > super::constant("highest_intensity").map_or(f64::INFINITY, |c| c.value.central)
    {
        return Err(("intensity", format!("{intensity} is out of range")));
    }
    // The table has no series of years: the year-to-year variation of the zone or of the one around it is assumed.
    let around = [code, parent, WORLD]
        .into_iter()
        .find_map(|outer| known.zone(outer));
    let fact = Fact {
        central: value,
        low: value,
        high: value,
        year,
        source,
        assumed: estimated == "yes",
    };
    let factor = around.map_or(1.0, |zone| yearly_factor(&known.zones, zone.code));
    Ok((
        code.to_owned(),
        name.to_owned(),
        around.map(|zone| zone.code),
        with_yearly_range(fact, factor),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::search;

    #[test]
    fn localized_zones_keep_their_english_names() {
        let odbl = "code,name,parent,year,intensity,estimated\nSE,Sweden,,2025,30,no\n";
        let (mut catalog, warnings) = Catalog::with_odbl(odbl);
        assert_eq!(warnings, []);
        catalog.localise(|code| match code {
            "SE" => Some("Suède".to_owned()),
            "US-VA" => Some("Virginie".to_owned()),
            _ => None,
        });
        for (code, name, english) in [
            ("SE", "Suède", "Sweden"),
            ("US-VA", "Virginie", "Virginia"),
            ("NO", "Norway", "Norway"),
        ] {
            let zone = catalog.zone(code).expect(code);
            assert_eq!((zone.name, zone.english), (name, english), "{code}");
            assert!(search::zone_words(zone).contains(english), "{code}");
        }
    }
}
