//! One Latin-hypercube sample for all scenarios.
//!
//! The probabilities 0 to 1 are divided into as many strata as there are draws; every unknown visits the midpoint
//! of each stratum once, in its own random order. Compared with plain random draws this removes the sampling noise of
//! each input on its own: a result that depends on one unknown has exactly that unknown's percentiles. As the
//! midpoints are the same for all unknowns, the costly part of a shape is computed once for all of them.
//!
//! Permutations and columns of values are cached: moving a slider recomputes only the columns it changes.

use std::collections::HashMap;

use super::distribution::Distribution;
use super::generator::Generator;
use crate::scenario::Shape;

/// A seeded sample with its cached columns.
#[derive(Clone, Debug)]
pub struct Sample {
    seed: u64,
    draws: u32,
    /// The stratum of every draw, by the key of the unknown.
    permutations: HashMap<u64, Vec<u32>>,
    grids: Vec<(Shape, Vec<f64>)>,
    columns: Vec<Column>,
    clock: u64,
}

#[derive(Clone, Debug)]
struct Column {
    key: u64,
    distribution: Distribution,
    values: Vec<f64>,
    used: u64,
}

/// Columns in the cache: enough for four scenarios with nothing in common and all parameters uncertain. At 10,000
/// draws a column takes 80 KB of memory.
const MAX_COLUMNS: usize = 256;

/// The stratum of every draw (0 to `draws` - 1, each once): a random permutation for the unknown `key`.
pub fn permutation(seed: u64, key: u64, draws: u32) -> Vec<u32> {
    let mut generator = Generator::new(seed, key);
    let mut permutation: Vec<u32> = (0..draws).collect();
    // Fisher-Yates shuffle.
    for left in (1..draws).rev() {
        permutation.swap(left as usize, generator.below(left + 1) as usize);
    }
    permutation
}

/// The probability at the midpoint of a stratum, in (0, 1).
pub fn stratum_midpoint(stratum: u32, draws: u32) -> f64 {
    (f64::from(stratum) + 0.5) / f64::from(draws)
}

impl Sample {
    /// A sample of this many draws, at least 1.
    pub fn new(seed: u64, draws: u32) -> Self {
        Self {
            seed,
            draws: draws.max(1),
            permutations: HashMap::new(),
            grids: Vec::new(),
            columns: Vec::new(),
            clock: 0,
        }
    }

