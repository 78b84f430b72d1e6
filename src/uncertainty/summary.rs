//! Summary statistics and histograms of a column of draws.

use crate::math;

/// Percentiles and mean of a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Summary {
    /// 5th percentile.
    pub low: f64,
    /// 50th percentile.
    pub median: f64,
    /// 95th percentile.
    pub high: f64,
    /// Mean. Above the median where the distribution is skewed to the right.
    pub mean: f64,
}

impl Summary {
    /// Summarises a column; `None` where it is empty or holds anything that is not finite.
    pub fn of(column: &[f64]) -> Option<Self> {
        if column.is_empty() || !column.iter().all(|v| v.is_finite()) {
            return None;
        }
        let mut scratch = column.to_vec();
        let [low, median, high] = quantiles(&mut scratch, [0.05, 0.5, 0.95]);
        Some(Self {
            low,
            median,
            high,
            mean: mean(column),
        })
    }
}

/// Quantiles at rising probabilities, reordering the column; NaN for an empty one.
///
/// The definition is Hazen's (number 5 of Hyndman and Fan 1996): the i-th smallest of n draws is the quantile at the
/// probability (i - 1/2)/n, with linear interpolation between them and constant beyond. It is exact for
/// a sample at stratum midpoints.
pub fn quantiles<const N: usize>(column: &mut [f64], probabilities: [f64; N]) -> [f64; N] {
    let mut rest = column;
    let mut before = 0;
    let count = rest.len();
    probabilities.map(|p| {
        let place = (p * count as f64 - 0.5).clamp(0.0, count.saturating_sub(1) as f64);
        // Not negative, and below the length of a slice.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let index = (place.floor() as usize).max(before);
        let slice = std::mem::take(&mut rest);
        if slice.is_empty() {
            return f64::NAN;
        }
        let lower = quickselect(slice, index - before);
        let above = &slice[index - before + 1..];
        let upper = above.iter().copied().min_by(f64::total_cmp).unwrap_or(lower);
        // The next, higher quantile may need this very element again.
        rest = &mut slice[index - before..];
        before = index;
        lower + (upper - lower) * (place - index as f64).max(0.0)
    })
}

/// The value of this rank (from 0); partitions the column around it (quickselect, Hoare 1961).
///
/// In the WebAssembly build the standard library's selection, which guards against the worst case, took a third of the
/// time of all summaries. An adversarial column takes quadratic time here.
fn quickselect(column: &mut [f64], rank: usize) -> f64 {
    let less = |a: f64, b: f64| a.total_cmp(&b).is_lt();
    let (mut low, mut high) = (0, column.len() - 1);
    while low < high {
        let pivot = column[usize::midpoint(low, high)];
        let (mut left, mut right) = (low, high);
        while left <= right {
            while less(column[left], pivot) {
                left += 1;
            }
            while less(pivot, column[right]) {
                right -= 1;
            }
            if left <= right {
                column.swap(left, right);
                left += 1;
                // At the first place `left` is past it and both loops end.
                right = right.saturating_sub(1);
            }
        }
        if rank <= right {
            high = right;
        } else if rank >= left {
            low = left;
        } else {
            break;
        }
    }
    column[rank]
}

/// Arithmetic mean; zero for an empty column.
pub fn mean(column: &[f64]) -> f64 {
    column.iter().sum::<f64>() / (column.len().max(1) as f64)
}

/// Scale of an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scale {
    /// Equal steps.
    Linear,
    /// Equal ratios.
    Log,
}

impl Scale {
    /// The scale that suits a column: logarithmic where everything is positive and the 95th
    /// percentile is more than ten times the 5th.
    pub fn fitting(column: &[f64]) -> Self {
        match Summary::of(column) {
            Some(s) if s.high > 10.0 * s.low && column.iter().all(|v| *v > 0.0) => Self::Log,
            _ => Self::Linear,
        }
    }

    fn transform(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Log => math::ln(value),
        }
    }

    fn inverse(self, value: f64) -> f64 {
        match self {
            Self::Linear => value,
            Self::Log => math::exp(value),
        }
    }
}

/// A histogram of results.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// Scale on which all bins are equally wide.
    pub scale: Scale,
    /// Edges of the bins, ascending: one more than bins.
    pub edges: Vec<f64>,
    /// Share of all draws in each bin. Adds up to 1 together with `below` and `above`.
    pub shares: Vec<f64>,
    /// Share of draws left of the first bin.
    pub below: f64,
    /// Share of draws right of the last bin.
    pub above: f64,
}

impl Histogram {
    /// Counts a column into this many bins between its percentiles 0.5 and 99.5. `None` where the column is
    /// empty, not finite, all the same, or not positive on a logarithmic scale.
    pub fn of(column: &[f64], bins: u32, scale: Scale) -> Option<Self> {
        if bins == 0
            || !column
                .iter()
                .all(|v| v.is_finite() && (*v > 0.0 || scale == Scale::Linear))
        {
            return None;
        }
        let [first, last] = quantiles(&mut column.to_vec(), [0.005, 0.995]);
        let (from, to) = (scale.transform(first), scale.transform(last));
        let width = (to - from) / f64::from(bins);
        // Also false for the NaN of an empty column.
        if !(width.is_finite() && width > 0.0) {
            return None;
        }
        let mut counts = vec![0u32; bins as usize];
        let (mut below, mut above) = (0u32, 0u32);
        for value in column {
            if *value < first {
                below += 1;
            } else if *value > last {
                above += 1;
            } else {
                let place = ((scale.transform(*value) - from) / width).clamp(0.0, f64::from(bins - 1));
                // Between 0 and the number of bins.
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
                let bin = place as usize;
                counts[bin] += 1;
            }
        }
        let share = |count: u32| f64::from(count) / column.len() as f64;
        let inner = (1..bins).map(|i| scale.inverse(from + width * f64::from(i)));
        Some(Self {
            scale,
            edges: std::iter::once(first).chain(inner).chain([last]).collect(),
            shares: counts.into_iter().map(share).collect(),
            below: share(below),
            above: share(above),
        })
    }
}

