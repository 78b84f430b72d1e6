//! No figure is in the source code: all of them are in the tables under `assets/data/`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Floats that are no facts inside a formula: nothing, all, half, twice; per cent; powers of a thousand, which convert
/// prefixes and bound rounding errors.
const STRUCTURAL: [f64; 14] = [
    0.0, 0.5, 1.0, 2.0, 10.0, 100.0, 1e-12, 1e-9, 1e-6, 1e-3, 1e3, 1e6, 1e9, 1e12,
];

/// Places where other floats may stand, and why.
const ELSEWHERE: [(&str, &str); 9] = [
    (
        "import/amount.rs",
        "conversions between units that people write, and numbers written as words",
    ),
    (
        "model/serving",
        "where the fits of assets/data/constants/serving.csv are centred, and how far their measurements reach",
    ),
    (
        "model/generation.rs",
        "the same for the fits of assets/data/constants/serving_generation.csv",
    ),
    (
        "method/",
        "formulas of published methods, each with tables of its own",
    ),
    ("chart/", "layout of figures, in pixels"),
    ("quantity.rs", "conversions between units"),
    ("report/number", "units of numbers, and how they are rounded"),
    ("math.rs", "functions of libm"),
    (
        "uncertainty/",
        "mathematics of distributions: quantiles, polynomials, steps of a generator",
    ),
];

/// Single floats outside those places, and why they are no facts.
const KNOWN: &[(&str, &str, &str)] = &[
    (
        "app/state.rs",
        "0.5",
        "an added model takes half of the first one's queries until the reader sets another share",
    ),
    (
        "math/interval.rs",
        "1e-9",
        "relative width below which an interval is rounding error",
    ),
    ("model/budget.rs", "1e-6", "tolerance of a search"),
    ("model/explain/formula.rs", "100.0", "per cent"),
    ("model/explain/formula.rs", "1e6", "a conversion between prefixes"),
    ("model/explain/serving.rs", "1e3", "a conversion between prefixes"),
    ("model/training.rs", "1e6", "a conversion between prefixes"),
    (
        "scenario/param.rs",
        "1000.0",
        "positions of a slider, which hold no unit",
    ),
    (
        "app/component/slider.rs",
        "50.0",
        "steps of a slider that Page Up moves",
    ),
    (
        "scenario/param.rs",
        "50.0",
        "the part of a slider's way that is its stop at zero",
    ),
    (
        "app/views/import.rs",
        "10.0",
        "a factor from which on the page asks the reader to check stated emissions",
    ),
    (
        "import/hardware.rs",
        "0.1",
        "how exactly people write a size of memory",
    ),
    (
        "import/metered.rs",
        "3.0",
        "a factor from which on the page asks the reader to check a log",
    ),
    (
        "import/metered.rs",
        "60.0",
        "seconds in a minute, and the shortest log that is checked",
    ),
    (
        "import/metered.rs",
        "0.5",
        "the part of a run from which on the page asks whether two are the same",
    ),
    ("import/metered.rs", "86_400.0", "seconds in a day"),
];

/// A number in the source is a fact only as a float: rows of the tables hold f64, and an integer literal is
/// none. So every float literal outside tests must be structural or stand where the lists above say why; an
/// integer that becomes a float on the spot counts as one. What has a name of its own, or is handed to a constructor as it
/// stands, was decided rather than derived: of that, even a half has to say why.
#[test]
fn no_numeric_defaults_in_src() {
    let mut found = Vec::new();
    let mut files = Vec::new();
    let mut needed = BTreeSet::new();
    rust_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    assert!(files.len() > 20, "{}", files.len());
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in files {
        let name = file
            .strip_prefix(&root)
            .unwrap()
            .to_string_lossy()
            .replace('\\', "/");
        if ELSEWHERE.iter().any(|(place, _)| name.starts_with(place)) || name.contains("tests") {
            continue;
        }
        let text = std::fs::read_to_string(&file).unwrap();
        for Literal {
            text: literal,
            decided,
        } in floats(&text)
        {
            let value: f64 = literal.replace('_', "").parse().unwrap();
            if STRUCTURAL.contains(&value) && !decided {
                continue;
            }
            let known = KNOWN
                .iter()
                .position(|(place, number, _)| name == *place && literal == *number);
            match known {
                Some(index) => drop(needed.insert(index)),
                None => found.push(format!("{name}: {literal}")),
            }
        }
    }
    assert!(found.is_empty(), "belongs into assets/data: {found:#?}");
    assert_eq!(needed.len(), KNOWN.len(), "an exception is no longer needed");
}

