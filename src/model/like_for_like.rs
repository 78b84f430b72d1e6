//! A result on the system boundary of a published figure, so that the two are comparable.

use super::{Indicator, Leaf, Leaves, Phase, growth};
use crate::data::{Boundary, Published};
use crate::quantity::DAYS_PER_YEAR;
use crate::scenario::{InferenceRoute, Inputs, Param, Values};

/// The part of a result within the boundary of a published figure, in its unit; for a query, an image or a
/// video per unit.
///
/// What its authors do not state is taken as counted. `None` where nothing is comparable: water, since
/// tables do not say which water was counted; an unknown unit; a service without queries.
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

/// The value of a scenario to compare with published figures of a kind, on the full boundary: its training, or one query, image or
/// video; in the unit of the indicator. `None` where the scenario has none.
pub fn comparable(kind: &str, indicator: Indicator, inputs: &Inputs, leaves: &Leaves) -> Option<f64> {
    let value = match (kind, inputs.choices.inference) {
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
    let years = growth::equivalent_years(v[Param::Horizon], v[Param::QueryGrowth], 0.0, 0.0).energy;
    v[Param::QueriesPerDay] * DAYS_PER_YEAR * years
}

/// The leaves of one job, grouped by what a boundary may exclude.
struct Parts {
    /// Accelerator leaves within the boundary.
    included: &'static [Leaf],
    /// Accelerator leaves outside it.
    excluded: &'static [Leaf],
    hosts: Leaf,
    overhead: Leaf,
    network: Leaf,
    hardware: &'static [Leaf],
}

/// Whether a part is counted; what the authors do not state is taken as counted.
fn counted(stated: Option<bool>) -> bool {
    stated.unwrap_or(true)
}

fn training(boundary: Boundary) -> Parts {
    let development = counted(boundary.development);
    Parts {
        included: if development {
            &[Leaf::FinalRun, Leaf::FineTuning, Leaf::Development]
        } else {
            &[Leaf::FinalRun, Leaf::FineTuning]
        },
        excluded: if development { &[] } else { &[Leaf::Development] },
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
        included: if idle {
            &[Leaf::Prefill, Leaf::Generation, Leaf::Idle]
        } else {
            &[Leaf::Prefill, Leaf::Generation]
        },
        excluded: if idle { &[] } else { &[Leaf::Idle] },
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
    /// Hosts and hardware are allocated by accelerator energy, cooling by IT energy.
    fn sum(&self, leaves: &Leaves, boundary: Boundary, indicator: Indicator) -> f64 {
        let sum_of =
            |list: &[Leaf], indicator| list.iter().map(|leaf| leaves.get(*leaf, indicator)).sum::<f64>();
        let energy = |list: &[Leaf]| sum_of(list, Indicator::Energy);
        let included = energy(self.included);
        let share = ratio(included, included + energy(self.excluded));
        let mut sum = sum_of(self.included, indicator);
        let mut cooled = included;
        if counted(boundary.hosts) {
            sum += leaves.get(self.hosts, indicator) * share;
            cooled += leaves.get(self.hosts, Indicator::Energy) * share;
        }
        if counted(boundary.pue) {
            // Data preparation is part of the cooled energy.
            let all = included
                + energy(self.excluded)
                + energy(&[self.hosts, self.network])
                + self.data_preparation(leaves);
            sum += leaves.get(self.overhead, indicator) * ratio(cooled, all);
        }
        if counted(boundary.embodied) {
            sum += sum_of(self.hardware, indicator) * share;
        }
        sum
    }

    /// Energy of data preparation, which is part of training only and in no published figure.
    fn data_preparation(&self, leaves: &Leaves) -> f64 {
        if self.hosts == Leaf::TrainingHosts {
            leaves.get(Leaf::DataPreparation, Indicator::Energy)
        } else {
            0.0
        }
    }
}

/// A share of a total; zero where the total is zero.
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
            let leaves = evaluate(&inputs.values, &inputs.choices);
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
        for kind in ["training", "image", "video", "unknown"] {
            assert_eq!(of(kind, &service), None, "{kind}");
        }
        assert_eq!(of("query", &service.with(Param::QueriesPerDay, 0.0)), None);
    }
}
