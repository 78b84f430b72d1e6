//! A result counted as the authors of a published figure counted theirs.

use super::{Indicator, Leaf, Leaves, Phase, growth};
use crate::data::{Boundary, Published};
use crate::quantity::DAYS_PER_YEAR;
use crate::scenario::{InferenceRoute, Inputs, Param, Values};

/// The part of a result that a published figure counts, in the unit of that figure; for a query, an image or a
/// video that of one.
///
/// What its authors do not say is taken as counted. `None` where nothing can be set beside it: water, since
/// tables do not say which water was counted; a unit unknown here; a service without queries.
pub fn like_for_like(leaves: &Leaves, v: &Values, published: &Published) -> Option<f64> {
    let (indicator, per_base_unit) = measure(published)?;
    let (parts, number) = if published.kind == "training" {
        (training(published.boundary), 1.0)
    } else {
        (serving(published.boundary), queries(v))
    };
    (number > 0.0).then(|| parts.sum(leaves, published.boundary, indicator) / number * per_base_unit)
}

/// What a published figure measures, and how many of its unit make one of the indicator's. `None` for water, as
/// above, and for units unknown here.
pub fn measure(published: &Published) -> Option<(Indicator, f64)> {
    let indicator = match (published.indicator, published.basis) {
        ("energy", _) => Indicator::Energy,
        ("ghg", "market") => Indicator::GhgMarket,
        ("ghg", _) => Indicator::GhgLocation,
        ("minerals", _) => Indicator::Minerals,
        _ => return None,
    };
    let per_base_unit = match published.unit {
        "kWh" | "kg CO2e" | "kg Sb eq" => 1.0,
        "Wh" | "g CO2e" => 1e3,
        "mg Sb eq" => 1e6,
        _ => return None,
    };
    Some((indicator, per_base_unit))
}

/// What a scenario sets beside published figures of a kind, everything counted: its training, or one query, image or
/// video; in the unit of the indicator. `None` where it has none.
pub fn comparable(kind: &str, indicator: Indicator, inputs: &Inputs, leaves: &Leaves) -> Option<f64> {
    let value = match (kind, inputs.picks.inference) {
        ("training", _) => leaves.phase(Phase::Training, indicator),
        ("image", InferenceRoute::Image)
        | ("video", InferenceRoute::Video)
        | ("query", InferenceRoute::PerQuery | InferenceRoute::Metered | InferenceRoute::Tokens) => {
            leaves.phase(Phase::Inference, indicator) / queries(&inputs.values)
        }
        _ => return None,
    };
    (value.is_finite() && value > 0.0).then_some(value)
}

/// Queries of the whole horizon.
fn queries(v: &Values) -> f64 {
    let years = growth::exposure(v[Param::Horizon], v[Param::QueryGrowth], 0.0, 0.0).energy;
    v[Param::QueriesPerDay] * DAYS_PER_YEAR * years
}

/// The leaves of one job, sorted by what a boundary may leave out.
struct Parts {
    /// Accelerators that are counted.
    kept: &'static [Leaf],
    /// Accelerators that are not.
    left: &'static [Leaf],
    hosts: Leaf,
    overhead: Leaf,
    network: Leaf,
    hardware: &'static [Leaf],
}

/// Whether something is counted: what is not said is.
fn counted(said: Option<bool>) -> bool {
    said.unwrap_or(true)
}

fn training(boundary: Boundary) -> Parts {
    let development = counted(boundary.development);
    Parts {
        kept: if development {
            &[Leaf::FinalRun, Leaf::FineTuning, Leaf::Development]
        } else {
            &[Leaf::FinalRun, Leaf::FineTuning]
        },
        left: if development { &[] } else { &[Leaf::Development] },
        hosts: Leaf::TrainingHosts,
        overhead: Leaf::TrainingOverhead,
        network: Leaf::TrainingNetwork,
        hardware: &[
            Leaf::MakingTrainingAccelerators,
            Leaf::MakingTrainingHosts,
            Leaf::MakingTrainingNetwork,
            Leaf::TrainingRecycled,
            Leaf::TrainingDiscarded,
        ],
    }
}

