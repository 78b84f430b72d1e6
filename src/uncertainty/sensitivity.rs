//! Variance-based sensitivity: how much each unknown contributes to the spread of a result.

use super::propagate::Input;
use super::sample::Sample;
use super::summary::Scale;
use crate::math;

/// How much each unknown contributes to the spread of a result.
#[derive(Clone, Debug, PartialEq)]
pub struct VarianceShares {
    /// Key and share of the variance (0-1), largest first: the part that would disappear if this unknown alone became
    /// known (first-order Sobol index). Never negative; adds up to 1 at most.
    pub shares: Vec<(u64, f64)>,
    /// The share not explained by single unknowns: interactions, and the error of the estimate.
    pub interaction: f64,
    /// Two standard errors of the estimate: an unknown without influence exceeds it by chance in one case of 40.
    /// Shares below it are noise.
    pub noise: f64,
    /// Scale on which the variance was taken.
    pub scale: Scale,
}

/// The strata of an unknown in groups, with a position for each within its group.
struct Groups {
    /// Group and position (-0.5 to 0.5) of every stratum.
    strata: Vec<(u32, f64)>,
    count: u32,
}

impl Groups {
    /// At least 200 draws per group, at most 50 groups: enough groups to follow a curve, enough draws to average out the
    /// other unknowns. At both ends, where tails are steep, groups are halved repeatedly.
    fn of(draws: usize) -> Self {
        const SMALLEST: usize = 12;
        let regular = (draws / 200).clamp(2, 50);
        let mut ends: Vec<usize> = (1..regular).map(|i| i * draws / regular).collect();
        let mut tail = ends[0];
        while tail / 2 >= SMALLEST {
            tail /= 2;
            ends.extend([tail, draws - tail]);
        }
        ends.push(draws);
        ends.sort_unstable();
        let mut strata = Vec::with_capacity(draws);
        let (mut start, mut count) = (0, 0);
        for end in ends {
            let size = (end - start) as f64;
            strata.extend((0..end - start).map(|i| (count, (i as f64 + 0.5) / size - 0.5)));
            start = end;
            count += 1;
        }
        Self { strata, count }
    }

    /// Degrees of freedom of the fitted lines in all groups, beyond the mean.
    fn parameters(&self) -> f64 {
        2.0 * f64::from(self.count) - 1.0
    }
}

impl VarianceShares {
    /// The share of an unknown; zero for one that is not among them.
    pub fn share(&self, key: u64) -> f64 {
        self.shares
            .iter()
            .find(|(k, _)| *k == key)
            .map_or(0.0, |(_, s)| *s)
    }
}

/// First-order shares of the variance of `column`, estimated from the sample itself without another
/// evaluation: the draws are grouped by the strata of one unknown at a time, and the variance between groups is
/// its share. `None` where the column does not fit the sample, is not finite, does not vary, or is not positive
/// on a logarithmic scale.
///
/// Within a group a straight line captures what the unknown still explains there, and the variance that the
/// fitted lines explain by chance alone is subtracted (as in the adjusted R² of a regression). What remains is
/// a bias of less than 0.01 for smooth functions and shapes of this module on the scale that fits them; with
/// heavy tails on a linear scale shares come out lower, and `interaction` higher, by up to 0.05. A negative
/// estimate becomes zero; shares that add up to more than 1 are scaled to 1.
///
/// On a logarithmic scale the shares of a product are those of its factors' logarithms, whatever the tails.
pub fn variance_shares(
    sample: &mut Sample,
    inputs: &[Input],
    column: &[f64],
    scale: Scale,
) -> Option<VarianceShares> {
    let draws = sample.draws();
    if column.len() != draws || draws < 20 {
        return None;
    }
    let values: Vec<f64> = match scale {
        Scale::Linear => column.to_vec(),
        Scale::Log => column.iter().map(|v| math::ln(*v)).collect(),
    };
    let mean = values.iter().sum::<f64>() / draws as f64;
    let total: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    let size: f64 = values.iter().map(|v| v * v).sum();
    // Also false for NaN. A smaller variance is the rounding error of a constant.
    if !(total.is_finite() && total > 1e-24 * size) {
        return None;
    }
    let groups = Groups::of(draws);
    let mut shares: Vec<(u64, f64)> = keys(inputs)
        .into_iter()
        .map(|key| {
            (
                key,
                explained_share(sample.permutation(key), &values, mean, total, &groups),
            )
        })
        .collect();
    let sum: f64 = shares.iter().map(|(_, share)| share).sum();
    if sum > 1.0 {
        for (_, share) in &mut shares {
            *share /= sum;
        }
    }
    shares.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    Some(VarianceShares {
        interaction: (1.0 - sum).max(0.0),
        noise: 2.0 * (2.0 * groups.parameters()).sqrt() / draws as f64,
        shares,
        scale,
    })
}

