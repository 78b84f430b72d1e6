//! Which of two results is smaller, and by how much.
//!
//! Both columns must come from the same sample: then shared inputs are equal in every draw and cancel out, and only
//! the differences count.

use super::summary::Summary;

/// Relative differences below this are rounding errors: the same product taken in another
/// order differs in its last bits.
const ROUNDING: f64 = 1e-12;

/// Two results side by side.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Probability that the first is smaller (0-1), ties counted half. Equal results give 0.5 exactly; results
    /// that differ in certain inputs only give 0 or 1.
    pub first_smaller: f64,
    /// Second minus first.
    pub difference: Summary,
    /// Second over first; `None` where the first is not always positive.
    pub ratio: Option<Summary>,
}

/// Compares two columns of one sample. `None` where they are empty, of different length or not finite.
pub fn compare(first: &[f64], second: &[f64]) -> Option<Comparison> {
    if first.len() != second.len() {
        return None;
    }
    let pairs = || first.iter().copied().zip(second.iter().copied());
    let difference: Vec<f64> = pairs()
        .map(|(a, b)| if tie(a, b) { 0.0 } else { b - a })
        .collect();
    let ratio = if first.iter().all(|a| *a > 0.0) {
        let ratios: Vec<f64> = pairs()
            .map(|(a, b)| if tie(a, b) { 1.0 } else { b / a })
            .collect();
        Summary::of(&ratios)
    } else {
        None
    };
    Some(Comparison {
        first_smaller: probability_smaller(first, second)?,
        difference: Summary::of(&difference)?,
        ratio,
    })
}

/// Probability that the first of two results is smaller (0-1), as in [`Comparison`]; nothing is allocated. `None`
/// where the columns are empty or of different length.
pub fn probability_smaller(first: &[f64], second: &[f64]) -> Option<f64> {
    if first.len() != second.len() || first.is_empty() {
        return None;
    }
    let half_wins: f64 = first
        .iter()
        .zip(second)
        .map(|(a, b)| match (tie(*a, *b), a < b) {
            (true, _) => 1.0,
            (false, true) => 2.0,
            (false, false) => 0.0,
        })
        .sum();
    Some(half_wins / (2.0 * first.len() as f64))
}

fn tie(a: f64, b: f64) -> bool {
    (a - b).abs() <= ROUNDING * a.abs().max(b.abs())
}