    /// Number of draws.
    pub fn draws(&self) -> usize {
        self.draws as usize
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The stratum of every draw of an unknown.
    pub fn permutation(&mut self, key: u64) -> &[u32] {
        let (seed, draws) = (self.seed, self.draws);
        self.permutations
            .entry(key)
            .or_insert_with(|| permutation(seed, key, draws))
    }

    /// The draws of an unknown, as a handle for [`Sample::values`] that holds until the next [`Sample::start_run`].
    pub(super) fn prepare(&mut self, key: u64, distribution: &Distribution) -> usize {
        let known = |c: &Column| c.key == key && c.distribution == *distribution;
        if let Some(at) = self.columns.iter().position(known) {
            self.columns[at].used = self.clock;
            return at;
        }
        let values = self.draw(key, distribution);
        self.columns.push(Column {
            key,
            distribution: *distribution,
            values,
            used: self.clock,
        });
        self.columns.len() - 1
    }

    /// Starts a run: evicts the least recently used columns when the cache is full.
    pub(super) fn start_run(&mut self) {
        self.clock += 1;
        if self.columns.len() > MAX_COLUMNS {
            self.columns.sort_by_key(|column| std::cmp::Reverse(column.used));
            self.columns.truncate(MAX_COLUMNS - MAX_COLUMNS / 4);
            let columns = &self.columns;
            self.permutations
                .retain(|key, _| columns.iter().any(|c| c.key == *key));
        }
    }

    /// The draws behind a handle.
    pub(super) fn values(&self, handle: usize) -> &[f64] {
        self.columns.get(handle).map_or(&[], |column| &column.values)
    }

    /// The draws of an unknown with this distribution.
    pub fn draw(&mut self, key: u64, distribution: &Distribution) -> Vec<f64> {
        let draws = self.draws;
        let by_stratum: Vec<f64> = if distribution.is_truncated() {
            (0..draws)
                .map(|i| distribution.quantile(stratum_midpoint(i, draws)))
                .collect()
        } else {
            self.grid(distribution.shape())
                .iter()
                .map(|s| distribution.at(*s))
                .collect()
        };
        self.permutation(key)
            .iter()
            .map(|stratum| by_stratum[*stratum as usize])
            .collect()
    }

    /// The standard form of a shape at the midpoint of every stratum.
    fn grid(&mut self, shape: Shape) -> &[f64] {
        let known = self.grids.iter().position(|(known, _)| *known == shape);
        let at = known.unwrap_or_else(|| {
            let grid = (0..self.draws)
                .map(|i| shape.standard(stratum_midpoint(i, self.draws)))
                .collect();
            self.grids.push((shape, grid));
            self.grids.len() - 1
        });
        &self.grids[at].1
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const GOLDEN_PERMUTATION: [u32; 12] = [4, 0, 3, 9, 6, 7, 1, 2, 11, 8, 5, 10];
    const GOLDEN_DRAWS: [(Shape, [u64; 5]); 3] = [
        (
            Shape::Lognormal,
            [
                4_595_772_207_116_995_235,
                4_597_942_212_933_797_841,
                4_600_066_538_692_111_590,
                4_603_514_848_362_139_467,
                4_593_380_634_268_630_596,
            ],
        ),
        (
            Shape::Triangular,
            [
                4_596_325_157_208_685_424,
                4_598_086_727_459_593_609,
                4_601_694_939_217_985_099,
                4_604_793_970_084_019_801,
                4_593_766_595_711_775_684,
            ],
        ),
        (
            Shape::Uniform,
            [
                4_595_773_299_744_012_152,
                4_598_175_219_545_276_416,
                4_603_029_099_143_664_616,
                4_605_631_178_928_367_571,
                4_593_071_139_967_589_854,
            ],
        ),
    ];

    #[test]
    fn every_stratum_is_visited_once() {
        for draws in [1, 2, 7, 1000] {
            let mut strata = permutation(1, 2, draws);
            strata.sort_unstable();
            assert!(strata.iter().copied().eq(0..draws), "{draws}");
        }
        assert!(permutation(1, 2, 0).is_empty());
    }

    #[test]
    fn orders_are_as_they_have_always_been() {
        assert_eq!(permutation(42, 7, 12), GOLDEN_PERMUTATION);
    }

    #[test]
    fn draws_are_the_same_to_the_bit_everywhere() {
        let mut sample = Sample::new(2026, 5);
        for (shape, bits) in GOLDEN_DRAWS {
            let d = Distribution::new(shape, 0.1, 0.25, 0.9).unwrap().within(0.0, 1.0);
            let drawn: Vec<u64> = sample.draw(99, &d).iter().map(|v| v.to_bits()).collect();
            assert_eq!(drawn, bits, "{shape:?}");
        }
    }

    #[test]
    fn neighbouring_keys_are_independent() {
        let draws = 10_000;
        let centred: Vec<Vec<f64>> = (0..20)
            .map(|key| {
                permutation(0, key, draws)
                    .iter()
                    .map(|s| stratum_midpoint(*s, draws) - 0.5)
                    .collect()
            })
            .collect();
        for (i, a) in centred.iter().enumerate() {
            for b in &centred[..i] {
                let covariance: f64 = a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>() / f64::from(draws);
                // Standard error 0.01; the largest of 190.
                assert!((covariance * 12.0).abs() < 0.04, "{covariance}");
            }
        }
    }

    #[test]
    fn other_keys_change_nothing() {
        let d = Distribution::new(Shape::Lognormal, 1.0, 2.0, 4.0).unwrap();
        let alone = Sample::new(5, 100).draw(1, &d);
        let mut sample = Sample::new(5, 100);
        for key in 2..50 {
            sample.draw(key, &d);
        }
        assert_eq!(sample.draw(1, &d), alone);
        assert_ne!(sample.draw(2, &d), alone);
        assert_ne!(Sample::new(6, 100).draw(1, &d), alone);
    }

    #[test]
    fn columns_are_kept_and_forgotten() {
        let mut sample = Sample::new(5, 10);
        let d = Distribution::new(Shape::Uniform, 1.0, 2.0, 4.0).unwrap();
        let other = Distribution::new(Shape::Uniform, 1.0, 3.0, 4.0).unwrap();
        sample.start_run();
        assert_eq!(
            (
                sample.prepare(1, &d),
                sample.prepare(1, &other),
                sample.prepare(1, &d)
            ),
            (0, 1, 0)
        );
        for key in 0..1000 {
            sample.start_run();
            let handle = sample.prepare(key, &d);
            let values = sample.values(handle).to_vec();
            assert_eq!(values, Sample::new(5, 10).draw(key, &d));
            assert!(sample.columns.len() <= MAX_COLUMNS + 1 && sample.permutations.len() <= MAX_COLUMNS + 1);
        }
        assert!(sample.values(usize::MAX).is_empty());
    }

    proptest! {
        #[test]
        fn columns_are_stratified(seed: u64, key: u64, draws in 1..300u32) {
            let d = Distribution::new(Shape::Uniform, 0.05, 0.5, 0.95).unwrap();
            let mut drawn = Sample::new(seed, draws).draw(key, &d);
            drawn.sort_by(f64::total_cmp);
            for (i, value) in (0..draws).zip(drawn) {
                prop_assert!((value - stratum_midpoint(i, draws)).abs() < 1e-12);
            }
        }
    }
}
