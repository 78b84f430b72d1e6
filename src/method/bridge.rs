//! A waterfall between two results: one switch at a time, steps that add up.

/// One step of a [`Waterfall`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step<S> {
    /// The assumption switched.
    pub switch: S,
    /// Value before.
    pub from: f64,
    /// Value after.
    pub to: f64,
}

impl<S> Step<S> {
    /// Size of the step, negative where it goes down.
    pub fn change(&self) -> f64 {
        self.to - self.from
    }
}

/// The steps from one value to another.
#[derive(Clone, Debug, PartialEq)]
pub struct Waterfall<S> {
    /// Value with nothing switched.
    pub start: f64,
    /// One step a switch, in the order they were taken. Each starts where the one before ended, so start plus
    /// changes is the end.
    pub steps: Vec<Step<S>>,
    /// Value with everything switched.
    pub end: f64,
}

/// Smallest share of the value that counts as a step rather than as rounding.
const ROUNDING: f64 = 1e-9;

impl<S: Copy> Waterfall<S> {
    /// The steps that move the value by more than rounding errors.
    pub fn moving(&self) -> impl Iterator<Item = &Step<S>> {
        let size = self
            .steps
            .iter()
            .fold(self.start.abs(), |size, step| size.max(step.to.abs()));
        self.steps
            .iter()
            .filter(move |step| step.change().abs() > ROUNDING * size)
    }

    /// The step that moves the value most, up or down; none where nothing moves.
    pub fn largest(&self) -> Option<Step<S>> {
        self.moving()
            .max_by(|a, b| a.change().abs().total_cmp(&b.change().abs()))
            .copied()
    }

    /// Start plus all changes; equals [`Waterfall::end`] up to rounding of the additions.
    pub fn sum(&self) -> f64 {
        self.steps
            .iter()
            .fold(self.start, |sum, step| sum + step.change())
    }
}

/// Applies `switches` in order. `evaluate` returns the value with the given leading part of
/// `switches` applied, first with none of them.
///
/// The order matters for the size of the single steps wherever switches multiply; the caller chooses it
/// and shows it.
pub fn waterfall<S: Copy>(switches: &[S], mut evaluate: impl FnMut(&[S]) -> f64) -> Waterfall<S> {
    let start = evaluate(&[]);
    let mut from = start;
    let mut steps = Vec::with_capacity(switches.len());
    for (index, switch) in switches.iter().enumerate() {
        let to = evaluate(&switches[..=index]);
        steps.push(Step {
            switch: *switch,
            from,
            to,
        });
        from = to;
    }
    Waterfall {
        start,
        steps,
        end: from,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::method::common::{Assumption, Basis};
    use proptest::prelude::*;

    #[test]
    fn takes_switches_in_order() {
        let product = |taken: &[f64]| taken.iter().product::<f64>() * 10.0;
        let way = waterfall(&[2.0, 0.5, 3.0], product);
        let ends: Vec<f64> = way.steps.iter().map(|step| step.to).collect();
        assert_eq!((way.start, ends, way.end), (10.0, vec![20.0, 10.0, 30.0], 30.0));
        assert_eq!(way.largest().map(|step| step.change()), Some(20.0));
    }

    #[test]
    fn nothing_to_switch() {
        let way = waterfall(&[], |_: &[u8]| 7.0);
        assert_eq!((way.start, way.end, way.largest()), (7.0, 7.0, None));
    }

    #[test]
    fn rounding_errors_are_no_steps() {
        let way = waterfall(&[0.1, 0.2, 5.0], |taken: &[f64]| {
            1e6 + taken.iter().map(|x| (x / 5.0).floor() + x * 1e-12).sum::<f64>()
        });
        let moving: Vec<f64> = way.moving().map(|step| step.switch).collect();
        assert_eq!(moving, [5.0]);
    }

    fn basis() -> impl Strategy<Value = Basis> {
        let amount = || 0.0..1e9_f64;
        (
            amount(),
            0.0..2.0_f64,
            0.0..2.0_f64,
            0.0..20.0_f64,
            1.0..6.0_f64,
            1.0..3.0_f64,
            amount(),
            amount(),
        )
            .prop_map(
                |(device_kwh, power_fraction, host_share, idle_share, development, pue, g, kg)| Basis {
                    device_kwh,
                    power_fraction,
                    host_share,
                    idle_share,
                    development,
                    pue,
                    g_per_kwh: g / 1e6,
                    embodied_kg: kg,
                    other_kg: -kg / 3.0,
                },
            )
    }

    proptest! {
        #[test]
        fn adds_up(theirs in basis(), ours in basis()) {
            let way = theirs.bridge_to(&ours);
            prop_assert_eq!(way.start.to_bits(), theirs.kg().to_bits());
            prop_assert_eq!(way.end.to_bits(), ours.kg().to_bits());
            let size = way.steps.iter().fold(way.start.abs(), |size, step| size.max(step.to.abs()));
            prop_assert!((way.sum() - ours.kg()).abs() <= 1e-9 * size);
        }

        #[test]
        fn two_results_are_their_sum(one in basis(), other in basis()) {
            let both = one.plus(&other);
            for (sum, parts) in [(both.kwh(), one.kwh() + other.kwh()), (both.kg(), one.kg() + other.kg())] {
                prop_assert!((sum - parts).abs() <= 1e-9 * (one.kg().abs() + other.kg().abs() + parts.abs()));
            }
        }

        #[test]
        fn a_method_compared_with_itself_has_no_steps(basis in basis()) {
            prop_assert!(basis.bridge_to(&basis).largest().is_none());
        }
    }

    #[test]
    fn every_assumption_is_switched() {
        let theirs = Basis {
            device_kwh: 1.0,
            g_per_kwh: 1.0,
            ..Basis::default()
        };
        let ours = Basis {
            device_kwh: 2.0,
            power_fraction: 0.5,
            host_share: 0.5,
            idle_share: 1.0,
            development: 2.0,
            pue: 1.5,
            g_per_kwh: 400.0,
            embodied_kg: 1.0,
            other_kg: 1.0,
        };
        for assumption in Assumption::ALL {
            assert_ne!(theirs.with(assumption, &ours), theirs, "{assumption:?}");
        }
    }
}
