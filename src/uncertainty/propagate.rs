//! Propagates uncertain inputs to columns of results.

use super::distribution::Distribution;
use super::sample::Sample;

/// One uncertain slot of the vector of inputs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Input {
    /// Index in the vector; one out of range is ignored.
    pub slot: usize,
    /// Identifies the unknown. Slots with equal keys get the same draws.
    pub key: u64,
    /// Its distribution.
    pub distribution: Distribution,
}

/// Every result at every draw, stored by column.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    draws: usize,
    results: Vec<f64>,
}

impl Run {
    /// All draws of one result, in the order of the sample: draw 5 of one scenario belongs to draw 5 of every
    /// other. Empty where there is no such result.
    pub fn column(&self, result: usize) -> &[f64] {
        let start = result.saturating_mul(self.draws);
        self.results
            .get(start..start.saturating_add(self.draws))
            .unwrap_or(&[])
    }

    /// Number of results per draw.
    pub fn columns(&self) -> usize {
        self.results.len() / self.draws
    }
}

impl Sample {
    /// Evaluates `f` at every draw: `values` with the uncertain slots filled in is passed to `f`, which writes
    /// `results` figures. Nothing is allocated per draw.
    pub fn run<V: AsMut<[f64]>>(
        &mut self,
        inputs: &[Input],
        mut values: V,
        results: usize,
        mut f: impl FnMut(&V, &mut [f64]),
    ) -> Run {
        self.start_run();
        let slots = values.as_mut().len();
        let handles: Vec<(usize, usize)> = inputs
            .iter()
            .filter(|input| input.slot < slots)
            .map(|input| (input.slot, self.prepare(input.key, &input.distribution)))
            .collect();
        let columns: Vec<(usize, &[f64])> = handles
            .iter()
            .map(|(slot, handle)| (*slot, self.values(*handle)))
            .collect();
        let draws = self.draws();
        let mut run = Run {
            draws,
            results: vec![0.0; draws * results],
        };
        let mut out = vec![0.0; results];
        for draw in 0..draws {
            let slots = values.as_mut();
            for (slot, column) in &columns {
                slots[*slot] = column[draw];
            }
            f(&values, &mut out);
            for (result, value) in out.iter().enumerate() {
                run.results[result * draws + draw] = *value;
            }
        }
        run
    }
}

#[cfg(test)]
mod tests {
    use super::super::Summary;
    use super::*;
    use crate::scenario::Shape;

    fn input(slot: usize, key: u64, shape: Shape, figures: [f64; 3]) -> Input {
        let [low, central, high] = figures;
        Input {
            slot,
            key,
            distribution: Distribution::new(shape, low, central, high).unwrap(),
        }
    }

    #[test]
    fn one_unknown_keeps_its_percentiles() {
        let mut sample = Sample::new(1, 10_000);
        let run = sample.run(
            &[input(1, 8, Shape::Lognormal, [0.1, 0.3, 0.9])],
            [2.0, 0.0],
            1,
            |v, out| out[0] = v[0] * v[1],
        );
        let summary = Summary::of(run.column(0)).unwrap();
        for (value, expected) in [(summary.low, 0.2), (summary.median, 0.6), (summary.high, 1.8)] {
            assert!((value / expected - 1.0).abs() < 1e-6, "{value}");
        }
    }

    #[test]
    fn a_product_of_log_normals_is_log_normal() {
        // Factors of 3, 2 and 1.5: the logarithms of the percentiles add in squares. For each of 20 seeds.
        let spread = [3f64, 2.0, 1.5];
        let inputs: Vec<Input> = (0..3)
            .zip(spread)
            .map(|(slot, s)| input(slot, slot as u64, Shape::Lognormal, [1.0 / s, 1.0, s]))
            .collect();
        let factor = spread.iter().map(|s| s.ln().powi(2)).sum::<f64>().sqrt().exp();
        for seed in 0..20 {
            let run =
                Sample::new(seed, 10_000).run(&inputs, [0.0; 3], 1, |v, out| out[0] = v.iter().product());
            let summary = Summary::of(run.column(0)).unwrap();
            for (value, expected) in [
                (summary.low, 1.0 / factor),
                (summary.median, 1.0),
                (summary.high, factor),
            ] {
                // Plain random draws have a standard error of 1.8 % at the ends, these a smaller one.
                assert!(
                    (value / expected - 1.0).abs() < 0.045,
                    "seed {seed}: {value} is not {expected}"
                );
            }
        }
    }

    #[test]
    fn intervals_have_their_nominal_coverage() {
        // A sum of ten unequal triangles: 90 % of fresh draws must lie in the interval.
        let inputs: Vec<Input> = (0..10)
            .map(|i| {
                input(
                    i,
                    i as u64,
                    Shape::Triangular,
                    [1.0, 2.0 + i as f64 / 10.0, 4.0 + i as f64],
                )
            })
            .collect();
        let sum = |v: &[f64; 10], out: &mut [f64]| out[0] = v.iter().sum();
        let run = Sample::new(3, 10_000).run(&inputs, [0.0; 10], 1, sum);
        let summary = Summary::of(run.column(0)).unwrap();
        let fresh = Sample::new(4, 20_000).run(&inputs, [0.0; 10], 1, sum);
        let inside = fresh
            .column(0)
            .iter()
            .filter(|v| (summary.low..=summary.high).contains(*v))
            .count();
        let share = inside as f64 / 20_000.0;
        assert!((share - 0.9).abs() < 0.008, "{share}");
    }

    #[test]
    fn a_shared_unknown_is_drawn_once() {
        let uncertain = |slot, key| input(slot, key, Shape::Triangular, [1.0, 2.0, 3.0]);
        let difference = |v: &[f64; 2], out: &mut [f64]| out[0] = v[0] - v[1];
        let mut sample = Sample::new(1, 500);
        let shared = sample.run(&[uncertain(0, 5), uncertain(1, 5)], [0.0; 2], 1, difference);
        assert!(shared.column(0).iter().all(|d| *d == 0.0));
        let apart = sample.run(&[uncertain(0, 5), uncertain(1, 6)], [0.0; 2], 1, difference);
        assert!(apart.column(0).iter().any(|d| *d != 0.0));
    }

    #[test]
    fn missing_columns_and_slots() {
        let mut sample = Sample::new(1, 4);
        let run = sample.run(
            &[input(9, 1, Shape::Triangular, [1.0, 2.0, 3.0])],
            [7.0],
            2,
            |v, out| out.copy_from_slice(&[v[0], 1.0]),
        );
        assert_eq!(
            (run.column(0), run.column(1)),
            ([7.0; 4].as_slice(), [1.0; 4].as_slice())
        );
        assert_eq!(run.columns(), 2);
        assert!(run.column(2).is_empty() && run.column(usize::MAX).is_empty());
    }
}
