//! Energy of building a model.

use super::{Leaf, Work, accelerator_energy, device_hours};
use crate::quantity::{Duration, Energy, Power};
use crate::scenario::{Param, ResolvedChoices, TrainingRoute, Values};

/// Floating-point operations of a training run: `6 N D` for a dense transformer (Kaplan et al. 2020).
///
/// `params` and `tokens` in billions, `per_param_token` FLOP; the result in units of 1e18 FLOP.
pub fn training_compute(params: f64, tokens: f64, per_param_token: f64) -> f64 {
    per_param_token * params * tokens
}

/// Accelerator time of a run, device-hours: `compute` in 1e18 FLOP over achieved throughput, `peak` TFLOP/s times
/// `mfu` (model FLOP utilisation, 0-1).
pub fn compute_hours(compute: f64, peak: f64, mfu: f64) -> Duration {
    const TERA_PER_EXA: f64 = 1e6;
    Duration::from_seconds(compute * TERA_PER_EXA / (peak * mfu))
}

/// Accelerator part of a metered IT energy, where hosts add `host_share` of the accelerators' energy.
pub fn accelerator_part(it_energy: Energy, host_share: f64) -> Energy {
    it_energy / (1.0 + host_share)
}

/// IT energy and accelerator time of training, development, data preparation and fine-tuning.
pub fn work(v: &Values, choices: &ResolvedChoices) -> Work {
    let tdp = Power(v[Param::Tdp]);
    let fraction = v[Param::TrainingPowerFraction];
    let (run_hours, run) = match choices.training {
        TrainingRoute::None => (Duration(0.0), Energy(0.0)),
        TrainingRoute::Hours => {
            let hours = v[Param::Accelerators] * Duration(v[Param::TrainingHours]);
            (hours, accelerator_energy(hours, tdp, fraction))
        }
        TrainingRoute::Compute => {
            let compute = training_compute(
                v[Param::TrainingParams],
                v[Param::TrainingTokens],
                v[Param::FlopsPerParamToken],
            );
            let hours = compute_hours(compute, v[Param::PeakTflops], v[Param::Mfu]);
            (hours, accelerator_energy(hours, tdp, fraction))
        }
        TrainingRoute::Metered => {
            let energy = accelerator_part(Energy(v[Param::MeteredTraining]), v[Param::HostShare]);
            (device_hours(energy, tdp, fraction), energy)
        }
    };
    let extra = v[Param::DevelopmentMultiplier] - 1.0;
    let tuning_hours = Duration(v[Param::FineTuningHours]);
    let tuning = accelerator_energy(tuning_hours, tdp, v[Param::FineTuningPowerFraction]);
    Work {
        hosts: (run * (1.0 + extra) + tuning) * v[Param::HostShare],
        device_hours: run_hours * (1.0 + extra) + tuning_hours,
        accelerators: [
            (Leaf::FinalRun, run),
            (Leaf::Development, run * extra),
            (Leaf::FineTuning, tuning),
            // Given as IT energy: no accelerators, no separate hosts.
            (Leaf::DataPreparation, Energy(v[Param::DataPreparation])),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gpt3_from_its_compute() {
        // Patterson et al. 2021: 3.14e23 FLOP at 24.6 TFLOP/s measured, 330 W, PUE 1.10 -> 1,287 MWh.
        let compute = training_compute(174.6, 300.0, 6.0);
        assert!((compute / 3.14e5 - 1.0).abs() < 0.002);
        let hours = compute_hours(3.14e5, 24.6, 1.0);
        assert!((accelerator_energy(hours, Power(330.0), 1.0) * 1.10 / Energy(1.287e6) - 1.0).abs() < 0.001);
    }
}