#[cfg(test)]
#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    reason = "ranks of a short list; equality of what was copied"
)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn quantiles_by_the_definition() {
        for (column, p, expected) in [
            (vec![7.0], 0.05, 7.0),
            (vec![1.0, 2.0], 0.5, 1.5),
            (vec![3.0, 1.0, 2.0], 0.5, 2.0),
            (vec![4.0, 1.0, 3.0, 2.0], 0.375, 2.0),
            (vec![4.0, 1.0, 3.0, 2.0], 0.5, 2.5),
            (vec![4.0, 1.0, 3.0, 2.0], 0.05, 1.0),
            (vec![4.0, 1.0, 3.0, 2.0], 1.0, 4.0),
        ] {
            let [value] = quantiles(&mut column.clone(), [p]);
            assert!((value - expected).abs() < 1e-15, "{p} of {column:?}: {value}");
        }
        assert!(quantiles(&mut [], [0.5, 0.9]).iter().all(|q| q.is_nan()));
    }

    proptest! {
        #[test]
        fn the_value_at_a_place_is_that_of_the_sorted_column(
            // Few different values, so that many are the same.
            column in prop::collection::vec((-20i8..20).prop_map(f64::from), 1..200),
            at in 0.0..1.0,
        ) {
            let mut sorted = column.clone();
            sorted.sort_by(f64::total_cmp);
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let place = (at * column.len() as f64) as usize;
            let mut found = column;
            prop_assert_eq!(quickselect(&mut found, place).to_bits(), sorted[place].to_bits());
            prop_assert!(found[..place].iter().all(|v| *v <= sorted[place]));
            prop_assert!(found[place..].iter().all(|v| *v >= sorted[place]));
        }
    }

    #[test]
    fn a_summary() {
        let column: Vec<f64> = (0..100).rev().map(f64::from).collect();
        let expected = Summary {
            low: 4.5,
            median: 49.5,
            high: 94.5,
            mean: 49.5,
        };
        assert_eq!(Summary::of(&column), Some(expected));
        assert_eq!(Summary::of(&[]), None);
        assert_eq!(Summary::of(&[1.0, f64::NAN]), None);
        assert_eq!(Summary::of(&[1.0, f64::INFINITY]), None);
    }

    #[test]
    fn scales() {
        for (column, expected) in [
            (vec![1.0, 2.0, 3.0], Scale::Linear),
            (vec![1.0, 20.0, 300.0], Scale::Log),
            (vec![0.0, 20.0, 300.0], Scale::Linear),
            (vec![-1.0, 20.0, 300.0], Scale::Linear),
            (vec![], Scale::Linear),
        ] {
            assert_eq!(Scale::fitting(&column), expected, "{column:?}");
        }
    }

    #[test]
    fn histograms() {
        let column: Vec<f64> = (0..10_000).map(|i| (f64::from(i) / 1000.0).exp()).collect();
        let histogram = Histogram::of(&column, 20, Scale::Log).unwrap();
        assert_eq!((histogram.edges.len(), histogram.shares.len()), (21, 20));
        for share in &histogram.shares {
            assert!((share - 0.99 / 20.0).abs() < 2.1e-4, "{share}");
        }
        assert!((histogram.below - 0.005).abs() < 1e-9 && (histogram.above - 0.005).abs() < 1e-9);
        for (column, bins, scale) in [
            (vec![], 10, Scale::Linear),
            (vec![3.0; 5], 10, Scale::Linear),
            (vec![0.0, 1.0], 10, Scale::Log),
            (vec![1.0, 2.0], 0, Scale::Linear),
            (vec![f64::NAN, 2.0], 10, Scale::Linear),
        ] {
            assert_eq!(Histogram::of(&column, bins, scale), None, "{column:?}");
        }
    }

    proptest! {
        #[test]
        fn quantiles_agree_with_sorting(
            column in prop::collection::vec(-1e6..1e6f64, 1..200), mut ps in prop::array::uniform4(0.0..=1.0f64)
        ) {
            ps.sort_by(f64::total_cmp);
            let found = quantiles(&mut column.clone(), ps);
            let mut sorted = column;
            sorted.sort_by(f64::total_cmp);
            for (p, found) in ps.into_iter().zip(found) {
                let place = (p * sorted.len() as f64 - 0.5).clamp(0.0, (sorted.len() - 1) as f64);
                let (lower, upper) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
                prop_assert!((found - (lower + (upper - lower) * place.fract())).abs() <= 1e-9);
            }
        }

        #[test]
        fn shares_of_a_histogram_add_up(
            column in prop::collection::vec(1e-3..1e6f64, 1..300), bins in 1..50u32, log: bool
        ) {
            let scale = if log { Scale::Log } else { Scale::Linear };
            if let Some(h) = Histogram::of(&column, bins, scale) {
                prop_assert!((h.shares.iter().sum::<f64>() + h.below + h.above - 1.0).abs() < 1e-9);
                prop_assert!(h.edges.windows(2).all(|pair| pair[0] < pair[1]));
            } else {
                prop_assert!(column.windows(2).all(|pair| pair[0] == pair[1]));
            }
        }
    }
}