/// Adjusted share of the variance explained by a straight line in each group of strata.
fn explained_share(permutation: &[u32], values: &[f64], mean: f64, total: f64, groups: &Groups) -> f64 {
    let draws = values.len() as f64;
    // Sums of position squared, value, position times value, and the number of draws; positions add up to zero.
    let mut sums = vec![[0.0f64; 4]; groups.count as usize];
    for (stratum, value) in permutation.iter().zip(values) {
        let (group, position) = groups.strata[*stratum as usize];
        let value = value - mean;
        let sum = &mut sums[group as usize];
        sum[0] += position * position;
        sum[1] += value;
        sum[2] += position * value;
        sum[3] += 1.0;
    }
    let explained: f64 = sums
        .iter()
        .map(|[position2, value, product, count]| value * value / count + product * product / position2)
        .sum();
    let parameters = groups.parameters();
    let chance = (total - explained).max(0.0) / (draws - 1.0 - parameters) * parameters;
    ((explained - chance) / total).clamp(0.0, 1.0)
}

/// The unknowns behind some inputs, each once, in their order.
fn keys(inputs: &[Input]) -> Vec<u64> {
    let mut keys = Vec::new();
    for input in inputs {
        if !input.distribution.is_fixed() && !keys.contains(&input.key) {
            keys.push(input.key);
        }
    }
    keys
}

/// The result with one unknown at its 5th and 95th percentile and all others at their central values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing {
    /// The unknown.
    pub key: u64,
    /// Result with the unknown at its 5th percentile.
    pub at_low: f64,
    /// Result with the unknown at its 95th percentile.
    pub at_high: f64,
}

impl Swing {
    /// Distance between the two results.
    pub fn width(&self) -> f64 {
        (self.at_high - self.at_low).abs()
    }
}

