//! The preset table as compact text.

use std::ops::RangeInclusive;

use crate::compact::{Known, write_columns};
use crate::{Errors, Row, Table};

/// Groups of presets: what the page opens with, and the questions of the start view.
pub const GROUPS: &[&str] = &["opening", "training", "service", "compare"];

/// A preset assembled from several rows.
struct Draft<'t> {
    id: &'t str,
    group: &'t str,
    published: &'t str,
    settings: Vec<String>,
    /// The source of each setting.
    sources: Vec<String>,
}

/// Checks the presets and appends their text to `out`, a row each. The first row of a preset names its group and, where there is one, the published figure
/// it can be compared with; `known` holds the sources and the keys of the tables.
pub fn write(
    table: &Table,
    params: &Table,
    choices: &Table,
    known: &mut Known,
    errors: &mut Errors,
    out: &mut String,
) {
    let mut drafts: Vec<Draft<'_>> = Vec::new();
    for row in table.rows() {
        let id = row.text("preset");
        if drafts.last().is_none_or(|last| last.id != id) {
            if drafts.iter().any(|draft| draft.id == id) {
                errors.push(row.error("preset", &format!("the rows of {id} must follow one another")));
            }
            drafts.push(opening(&row, known, errors));
        } else {
            for column in ["group", "published"] {
                if !row.text(column).is_empty() {
                    errors.push(row.error(column, "stands in the first row of a preset alone"));
                }
            }
        }
        let source = source(&row, known, errors);
        let setting = match row.text("kind") {
            "choice" => choice(&row, choices, known, errors),
            "value" => value(&row, params, errors),
            kind => {
                errors.push(row.error("kind", &format!("{kind:?} is neither choice nor value")));
                None
            }
        };
        if let (Some(draft), Some(setting)) = (drafts.last_mut(), setting) {
            draft.settings.push(setting);
            draft.sources.push(source);
        }
    }
    let column =
        |name: &str, of: &dyn Fn(&Draft<'_>) -> String| (name.to_owned(), drafts.iter().map(of).collect());
    let columns = vec![
        column("preset", &|draft| draft.id.to_owned()),
        column("group", &|draft| draft.group.to_owned()),
        column("published", &|draft| draft.published.to_owned()),
        column("settings", &|draft| draft.settings.join(";")),
        column("sources", &|draft| draft.sources.join(";")),
    ];
    write_columns("presets", drafts.len(), columns, out);
}

fn opening<'t>(row: &Row<'t>, known: &Known, errors: &mut Errors) -> Draft<'t> {
    let (group, published) = (row.text("group"), row.text("published"));
    if !GROUPS.contains(&group) {
        errors.push(row.error("group", &format!("{group:?} is none of {GROUPS:?}")));
    }
    if !published.is_empty() && !known.has("published", published) {
        errors.push(row.error("published", &format!("published has no row {published:?}")));
    }
    Draft {
        id: row.text("preset"),
        group,
        published,
        settings: Vec::new(),
        sources: Vec::new(),
    }
}

/// The source of a setting as its place in the bibliography, with a question mark where the setting is assumed.
fn source(row: &Row<'_>, known: &mut Known, errors: &mut Errors) -> String {
    let (id, assumed) = (row.text("source"), row.text("assumed"));
    if !["", "yes", "no"].contains(&assumed) {
        errors.push(row.error("assumed", &format!("{assumed:?} is neither yes nor no")));
    }
    let mark = if assumed == "yes" { "?" } else { "" };
    if let Some(index) = known.source(id) {
        format!("{index}{mark}")
    } else {
        errors.push(row.error("source", &format!("unknown source {id:?}")));
        String::new()
    }
}

/// A choice as a setting, when it and its option are known.
fn choice(row: &Row<'_>, choices: &Table, known: &Known, errors: &mut Errors) -> Option<String> {
    let (name, option) = (row.text("name"), row.text("value"));
    let Some(spec) = choices.rows().find(|spec| spec.text("id") == name) else {
        errors.push(row.error("name", &format!("no choice is called {name:?}")));
        return None;
    };
    let fits = match spec.text("options").strip_prefix("table:") {
        Some(table) => option == spec.text("default") || known.has(table, option),
        None => spec.text("options").split('|').any(|word| word == option),
    };
    if !fits {
        errors.push(row.error("value", &format!("{name} has no option {option:?}")));
    }
    fits.then(|| format!("{name}={option}"))
}

/// The interval of a value as its setting holds it, `~low~high`; empty where there is none.
fn interval(row: &Row<'_>, value: f64, allowed: &RangeInclusive<f64>, errors: &mut Errors) -> String {
    let [low, high] = ["value_low", "value_high"].map(|column| row.optional(column));
    let fault = match (low, high) {
        (Ok(None), Ok(None)) => return String::new(),
        (Ok(Some(low)), Ok(Some(high))) if low <= value && value <= high => {
            if allowed.contains(&low) && allowed.contains(&high) {
                return format!("~{low}~{high}");
            }
            format!(
                "{low} to {high} is outside {} to {}",
                allowed.start(),
                allowed.end()
            )
        }
        _ => "needs value_low <= value <= value_high, or neither".to_owned(),
    };
    errors.push(row.error("value_low", &fault));
    String::new()
}

/// A value as a setting, when the parameter is known and the number lies in its range.
fn value(row: &Row<'_>, params: &Table, errors: &mut Errors) -> Option<String> {
    let name = row.text("name");
    let Some(spec) = params.rows().find(|spec| spec.text("id") == name) else {
        errors.push(row.error("name", &format!("no value is called {name:?}")));
        return None;
    };
    let number = match row.number("value") {
        Ok(number) => number,
        Err(error) => {
            errors.push(error);
            return None;
        }
    };
    // A bad limit is the parameter table's own fault and named there.
    let limit = |column: &str, open: f64| spec.number(column).unwrap_or(open);
    let allowed = limit("min", f64::NEG_INFINITY)..=limit("max", f64::INFINITY);
    if !allowed.contains(&number) {
        let reason = format!("{number} is outside {} to {}", allowed.start(), allowed.end());
        errors.push(row.error("value", &reason));
        return None;
    }
    let interval = interval(row, number, &allowed, errors);
    Some(format!("{name}={}{interval}", row.text("value")))
}
