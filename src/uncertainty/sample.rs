//! One Latin-hypercube sample for all scenarios.
//!
//! The probabilities 0 to 1 are divided into as many strata as there are draws; every unknown visits the middle
//! of each stratum once, in an order of its own. Against plain random draws this removes the noise of each
//! input taken alone: a result that depends on one unknown has exactly that unknown's percentiles. As the
//! middles are the same for all unknowns, the costly part of a shape is computed once for all of them.
//!
//! Orders and columns of values are kept: moving a slider recomputes none of them.

use super::distribution::Distribution;
use super::generator::Generator;
use crate::scenario::Shape;

/// A seeded sample and what has been computed of it.
#[derive(Clone, Debug)]
pub struct Sample {
    seed: u64,
    draws: u32,
    /// Ascending by key: a sorted list is a fraction of a map's code.
    orders: Vec<(u64, Vec<u32>)>,
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

/// Columns kept: four scenarios with nothing in common and all parameters uncertain. At 10,000 draws 80 KB each.
const KEPT: usize = 256;

/// The stratum of every draw (0 to `draws` - 1, each once): the order in which the unknown `key` visits them.
pub fn order(seed: u64, key: u64, draws: u32) -> Vec<u32> {
    let mut generator = Generator::new(seed, key);
    let mut order: Vec<u32> = (0..draws).collect();
    // Fisher and Yates, from the end.
    for left in (1..draws).rev() {
        order.swap(left as usize, generator.below(left + 1) as usize);
    }
    order
}

/// The probability in the middle of a stratum, in (0, 1).
pub fn middle(stratum: u32, draws: u32) -> f64 {
    (f64::from(stratum) + 0.5) / f64::from(draws)
}

impl Sample {
    /// A sample of so many draws, at least 1; 10,000 for a result, 2,000 while a slider moves.
    pub fn new(seed: u64, draws: u32) -> Self {
        Self {
            seed,
            draws: draws.max(1),
            orders: Vec::new(),
            grids: Vec::new(),
            columns: Vec::new(),
            clock: 0,
        }
    }

    /// How many draws.
    pub fn draws(&self) -> usize {
        self.draws as usize
    }

    /// The seed.
    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// The stratum of every draw of an unknown.
    pub fn order(&mut self, key: u64) -> &[u32] {
        let (seed, draws) = (self.seed, self.draws);
        let found = self.orders.binary_search_by_key(&key, |(known, _)| *known);
        let at = found.unwrap_or_else(|at| {
            self.orders.insert(at, (key, order(seed, key, draws)));
            at
        });
        &self.orders[at].1
    }

    /// The draws of an unknown, as a handle for [`Sample::values`] that holds until the next [`Sample::begin`].
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

    /// Starts a run: forgets what has not been used for longest.
    pub(super) fn begin(&mut self) {
        self.clock += 1;
        if self.columns.len() > KEPT {
            self.columns.sort_by_key(|column| std::cmp::Reverse(column.used));
            self.columns.truncate(KEPT - KEPT / 4);
            let columns = &self.columns;
            self.orders
                .retain(|(key, _)| columns.iter().any(|c| c.key == *key));
        }
    }

    /// The draws behind a handle.
    pub(super) fn values(&self, handle: usize) -> &[f64] {
        self.columns.get(handle).map_or(&[], |column| &column.values)
    }

    /// The draws of an unknown with this distribution.
    pub fn draw(&mut self, key: u64, distribution: &Distribution) -> Vec<f64> {
        let draws = self.draws;
        let by_stratum: Vec<f64> = if distribution.is_cut() {
            (0..draws)
                .map(|i| distribution.quantile(middle(i, draws)))
                .collect()
        } else {
            self.grid(distribution.shape())
                .iter()
                .map(|s| distribution.at(*s))
                .collect()
        };
        self.order(key)
            .iter()
            .map(|stratum| by_stratum[*stratum as usize])
            .collect()
    }

    /// The standard form of a shape at the middle of every stratum.
    fn grid(&mut self, shape: Shape) -> &[f64] {
        let known = self.grids.iter().position(|(known, _)| *known == shape);
        let at = known.unwrap_or_else(|| {
            let grid = (0..self.draws)
                .map(|i| shape.standard(middle(i, self.draws)))
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

    const GOLDEN_ORDER: [u32; 12] = [4, 0, 3, 9, 6, 7, 1, 2, 11, 8, 5, 10];
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
            let mut strata = order(1, 2, draws);
            strata.sort_unstable();
            assert!(strata.iter().copied().eq(0..draws), "{draws}");
        }
        assert!(order(1, 2, 0).is_empty());
    }

    #[test]
    fn orders_are_as_they_have_always_been() {
        assert_eq!(order(42, 7, 12), GOLDEN_ORDER);
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
                order(0, key, draws)
                    .iter()
                    .map(|s| middle(*s, draws) - 0.5)
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
        sample.begin();
        assert_eq!(
            (
                sample.prepare(1, &d),
                sample.prepare(1, &other),
                sample.prepare(1, &d)
            ),
            (0, 1, 0)
        );
        for key in 0..1000 {
            sample.begin();
            let handle = sample.prepare(key, &d);
            let values = sample.values(handle).to_vec();
            assert_eq!(values, Sample::new(5, 10).draw(key, &d));
            assert!(sample.columns.len() <= KEPT + 1 && sample.orders.len() <= KEPT + 1);
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
                prop_assert!((value - middle(i, draws)).abs() < 1e-12);
            }
        }
    }
}