/// One-at-a-time sensitivity (tornado diagram): each unknown at its 5th and 95th percentile, everywhere it occurs; widest
/// swing first.
pub fn tornado(inputs: &[Input], base: &[f64], mut f: impl FnMut(&[f64]) -> f64) -> Vec<Swing> {
    let mut values = base.to_vec();
    let mut at = |key: u64, u: f64| {
        values.copy_from_slice(base);
        for input in inputs.iter().filter(|input| input.key == key) {
            if let Some(value) = values.get_mut(input.slot) {
                *value = input.distribution.quantile(u);
            }
        }
        f(&values)
    };
    let mut swings: Vec<Swing> = keys(inputs)
        .into_iter()
        .map(|key| Swing {
            key,
            at_low: at(key, 0.05),
            at_high: at(key, 0.95),
        })
        .collect();
    swings.sort_by(|a, b| b.width().total_cmp(&a.width()).then(a.key.cmp(&b.key)));
    swings
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use proptest::prelude::*;

    use super::super::Distribution;
    use super::*;
    use crate::scenario::Shape;

    fn input(slot: usize, shape: Shape, figures: [f64; 3]) -> Input {
        let [low, central, high] = figures;
        Input {
            slot,
            key: slot as u64 + 100,
            distribution: Distribution::new(shape, low, central, high).unwrap(),
        }
    }

    fn estimated(draws: u32, inputs: &[Input], scale: Scale, f: impl Fn(&[f64]) -> f64) -> VarianceShares {
        let mut sample = Sample::new(7, draws);
        let base = vec![0.0; inputs.len()];
        let run = sample.run(inputs, base, 1, |v, out| out[0] = f(v));
        variance_shares(&mut sample, inputs, run.column(0), scale).unwrap()
    }

    #[track_caller]
    fn close(found: &VarianceShares, expected: &[f64], tolerance: f64) {
        for (slot, expected) in expected.iter().enumerate() {
            let share = found.share(slot as u64 + 100);
            assert!(
                (share - expected).abs() < tolerance,
                "{slot}: {share} is not {expected}"
            );
        }
    }

    #[test]
    fn ishigami() {
        // Ishigami and Homma 1990 with a = 7, b = 0.1: three uniforms on (-pi, pi); known indices.
        let end = 0.9 * PI;
        let inputs: Vec<Input> = (0..3)
            .map(|i| input(i, Shape::Uniform, [-end, 0.0, end]))
            .collect();
        let f = |v: &[f64]| v[0].sin() + 7.0 * v[1].sin().powi(2) + 0.1 * v[2].powi(4) * v[0].sin();
        for (draws, tolerance) in [(2_000, 0.05), (10_000, 0.02), (50_000, 0.01)] {
            let found = estimated(draws, &inputs, Scale::Linear, f);
            close(&found, &[0.3139, 0.4424, 0.0], tolerance);
            assert!(
                (found.interaction - 0.2437).abs() < 2.0 * tolerance,
                "{draws}: {}",
                found.interaction
            );
        }
    }

    #[test]
    fn a_product_on_the_logarithmic_scale_is_exact() {
        let spread = [3f64, 2.0, 1.5, 1.1];
        let inputs: Vec<Input> = (0..4)
            .map(|i| input(i, Shape::Lognormal, [1.0 / spread[i], 1.0, spread[i]]))
            .collect();
        let total: f64 = spread.iter().map(|s| s.ln().powi(2)).sum();
        let expected = spread.map(|s| s.ln().powi(2) / total);
        for draws in [2_000, 10_000] {
            let found = estimated(draws, &inputs, Scale::Log, |v| v.iter().product());
            close(&found, &expected, 0.03);
            let ranking: Vec<u64> = found.shares.iter().map(|(key, _)| *key).collect();
            assert_eq!(ranking, [100, 101, 102, 103]);
        }
    }

    #[test]
    fn a_product_on_the_linear_scale() {
        // Var E[Y|X] over Var Y of a product of log-normals: (e^(s^2) - 1) / (e^(sum of s^2) - 1).
        let spread = [2f64, 1.8];
        let inputs: Vec<Input> = (0..2)
            .map(|i| input(i, Shape::Lognormal, [1.0 / spread[i], 1.0, spread[i]]))
            .collect();
        let variance = spread.map(|s: f64| (s.ln() / 1.644_853_627).powi(2));
        let total = (variance[0] + variance[1]).exp_m1();
        let expected = variance.map(|v| v.exp_m1() / total);
        let found = estimated(10_000, &inputs, Scale::Linear, |v| v[0] * v[1]);
        close(&found, &expected, 0.03);
        assert!((found.interaction - (1.0 - expected[0] - expected[1])).abs() < 0.03);
    }

    #[test]
    fn a_sum_is_explained_completely() {
        let inputs: Vec<Input> = (0..3)
            .map(|i| input(i, Shape::Triangular, [1.0, 2.0, 3.0]))
            .collect();
        let found = estimated(10_000, &inputs, Scale::Linear, |v| v[0] + 2.0 * v[1] + 3.0 * v[2]);
        close(&found, &[1.0 / 14.0, 4.0 / 14.0, 9.0 / 14.0], 0.02);
        assert!(found.interaction < 0.03, "{}", found.interaction);
    }

    #[test]
    fn an_unknown_without_influence_is_noise() {
        let inputs: Vec<Input> = (0..20)
            .map(|i| input(i, Shape::Lognormal, [1.0, 2.0, 9.0]))
            .collect();
        let found = estimated(10_000, &inputs, Scale::Linear, |v| v[0]);
        assert_eq!(found.shares[0].0, 100);
        assert!(found.shares[0].1 > 0.97, "{:?}", found.shares[0]);
        assert!(
            found.shares[1..]
                .iter()
                .all(|(_, share)| *share < 2.0 * found.noise)
        );
    }

    #[test]
    fn columns_without_variance_shares() {
        let inputs = [input(0, Shape::Uniform, [-1.0, 0.0, 1.0])];
        let mut sample = Sample::new(7, 100);
        let run = sample.run(&inputs, [0.0], 2, |v, out| out.copy_from_slice(&[v[0], 0.1]));
        assert_eq!(
            variance_shares(&mut sample, &inputs, run.column(0), Scale::Log),
            None
        );
        assert_eq!(
            variance_shares(&mut sample, &inputs, run.column(1), Scale::Linear),
            None
        );
        assert_eq!(
            variance_shares(&mut sample, &inputs, &[1.0, 2.0], Scale::Linear),
            None
        );
        assert!(variance_shares(&mut sample, &inputs, run.column(0), Scale::Linear).is_some());
    }

    #[test]
    fn a_tornado_moves_shared_unknowns_together() {
        let mut inputs = vec![
            input(0, Shape::Lognormal, [1.0, 2.0, 8.0]),
            input(1, Shape::Lognormal, [1.0, 2.0, 8.0]),
            input(2, Shape::Uniform, [1.0, 5.0, 7.0]),
            input(9, Shape::Uniform, [1.0, 5.0, 7.0]),
        ];
        inputs[1].key = inputs[0].key;
        inputs.push(Input {
            slot: 3,
            key: 5,
            distribution: Distribution::fixed(1.0),
        });
        let swings = tornado(&inputs, &[2.0, 2.0, 5.0, 1.0], |v| v[0] * v[1] - v[2]);
        let expected = [(100, 1.0 - 5.0, 64.0 - 5.0), (102, 3.0, -3.0), (109, -1.0, -1.0)];
        assert_eq!(swings.len(), expected.len());
        for (swing, (key, low, high)) in swings.iter().zip(expected) {
            assert_eq!(swing.key, key);
            assert!(
                (swing.at_low - low).abs() < 1e-12 && (swing.at_high - high).abs() < 1e-12,
                "{swing:?}"
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn shares_are_shares(weights in prop::array::uniform4(-5.0..5.0f64), seed: u64, draws in 20..600u32) {
            let inputs: Vec<Input> = (0..4).map(|i| input(i, Shape::Triangular, [1.0, 2.0, 4.0])).collect();
            let mut sample = Sample::new(seed, draws);
            let run = sample.run(&inputs, [0.0; 4], 1, |v, out| {
                out[0] = v.iter().zip(weights).map(|(v, w)| v * w).sum();
            });
            if let Some(found) = variance_shares(&mut sample, &inputs, run.column(0), Scale::Linear) {
                let sum: f64 = found.shares.iter().map(|(_, s)| s).sum();
                prop_assert!(found.shares.iter().all(|(_, s)| (0.0..=1.0).contains(s)));
                prop_assert!(sum <= 1.0 + 1e-12 && found.interaction >= 0.0);
                prop_assert!((sum + found.interaction - 1.0).abs() < 1e-9 || found.interaction == 0.0);
            }
        }
    }
}
