//! Any scenario in bounds: every method answers, and every bridge adds up.

use super::scenarios::any_scenario;
use super::{METHODS, check, rows};
use genai_footprint::method::side_by_side::{Answer, Reason};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn anything_in_bounds(scenario in any_scenario(0.7)) {
        let (rows, leaves) = rows(&scenario);
        prop_assert_eq!(rows.len(), METHODS.len());
        for row in &rows {
            check(row, &leaves, false);
            prop_assert!(row.answer != Answer::NotApplicable(Reason::Rejected), "{}", row.method.id);
            prop_assert!(row.answer != Answer::NotApplicable(Reason::TableMissing), "{}", row.method.id);
        }
    }
}
