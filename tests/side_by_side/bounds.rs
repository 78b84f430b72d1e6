//! Any scenario in bounds: every method answers, and every bridge adds up.

use super::{METHODS, check, rows};
use genai_footprint::data::{self, Catalog};
use genai_footprint::method::side_by_side::{Answer, Reason};
use genai_footprint::scenario::{Choice, Options, POSITIONS, Param, Scenario};
use proptest::prelude::*;

/// Every input anywhere in its range, every route, any row of the tables.
fn any_scenario() -> impl Strategy<Value = Scenario> {
    let edge = prop_oneof![4 => 0.0..=POSITIONS, 1 => Just(0.0), 1 => Just(POSITIONS)];
    let values = prop::collection::vec(prop::option::weighted(0.7, edge), Param::COUNT);
    let picks = prop::collection::vec(any::<prop::sample::Index>(), Choice::COUNT);
    (values, picks).prop_map(|(positions, picks)| {
        let mut scenario = Scenario::new("");
        for (param, position) in Param::ALL.into_iter().zip(positions) {
            if let Some(position) = position {
                scenario.set(param, param.at(position));
            }
        }
        for (choice, pick) in Choice::ALL.into_iter().zip(picks) {
            let ids: Vec<&str> = match choice.spec().options {
                Options::List(options) => options.to_vec(),
                Options::Table("accelerators") => data::accelerators().iter().map(|row| row.id).collect(),
                Options::Table("models") => data::models().iter().map(|row| row.id).collect(),
                Options::Table("regions") => data::cloud_regions().iter().map(|row| row.id).collect(),
                Options::Table("zones") => Catalog::built_in().zones().map(|row| row.code).collect(),
                Options::Table(other) => panic!("what are {other}?"),
            };
            scenario.choose(choice, ids[pick.index(ids.len())]);
        }
        scenario
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn anything_in_bounds(scenario in any_scenario()) {
        let (rows, leaves) = rows(&scenario);
        prop_assert_eq!(rows.len(), METHODS.len());
        for row in &rows {
            check(row, &leaves, false);
            prop_assert!(row.answer != Answer::NotApplicable(Reason::Rejected), "{}", row.method.id);
            prop_assert!(row.answer != Answer::NotApplicable(Reason::TableMissing), "{}", row.method.id);
        }
    }
}