/// Probability of each column to be the smallest of all, ties shared evenly; adds up to 1. Empty where columns
/// are missing, empty or of different length.
pub fn probability_smallest(columns: &[&[f64]]) -> Vec<f64> {
    let draws = columns.first().map_or(0, |c| c.len());
    if draws == 0 || columns.iter().any(|c| c.len() != draws) {
        return Vec::new();
    }
    let mut wins = vec![0.0; columns.len()];
    for draw in 0..draws {
        let smallest = columns.iter().map(|c| c[draw]).fold(f64::INFINITY, f64::min);
        let best = |column: &&[f64]| tie(column[draw], smallest);
        let shared = columns.iter().filter(|c| best(c)).count() as f64;
        for (win, column) in wins.iter_mut().zip(columns) {
            if best(column) {
                *win += 1.0 / shared;
            }
        }
    }
    wins.into_iter().map(|win| win / draws as f64).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::{Distribution, Input, Sample};
    use super::*;
    use crate::scenario::Shape;

    /// Energy x PUE x intensity; energy and intensity uncertain and shared.
    fn scenario(sample: &mut Sample, pue: f64, intensity_key: u64) -> Vec<f64> {
        let uncertain = |slot, key| Input {
            slot,
            key,
            distribution: Distribution::new(Shape::Lognormal, 1.0, 3.0, 10.0).unwrap(),
        };
        let inputs = [uncertain(0, 1), uncertain(2, intensity_key)];
        let run = sample.run(&inputs, [0.0, pue, 0.0], 1, |v, out| out[0] = v[0] * v[1] * v[2]);
        run.column(0).to_vec()
    }

    #[test]
    fn equal_scenarios_are_even() {
        for draws in [1, 7, 10_000] {
            let mut sample = Sample::new(9, draws);
            let (a, b) = (scenario(&mut sample, 1.2, 2), scenario(&mut sample, 1.2, 2));
            let comparison = compare(&a, &b).unwrap();
            assert_eq!(comparison.first_smaller.to_bits(), 0.5f64.to_bits());
            let zero = Summary {
                low: 0.0,
                median: 0.0,
                high: 0.0,
                mean: 0.0,
            };
            assert_eq!(comparison.difference, zero);
        }
    }

    #[test]
    fn a_certain_difference_decides() {
        let mut sample = Sample::new(9, 10_000);
        let (a, b) = (scenario(&mut sample, 1.2, 2), scenario(&mut sample, 1.200_001, 2));
        assert_eq!(compare(&a, &b).unwrap().first_smaller.to_bits(), 1f64.to_bits());
        assert_eq!(compare(&b, &a).unwrap().first_smaller.to_bits(), 0f64.to_bits());
        let ratio = compare(&a, &b).unwrap().ratio.unwrap();
        for value in [ratio.low, ratio.median, ratio.high] {
            assert!((value / (1.200_001 / 1.2) - 1.0).abs() < 1e-12);
        }
    }

    #[test]
    fn independent_unknowns_leave_the_order_open() {
        let mut sample = Sample::new(9, 10_000);
        // Two grids with the same three figures: even chances, up to the sample's noise.
        let (a, b) = (scenario(&mut sample, 1.2, 2), scenario(&mut sample, 1.2, 3));
        let comparison = compare(&a, &b).unwrap();
        assert!((comparison.first_smaller - 0.5).abs() < 0.02);
        // The energy they share cancels: ln ratio has the spread of two grids, not of two grids and two jobs.
        let ratio = comparison.ratio.unwrap();
        let expected = (2f64.sqrt() * (10f64 / 3.0).ln()).exp();
        assert!(
            (ratio.high / expected - 1.0).abs() < 0.06,
            "{} is not {expected}",
            ratio.high
        );
    }

    #[test]
    fn rounding_errors_are_ties() {
        let a: Vec<f64> = (1..1000).map(|i| 0.1 * f64::from(i) * 0.7).collect();
        let b: Vec<f64> = (1..1000).map(|i| 0.7 * f64::from(i) * 0.1).collect();
        assert_ne!(a, b);
        assert_eq!(compare(&a, &b).unwrap().first_smaller.to_bits(), 0.5f64.to_bits());
    }

    #[test]
    fn columns_that_cannot_be_compared() {
        assert_eq!(compare(&[], &[]), None);
        assert_eq!(compare(&[1.0], &[1.0, 2.0]), None);
        assert_eq!(compare(&[1.0], &[f64::NAN]), None);
        assert_eq!(compare(&[0.0, 1.0], &[1.0, 1.0]).unwrap().ratio, None);
        assert!(probability_smallest(&[]).is_empty());
        assert!(probability_smallest(&[&[1.0], &[]]).is_empty());
    }

    #[test]
    fn probability_of_being_the_smallest_of_several() {
        let columns: [&[f64]; 3] = [
            &[1.0, 2.0, 3.0, 4.0],
            &[2.0, 1.0, 3.0, 5.0],
            &[9.0, 9.0, 3.0, 4.0],
        ];
        let third = 1.0 / 3.0;
        let expected = [
            (1.0 + third + 0.5) / 4.0,
            (1.0 + third) / 4.0,
            (third + 0.5) / 4.0,
        ];
        for (value, expected) in probability_smallest(&columns).into_iter().zip(expected) {
            assert!((value - expected).abs() < 1e-15);
        }
        assert_eq!(probability_smallest(&[&[1.0], &[1.0]]), [0.5, 0.5]);
    }

    proptest! {
        #[test]
        fn probabilities_add_up(pairs in prop::collection::vec((0..5u8, 0..5u8), 1..50)) {
            let (a, b): (Vec<f64>, Vec<f64>) =
                pairs.into_iter().map(|(a, b)| (f64::from(a), f64::from(b))).unzip();
            let forward = compare(&a, &b).unwrap();
            let backward = compare(&b, &a).unwrap();
            prop_assert!((forward.first_smaller + backward.first_smaller - 1.0).abs() < 1e-15);
            let smallest = probability_smallest(&[&a, &b]);
            prop_assert!((smallest[0] - forward.first_smaller).abs() < 1e-12);
            prop_assert!((forward.difference.median + backward.difference.median).abs() < 1e-12);
        }
    }
}
