//! Quantiles against definitions and against an independent library.

use proptest::prelude::*;
use statrs::distribution::{ContinuousCDF, LogNormal, Triangular};

use super::*;

const SHAPES: [Shape; 3] = [Shape::Lognormal, Shape::Triangular, Shape::Uniform];

#[track_caller]
fn close(value: f64, expected: f64, tolerance: f64) {
    assert!(
        (value - expected).abs() <= tolerance * expected.abs(),
        "{value} is not {expected}"
    );
}

#[test]
fn the_three_figures_are_percentiles() {
    for (low, central, high) in [
        (0.1, 0.3, 0.9),
        (0.8, 0.9, 1.0),
        (1.0, 2.0, 30.0),
        (0.003, 0.02, 0.056),
        (5.0, 5.0, 8.0),
        (1.0, 4.0, 4.0),
    ] {
        for shape in SHAPES {
            let d = Distribution::new(shape, low, central, high).unwrap();
            for (u, expected) in [(0.05, low), (0.5, central), (0.95, high)] {
                close(d.quantile(u), expected, 1e-14);
            }
        }
    }
}

#[test]
fn symmetric_figures_give_the_ordinary_distribution() {
    let log_normal = LogNormal::new(0.3f64.ln(), 3f64.ln() / Z95).unwrap();
    let half = 4.0 / (1.0 - 0.1f64.sqrt());
    let triangular = Triangular::new(10.0 - half, 10.0 + half, 10.0).unwrap();
    for i in 1..1000 {
        let u = f64::from(i) / 1000.0;
        let of =
            |shape, low, central, high| Distribution::new(shape, low, central, high).unwrap().quantile(u);
        close(
            of(Shape::Lognormal, 0.1, 0.3, 0.9),
            log_normal.inverse_cdf(u),
            1e-9,
        );
        close(
            of(Shape::Triangular, 6.0, 10.0, 14.0),
            triangular.inverse_cdf(u),
            1e-12,
        );
        close(
            of(Shape::Uniform, 6.0, 10.0, 14.0),
            10.0 + (u - 0.5) * 8.0 / 0.9,
            1e-14,
        );
    }
}

#[test]
fn normal_quantiles_as_tabulated() {
    // Wichura 1988, algorithm AS 241, its own test values; and the usual table.
    for (u, z) in [
        (0.25, -0.674_489_750_196_081_7),
        (0.001, -3.090_232_306_167_813_5),
        (1e-20, -9.262_340_089_798_408),
        (0.05, -1.644_853_626_951_472_2),
        (0.025, -1.959_963_984_540_054),
    ] {
        close(normal_quantile(u), z, 2e-15);
    }
    assert_eq!(normal_quantile(0.5).to_bits(), 0f64.to_bits());
}

#[test]
fn standard_forms_and_probabilities_are_inverse() {
    for shape in SHAPES {
        for i in 1..500 {
            let u = f64::from(i) / 500.0;
            close(shape.probability(shape.standard(u)), u, 1e-12);
        }
    }
}

#[test]
fn truncation_renormalizes_probabilities() {
    for shape in SHAPES {
        let free = Distribution::new(shape, 0.5, 0.9, 1.1).unwrap();
        let cut = free.within(0.4, 1.0);
        let (from, to) = cut.probabilities;
        assert!(from >= 0.0 && to < 1.0 && cut.is_truncated(), "{shape:?}");
        for i in 1..100 {
            let u = f64::from(i) / 100.0;
            let value = cut.quantile(u);
            assert!(value > 0.4 && value < 1.0, "{shape:?} at {u}: {value}");
            // P(X <= x | inside) = (F(x) - F(min)) / (F(max) - F(min)).
            close((free.probability(value) - from) / (to - from), u, 1e-10);
        }
    }
}

#[test]
fn distant_bounds_have_no_effect() {
    let free = Distribution::new(Shape::Lognormal, 0.1, 0.3, 0.9).unwrap();
    assert_eq!(
        free.within(0.0, f64::INFINITY).quantile(0.123).to_bits(),
        free.quantile(0.123).to_bits()
    );
    assert!(!free.within(0.0, f64::INFINITY).is_truncated());
}