#[test]
fn the_search_for_defaults_finds_them() {
    for (source, expected) in [
        ("const PUE: f64 = 1.54;", vec!["1.54"]),
        ("let x = 4.5e-7 * y; // 9.9", vec!["4.5e-7"]),
        ("let x = f64::from(458);", vec!["458"]),
        ("let x = 458_f64;", vec!["458"]),
        ("let x = 3e8;", vec!["3e8"]),
        ("let s = \"0.3 Wh\"; let r = 0..5; t.0.1; a[3]", vec![]),
        ("const N: usize = 80; let c = '\"'; let y = 1.5;", vec!["1.5"]),
        (
            "/* 7.7 */ fn f() {}\n#[cfg(test)]\nmod tests { const A: f64 = 8.8; }",
            vec![],
        ),
    ] {
        let found: Vec<String> = floats(source).into_iter().map(|literal| literal.text).collect();
        assert_eq!(found, expected, "{source}");
    }
    for (source, decided) in [
        ("const FIRST_PART: f64 = 0.5;", true),
        ("Lever::Batch(1.0)", true),
        ("let x = 0.5 * y;", false),
        ("f(0.5)", false),
        ("Some(0.5 * y)", false),
        ("Some(0.5)", false),
    ] {
        let found: Vec<bool> = floats(source)
            .into_iter()
            .map(|literal| literal.decided)
            .collect();
        assert_eq!(found, [decided], "{source}");
    }
}

fn rust_files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, out);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            out.push(path);
        }
    }
}

/// A float in a source text.
struct Literal {
    text: String,
    /// It has a name of its own, or is the only argument of a variant of an enum: a choice, not a part of a formula.
    decided: bool,
}

/// Whether code ends with the call of a variant, such as `Lever::Batch(`.
fn calls_variant(ahead: &str) -> bool {
    let Some((path, variant)) = ahead.strip_suffix('(').and_then(|path| path.rsplit_once("::")) else {
        return false;
    };
    let capital = |name: &str| name.starts_with(|first: char| first.is_ascii_uppercase());
    let word = path.rsplit(|letter: char| !letter.is_alphanumeric()).next();
    capital(variant) && variant.chars().all(char::is_alphanumeric) && word.is_some_and(capital)
}

/// Float literals of a source text before its tests, without comments and strings.
fn floats(text: &str) -> Vec<Literal> {
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    let letters: Vec<char> = code_of(text).chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while at < letters.len() {
        let before = at.checked_sub(1).map(|i| letters[i]);
        let starts = letters[at].is_ascii_digit()
            && before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != '.');
        if !starts {
            at += 1;
            continue;
        }
        let start = at;
        let digits = |mut i: usize| {
            while i < letters.len() && (letters[i].is_ascii_digit() || letters[i] == '_') {
                i += 1;
            }
            i
        };
        at = digits(at);
        let mut float = false;
        if letters.get(at) == Some(&'.') && letters.get(at + 1).is_some_and(char::is_ascii_digit) {
            float = true;
            at = digits(at + 1);
        }
        if letters.get(at) == Some(&'e') {
            let sign = usize::from(matches!(letters.get(at + 1), Some('-' | '+')));
            if letters.get(at + 1 + sign).is_some_and(char::is_ascii_digit) {
                float = true;
                at = digits(at + 1 + sign);
            }
        }
        let literal: String = letters[start..at].iter().collect();
        let after: String = letters[at..].iter().take(8).collect();
        let ahead: String = letters[start.saturating_sub(40)..start].iter().collect();
        let becomes =
            after.starts_with("f64") || after.starts_with(" as f64") || ahead.ends_with("f64::from(");
        if float || becomes {
            out.push(Literal {
                text: literal.trim_end_matches('_').to_owned(),
                decided: ahead.ends_with(": f64 = ") && after.starts_with(';')
                    || after.starts_with(')') && calls_variant(&ahead),
            });
        }
    }
    out
}

/// A source text without comments, strings and characters.
fn code_of(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let skip = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if letter == '"' {
            let mut end = 1;
            let bytes = rest.as_bytes();
            while end < bytes.len() && bytes[end] != b'"' {
                end += 1 + usize::from(bytes[end] == b'\\');
            }
            (end + 1).min(rest.len())
        } else if rest.starts_with("'\"'") {
            3
        } else {
            out.push(letter);
            rest = &rest[letter.len_utf8()..];
            continue;
        };
        out.push(' ');
        rest = &rest[skip..];
    }
    out
}