fn serving(boundary: Boundary) -> Parts {
    let idle = counted(boundary.idle);
    Parts {
        kept: if idle {
            &[Leaf::Prefill, Leaf::Generation, Leaf::Idle]
        } else {
            &[Leaf::Prefill, Leaf::Generation]
        },
        left: if idle { &[] } else { &[Leaf::Idle] },
        hosts: Leaf::ServingHosts,
        overhead: Leaf::InferenceOverhead,
        network: Leaf::InferenceNetwork,
        hardware: &[
            Leaf::MakingServingAccelerators,
            Leaf::MakingServingHosts,
            Leaf::MakingServingNetwork,
            Leaf::ServingRecycled,
            Leaf::ServingDiscarded,
        ],
    }
}

impl Parts {
    /// Hosts and hardware follow the accelerators they stand beside, cooling follows the energy it cools.
    fn sum(&self, leaves: &Leaves, boundary: Boundary, indicator: Indicator) -> f64 {
        let of = |list: &[Leaf], indicator| list.iter().map(|leaf| leaves.get(*leaf, indicator)).sum::<f64>();
        let energy = |list: &[Leaf]| of(list, Indicator::Energy);
        let kept = energy(self.kept);
        let share = ratio(kept, kept + energy(self.left));
        let mut sum = of(self.kept, indicator);
        let mut cooled = kept;
        if counted(boundary.hosts) {
            sum += leaves.get(self.hosts, indicator) * share;
            cooled += leaves.get(self.hosts, Indicator::Energy) * share;
        }
        if counted(boundary.pue) {
            // Data preparation is cooled with the rest.
            let all = kept + energy(self.left) + energy(&[self.hosts, self.network]) + self.prepared(leaves);
            sum += leaves.get(self.overhead, indicator) * ratio(cooled, all);
        }
        if counted(boundary.embodied) {
            sum += of(self.hardware, indicator) * share;
        }
        sum
    }

    /// Energy of data preparation, which belongs to training alone and to no published figure.
    fn prepared(&self, leaves: &Leaves) -> f64 {
        if self.hosts == Leaf::TrainingHosts {
            leaves.get(Leaf::DataPreparation, Indicator::Energy)
        } else {
            0.0
        }
    }
}

/// A part over a whole, nothing of nothing being nothing.
fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Catalog;
    use crate::model::evaluate;
    use crate::scenario::{Choice, Scenario, resolve};

    #[test]
    fn a_query_of_a_service_is_compared_with_queries_alone() {
        let service = Scenario::default()
            .choosing(Choice::TrainingRoute, "none")
            .choosing(Choice::InferenceRoute, "per_query")
            .with(Param::WhPerQuery, 0.3)
            .with(Param::Pue, 1.2)
            .with(Param::IdleShare, 0.0)
            .with(Param::NetworkStorageEnergy, 0.0)
            .with(Param::EfficiencyGain, 0.0);
        let of = |kind, scenario: &Scenario| {
            let inputs = resolve(scenario, Catalog::built_in());
            let leaves = evaluate(&inputs.values, &inputs.picks);
            comparable(kind, Indicator::Energy, &inputs, &leaves)
        };
        // Whole servers take 0.3 Wh, the data centre 1.2 times that, however many are asked for how long.
        for (queries, horizon, growth) in [(1.0, 1.0, 0.0), (1e9, 1.0, 0.0), (1e3, 3.0, 50.0)] {
            let service = service
                .clone()
                .with(Param::QueriesPerDay, queries)
                .with(Param::Horizon, horizon)
                .with(Param::QueryGrowth, growth);
            let found = of("query", &service).expect("a figure");
            assert!((found / 0.36e-3 - 1.0).abs() < 1e-12, "{found}");
        }
        for kind in ["training", "image", "video", "unheard of"] {
            assert_eq!(of(kind, &service), None, "{kind}");
        }
        assert_eq!(of("query", &service.with(Param::QueriesPerDay, 0.0)), None);
    }
}
