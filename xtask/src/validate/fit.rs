//! Robust least squares with a mild pull towards physical expectations, by Levenberg and Marquardt.
//!
//! Constants that are shares are fitted as log-odds, the others as logarithms, so that none leaves its range.

/// How a constant is free to move.
#[derive(Clone, Copy)]
pub(super) enum Range {
    /// Any positive number.
    Positive,
    /// Between 0 and 1.
    Share,
}

/// A constant that is fitted.
#[derive(Clone, Copy)]
pub(super) struct Free {
    /// Id in the table of constants.
    pub(super) id: &'static str,
    /// Expectation.
    pub(super) expected: f64,
    /// Standard deviation of the expectation, in logarithm or log-odds.
    pub(super) spread: f64,
    /// How it may move.
    pub(super) range: Range,
}

impl Free {
    pub(super) const fn positive(id: &'static str, expected: f64, spread: f64) -> Self {
        Self {
            id,
            expected,
            spread,
            range: Range::Positive,
        }
    }

    pub(super) const fn share(id: &'static str, expected: f64, spread: f64) -> Self {
        Self {
            id,
            expected,
            spread,
            range: Range::Share,
        }
    }

    /// From the value to the scale of the fit.
    pub(super) fn inward(&self, value: f64) -> f64 {
        match self.range {
            Range::Positive => value.ln(),
            Range::Share => (value / (1.0 - value)).ln(),
        }
    }

    /// From the scale of the fit to the value.
    pub(super) fn outward(&self, x: f64) -> f64 {
        match self.range {
            Range::Positive => x.exp(),
            Range::Share => 1.0 / (1.0 + (-x).exp()),
        }
    }
}

/// Scale from which on a residual counts less than its square.
const ROBUST_SCALE: f64 = 0.2;
/// Weight of the expectations against a row.
const EXPECTATION_WEIGHT: f64 = 0.3;
const STEPS: usize = 60;
const ENOUGH: f64 = 1e-9;

/// Finds the point of least robust cost from `start`; `residuals` are those of the data.
pub(super) fn fit(free: &[Free], start: &[f64], residuals: impl Fn(&[f64]) -> Vec<f64>) -> Vec<f64> {
    let all = |x: &[f64]| {
        let mut out = residuals(x);
        out.extend(free.iter().zip(x).map(|(constant, x)| {
            (x - constant.inward(constant.expected)) / constant.spread * EXPECTATION_WEIGHT
        }));
        out
    };
    let mut x = start.to_vec();
    let mut at = all(&x);
    let mut best = cost(&at);
    let mut damping = 1e-2;
    for _ in 0..STEPS {
        let (normal, gradient) = normal_equations(&x, &at, &all);
        let mut improved = false;
        while damping < 1e8 {
            let step = solve(&normal, &gradient, damping);
            let tried: Vec<f64> = x.iter().zip(&step).map(|(x, step)| x - step).collect();
            let there = all(&tried);
            let found = cost(&there);
            if found < best {
                improved = best - found > ENOUGH * best;
                (x, at, best) = (tried, there, found);
                damping *= 0.3;
                break;
            }
            damping *= 4.0;
        }
        if !improved {
            break;
        }
    }
    x
}

/// Sum of soft absolute values: quadratic below the scale, linear above.
fn cost(residuals: &[f64]) -> f64 {
    residuals
        .iter()
        .map(|r| 2.0 * ((1.0 + (r / ROBUST_SCALE).powi(2)).sqrt() - 1.0))
        .sum()
}

/// Gauss and Newton's equations with the weights of the soft absolute value.
fn normal_equations(
    x: &[f64],
    at: &[f64],
    residuals: &impl Fn(&[f64]) -> Vec<f64>,
) -> (Vec<Vec<f64>>, Vec<f64>) {
    const H: f64 = 1e-5;
    let columns: Vec<Vec<f64>> = (0..x.len())
        .map(|index| {
            let mut near = x.to_vec();
            near[index] += H;
            residuals(&near)
                .iter()
                .zip(at)
                .map(|(there, here)| (there - here) / H)
                .collect()
        })
        .collect();
    let weights: Vec<f64> = at
        .iter()
        .map(|r| (1.0 + (r / ROBUST_SCALE).powi(2)).sqrt().recip())
        .collect();
    let dot = |a: &[f64], b: &[f64]| -> f64 {
        a.iter()
            .zip(b)
            .zip(&weights)
            .map(|((a, b), weight)| a * b * weight)
            .sum()
    };
    let normal = columns
        .iter()
        .map(|a| columns.iter().map(|b| dot(a, b)).collect())
        .collect();
    (normal, columns.iter().map(|a| dot(a, at)).collect())
}

/// Solves the damped equations by Cholesky's method.
fn solve(normal: &[Vec<f64>], gradient: &[f64], damping: f64) -> Vec<f64> {
    let n = gradient.len();
    let mut lower = vec![vec![0.0; n]; n];
    for row in 0..n {
        for column in 0..=row {
            let mut sum = normal[row][column];
            if row == column {
                sum += damping * normal[row][row] + 1e-12;
            }
            sum -= lower[row][..column]
                .iter()
                .zip(&lower[column])
                .map(|(a, b)| a * b)
                .sum::<f64>();
            lower[row][column] = if row == column {
                sum.max(1e-300).sqrt()
            } else {
                sum / lower[column][column]
            };
        }
    }
    let mut y = vec![0.0; n];
    for row in 0..n {
        let known: f64 = (0..row).map(|k| lower[row][k] * y[k]).sum();
        y[row] = (gradient[row] - known) / lower[row][row];
    }
    let mut x = vec![0.0; n];
    for row in (0..n).rev() {
        let known: f64 = (row + 1..n).map(|k| lower[k][row] * x[k]).sum();
        x[row] = (y[row] - known) / lower[row][row];
    }
    x
}

/// A constant with its range from leaving groups out in turn (jackknife): value, 5th, 95th percentile.
pub(super) fn jackknife(constant: &Free, full: f64, left_out: &[f64]) -> (f64, f64, f64) {
    const NORMAL_95: f64 = 1.645;
    let groups = left_out.len() as f64;
    let mean = left_out.iter().sum::<f64>() / groups;
    let squares: f64 = left_out.iter().map(|x| (x - mean).powi(2)).sum();
    let error = (squares * (groups - 1.0) / groups).sqrt();
    (
        constant.outward(full),
        constant.outward(full - NORMAL_95 * error),
        constant.outward(full + NORMAL_95 * error),
    )
}
