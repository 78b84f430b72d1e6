//! Every link ever issued still says what it said.

#[path = "samples/scenarios.rs"]
mod scenarios;

use genai_footprint::codec::DecodeWarning;
use genai_footprint::codec::url::{self, Link};
use genai_footprint::data::{self, Catalog};
use genai_footprint::scenario::{Choice, MAX_SCENARIOS, Param, Scenario, resolve};
use proptest::prelude::*;

fn golden() -> Vec<&'static str> {
    include_str!("golden/share_urls.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .collect()
}

#[test]
fn issued_links_read_back_to_themselves() {
    for text in golden() {
        let version = text
            .split("d=")
            .nth(1)
            .and_then(|rest| rest.split('&').next())
            .expect("a data version");
        let (link, warnings) = url::decode(text, version);
        assert_eq!(warnings, [], "{text}");
        assert_eq!(url::encode(&link, version), text);
    }
}

#[test]
fn issued_links_name_rows_that_exist() {
    for text in golden() {
        let (link, _) = url::decode(text, "");
        for scenario in &link.scenarios {
            assert_eq!(
                resolve(scenario, Catalog::built_in())
                    .warnings
                    .iter()
                    .find(|w| w.choice.is_some()),
                None
            );
        }
    }
}

#[test]
fn the_fullest_link_is_short_enough() {
    let mut full = Scenario::new("A scenario with quite a long name, as people write them");
    for param in Param::ALL {
        full.set(param, param.at(617.0));
    }
    full.choose(Choice::Accelerator, "h100-sxm");
    full.choose(Choice::Region, "aws/eu-west-3");
    let four = Link {
        scenarios: vec![full; MAX_SCENARIOS],
        ..Link::default()
    };
    let length = url::encode(&four, data::VERSION).len();
    assert!(
        length < url::MAX_LENGTH,
        "{length} characters with every input set"
    );

    // What people do: a handful of inputs each.
    let usual = Scenario::new("A scenario with quite a long name, as people write them")
        .with(Param::Accelerators, 512.0)
        .with(Param::TrainingHours, 720.0)
        .with(Param::QueriesPerDay, 12_500_000.0)
        .with(Param::WhPerQuery, 0.34)
        .with(Param::Pue, 1.12)
        .with(Param::DevelopmentMultiplier, 2.7)
        .choosing(Choice::Accelerator, "h100-sxm")
        .choosing(Choice::Region, "azure/swedencentral");
    let four = Link {
        scenarios: vec![usual; MAX_SCENARIOS],
        ..Link::default()
    };
    let length = url::encode(&four, data::VERSION).len();
    assert!(length < 2000, "{length} characters for four usual scenarios");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn decoding_what_was_encoded_changes_nothing(scenarios in prop::collection::vec(scenarios::any_scenario(0.1), 1..=MAX_SCENARIOS)) {
        let link = Link { scenarios, ..Link::default() };
        let text = url::encode(&link, "d");
        let (back, warnings) = url::decode(&text, "d");
        prop_assert_eq!(&back, &link, "{}", text);
        prop_assert_eq!(warnings, Vec::<DecodeWarning>::new());
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,200}", pairs in prop::collection::vec(("[a-z]{1,3}", "\\PC{0,12}"), 0..12)) {
        let made: Vec<String> = pairs.iter().map(|(key, value)| [key.as_str(), value].join("=")).collect();
        for text in [text, format!("s=A&{}", made.join("&"))] {
            let (link, _) = url::decode(&text, "d");
            prop_assert!(link.scenarios.len() <= MAX_SCENARIOS);
            for scenario in &link.scenarios {
                for (param, entry) in scenario.values() {
                    prop_assert!(entry.value >= param.spec().min && entry.value <= param.spec().max);
                }
                resolve(scenario, Catalog::built_in());
            }
            // What is written back reads back.
            let again = url::decode(&url::encode(&link, "d"), "d").0;
            prop_assert_eq!(again, link);
        }
    }
}
