//! Keeps `docs/compare.md` honest: its boundaries and figures are those of the code, its claims have sources.

use genai_footprint::method::common::{Coverage, Range};
use genai_footprint::method::library::built_in;
use genai_footprint::method::text::{python_fixed, python_scientific};
use genai_footprint::method::{METHODS, method, summary};

const TEXT: &str = include_str!("../docs/compare.md");

/// Rows of the tables in which the first cell is an id in backticks, as cells without backticks.
fn rows_by_id() -> Vec<Vec<String>> {
    let rows = TEXT
        .lines()
        .filter(|line| line.starts_with("| `") && line.contains("` |"));
    let cells = |line: &str| {
        let inner = line.trim().trim_matches('|');
        inner
            .split(" | ")
            .map(|cell| cell.trim().trim_matches('`').to_owned())
            .collect::<Vec<_>>()
    };
    rows.map(cells)
        .filter(|cells| METHODS.iter().any(|method| method.id == cells[0]))
        .collect()
}

/// Four digits, the form of the document's figures.
fn figure(range: Range) -> String {
    let one = |value: f64| {
        if value < 0.01 {
            python_scientific(value, 3)
        } else {
            python_fixed(value, 2)
        }
    };
    if range.min.to_bits() == range.max.to_bits() {
        one(range.min)
    } else {
        format!("{} to {}", one(range.min), one(range.max))
    }
}

#[test]
fn boundaries_are_the_code_s() {
    let rows: Vec<_> = rows_by_id()
        .into_iter()
        .filter(|cells| cells.len() == 9)
        .collect();
    let ids: Vec<_> = rows.iter().map(|cells| cells[0].as_str()).collect();
    assert_eq!(ids, METHODS.map(|method| method.id));
    for cells in rows {
        let word = |coverage| match coverage {
            Coverage::Counted => "yes",
            Coverage::IfGiven => "given",
            Coverage::LeftOut => "no",
        };
        let boundary = method(&cells[0]).unwrap().boundary;
        let expected: Vec<_> = boundary
            .parts()
            .iter()
            .map(|(_, coverage)| word(*coverage))
            .collect();
        assert_eq!(cells[1..], expected, "{}", cells[0]);
        let header = format!("| id | {} |", boundary.parts().map(|(name, _)| name).join(" | "));
        assert!(TEXT.contains(&header), "{header}");
    }
}

#[test]
fn figures_are_the_code_s() {
    let rows: Vec<_> = rows_by_id()
        .into_iter()
        .filter(|cells| cells.len() == 4)
        .collect();
    assert!(
        METHODS
            .iter()
            .all(|method| rows.iter().any(|cells| cells[0] == method.id))
    );
    for cells in rows {
        let inputs = serde_json::from_str(&cells[1]).unwrap_or_else(|error| panic!("{}: {error}", cells[1]));
        let summary = summary(&cells[0], &inputs, built_in().unwrap()).unwrap();
        let got = [figure(summary.kwh), figure(summary.kg)];
        assert_eq!(cells[2..], got, "{} {}", cells[0], cells[1]);
    }
}

#[test]
fn every_source_named_is_listed() {
    let (text, sources) = TEXT.split_once("## Sources").unwrap();
    let mut named = 0;
    for part in text.split('[').skip(1) {
        let Some((name, rest)) = part.split_once(']') else {
            continue;
        };
        if rest.starts_with('(') {
            continue;
        }
        assert!(
            sources.contains(&format!("- [{name}]: ")),
            "no source for [{name}]"
        );
        named += 1;
    }
    assert!(named >= METHODS.len());
    for method in &METHODS {
        assert!(
            sources.contains(&format!("- [{}]: ", method.citation)),
            "{}",
            method.id
        );
    }
}