#[test]
fn a_half_of_zero_width_stays_within_bounds() {
    // A PUE published as 1.0 at best: no value below is possible.
    let pue = Distribution::new(Shape::Lognormal, 1.0, 1.0, 1.4)
        .unwrap()
        .within(1.0, 3.0);
    assert!((0..1000).all(|i| (1.0..=3.0).contains(&pue.quantile((f64::from(i) + 0.5) / 1000.0))));
    close(pue.quantile(0.4), 1.0, 0.0);
    let share = Distribution::new(Shape::Triangular, 0.6, 1.0, 1.0)
        .unwrap()
        .within(0.0, 1.0);
    close(share.quantile(0.05), 0.6, 1e-14);
    close(share.quantile(0.99), 1.0, 0.0);
}

#[test]
fn without_mass_between_bounds_the_nearest_value_is_used() {
    let d = Distribution::new(Shape::Uniform, 1.0, 2.0, 3.0).unwrap();
    for (min, max, expected) in [
        (10.0, 20.0, 10.0),
        (-5.0, 0.0, 0.0),
        (2.5, 2.5, 2.5),
        (5.0, 4.0, 4.0),
    ] {
        assert_eq!(d.within(min, max), Distribution::fixed(expected));
    }
    assert_eq!(
        Distribution::fixed(7.0).within(0.0, 1.0),
        Distribution::fixed(1.0)
    );
    assert!(d.within(f64::NAN, 1.0).is_fixed());
}

#[test]
fn figures_that_define_no_distribution() {
    for (shape, low, central, high, expected) in [
        (Shape::Lognormal, 0.0, 1.0, 2.0, DistributionError::NotPositive),
        (Shape::Lognormal, -1.0, 1.0, 2.0, DistributionError::NotPositive),
        (Shape::Triangular, 2.0, 1.0, 3.0, DistributionError::NotOrdered),
        (Shape::Triangular, 0.0, 4.0, 3.0, DistributionError::NotOrdered),
        (Shape::Uniform, f64::NAN, 4.0, 3.0, DistributionError::NotFinite),
        (
            Shape::Uniform,
            0.0,
            4.0,
            f64::INFINITY,
            DistributionError::NotFinite,
        ),
        (
            Shape::Uniform,
            -1e308,
            0.9e308,
            1e308,
            DistributionError::NotFinite,
        ),
    ] {
        assert_eq!(Distribution::new(shape, low, central, high), Err(expected));
    }
    assert_eq!(
        Distribution::new(Shape::Lognormal, 3.0, 3.0, 3.0),
        Ok(Distribution::fixed(3.0))
    );
    assert_eq!(
        Distribution::new(Shape::Fixed, 1.0, 2.0, 3.0),
        Ok(Distribution::fixed(2.0))
    );
}

fn shape() -> impl Strategy<Value = Shape> {
    prop::sample::select(&SHAPES[..])
}

proptest! {
    #[test]
    fn quantiles_increase_and_stay_within_bounds(
        shape in shape(), mut figures in prop::array::uniform3(1e-6..1e6f64),
        mut bounds in prop::array::uniform2(0.0..2e6f64), mut us in prop::array::uniform2(1e-9..1.0f64),
    ) {
        figures.sort_by(f64::total_cmp);
        bounds.sort_by(f64::total_cmp);
        us.sort_by(f64::total_cmp);
        let [low, central, high] = figures;
        let d = Distribution::new(shape, low, central, high).unwrap();
        prop_assert!(d.quantile(us[0]) <= d.quantile(us[1]));
        let cut = d.within(bounds[0], bounds[1]);
        let (first, second) = (cut.quantile(us[0]), cut.quantile(us[1]));
        prop_assert!(bounds[0] <= first && first <= second && second <= bounds[1]);
    }
}
