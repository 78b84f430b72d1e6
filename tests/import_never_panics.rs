//! Any text at all: the readers answer, they never stop the program.

use genai_footprint::import::{codecarbon, ml_co2, model_card, read};
use genai_footprint::method::library::{FILES, Library};
use genai_footprint::scenario::Scenario;
use proptest::prelude::*;

/// Texts that look enough like the real ones to get past the first check.
fn texts() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "emissions",
        "hardware",
        "hours",
        "\"hardware\": \"T4\"",
        "\"hours\": 3",
        "---\n",
        "co2_eq_emissions:",
        " emissions: ",
        "{",
        "}",
        "[",
        "]",
        "\"",
        "'",
        ",",
        ";",
        "\n",
        "\r\n",
        "\t",
        "1.5",
        "1,5",
        "-",
        "- **Hours used:**",
        "#",
        ": ",
        "é",
        "\u{feff}",
        "nan",
        "name,tdp_w\n",
        "kind,model,tdp_w\n",
        "e9",
        // YAML's own signs.
        "&a ",
        "*a",
        "|\n",
        ">-\n",
        "? ",
        "  ",
        "!!str ",
        "%YAML 1.2\n",
        "\\u",
        "<<",
    ]);
    let cards = prop::collection::vec(pieces.clone(), 0..60)
        .prop_map(|pieces| format!("---\nco2_eq_emissions:{}\n---\n", pieces.concat()));
    prop_oneof![
        any::<String>(),
        prop::collection::vec(pieces, 0..60).prop_map(|pieces| pieces.concat()),
        cards
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text(text in texts()) {
        if let Ok(imported) = codecarbon::parse(&text) {
            prop_assert!(!imported.value.runs.is_empty());
            prop_assert!(imported.value.projects().iter().all(|project| project.runs > 0));
        }
        if let Ok(imported) = ml_co2::parse_table(&text) {
            prop_assert!(imported.value.iter().all(|usage| usage.hours.is_some_and(f64::is_finite)));
        }
        if let Ok(imported) = ml_co2::parse_card_list(&text) {
            prop_assert!(!imported.value.hardware.is_empty());
        }
        if let Ok(imported) = model_card::parse(&text) {
            prop_assert!(imported.value.emissions_g >= 0.0);
            prop_assert!(imported.value.line > 0 && imported.value.line <= text.lines().count());
        }
        match read("a.file", &text) {
            Ok(imported) => prop_assert!(!imported.value.is_empty()),
            Err(error) => {
                prop_assert!(!error.problems.is_empty() && error.to_string().starts_with("a.file:"));
                prop_assert!(error.problems.iter().all(|problem| problem.line > 0 && problem.column > 0));
            }
        }
        if let Ok(imported) = ml_co2::parse_json(&text) {
            prop_assert!(imported.value.iter().all(|usage| usage.hours.is_some_and(f64::is_finite)));
        }
        for file in FILES {
            let parsed = Library::parse(|name| (name == file).then_some(text.as_str()));
            let errors = parsed.err().unwrap_or_default();
            prop_assert!(errors.iter().all(|error| error.problem.line > 0 && error.problem.column > 0));
        }
    }
}

/// Texts of fields, put together from what people write there.
fn fields() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "8",
        "1,200",
        "3.5",
        "x",
        " x ",
        "×",
        "A100",
        "h100",
        "RTX 3090",
        "Ti",
        "TPU",
        "v3-8",
        "MIG",
        "1g.10gb",
        "80GB",
        "GB",
        "40/80GB",
        "SXM4",
        "PCI-E",
        "p4d.24xlarge",
        "a2-highgpu-8g",
        "nodes",
        "GPUs",
        "each",
        "(",
        ")",
        "-",
        "–",
        "+",
        "and",
        ",",
        "/",
        " ",
        "hours",
        "min",
        "h",
        "days",
        "million",
        "~",
        "<",
        "½",
        "CO₂",
        "kg",
        "t",
        "e9",
        ":",
        "é",
        "ﬁ",
        "\u{a0}",
        "\u{301}",
        "Paris",
        "US",
        "CA",
        "us-east-1a",
        "N. Virginia",
        "日本",
        "١٢",
        "s",
        "S",
        "İ",
        "ß",
    ]);
    prop_oneof![
        any::<String>(),
        prop::collection::vec(pieces, 0..12).prop_map(|pieces| pieces.concat())
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn any_field(hardware in fields(), hours in fields(), place in fields(), carbon in fields()) {
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let fields = [&hardware, &hours, &place, &place, &hours, &carbon].map(|text| quoted(text)).join(",");
        let row = format!("hardware,hours,provider,region,count,carbon_kg\n{fields}\n");
        let log = format!(
            "duration,emissions,energy_consumed,gpu_energy,gpu_model,region,cloud_region,country_name\n9,1,2,1,{},{},{1},{1}\n",
            quoted(&hardware),
            quoted(&place)
        );
        for text in [row, log] {
            if let Ok(imported) = read("a.csv", &text) {
                for run in imported.value {
                    prop_assert!(run.notes.iter().all(|note| !note.to_string().is_empty()));
                    let values = run.scenario.iter().flat_map(Scenario::values);
                    prop_assert!(values.into_iter().all(|(_, entry)| entry.value.is_finite()));
                }
            }
        }
    }
}

/// Nesting as deep as a file can be long takes no more of the stack than a flat text.
#[test]
fn deeply_nested_cards_do_not_overflow_the_stack() {
    for (nested, closed) in [("- ", ""), ("? ", ""), ("[", "]"), ("{a: ", "}"), ("&a ", "")] {
        let text = format!(
            "---\nco2_eq_emissions: 7\nother:\n  {}x{}\n---\n",
            nested.repeat(50_000),
            closed.repeat(50_000)
        );
        match model_card::parse(&text) {
            Ok(imported) => assert!((imported.value.emissions_g - 7.0).abs() < 1e-12, "{nested}"),
            Err(problem) => assert_eq!(problem.line, 4, "{nested}: {problem}"),
        }
    }
}
