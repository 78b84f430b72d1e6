//! Energy of answering queries.

use super::{Leaf, Work, device_hours, training::accelerator_part};
use crate::quantity::{DAYS_PER_YEAR, JOULES_PER_KILOWATT_HOUR, WATT_HOURS_PER_KILOWATT_HOUR};
use crate::scenario::{InferenceRoute, Param, Picks, Values};

/// Server energy of one query, kWh, from metered joules per output token.
///
/// `joules` J/token at the accelerators, answer and reasoning tokens, calls per query.
pub fn metered_query(joules: f64, output_tokens: f64, reasoning_tokens: f64, calls: f64) -> f64 {
    joules * (output_tokens + reasoning_tokens) * calls / JOULES_PER_KILOWATT_HOUR
}

/// IT energy and accelerator time of one year of queries at today's rate.
pub fn work(v: &Values, picks: &Picks) -> Work {
    let queries = v[Param::QueriesPerDay] * DAYS_PER_YEAR;
    let host_share = v[Param::HostShare];
    let per_query = match picks.inference {
        InferenceRoute::None => return Work::default(),
        // A figure per query is energy of whole servers; a meter on the accelerators sees these alone.
        InferenceRoute::PerQuery => {
            accelerator_part(v[Param::WhPerQuery] / WATT_HOURS_PER_KILOWATT_HOUR, host_share)
        }
        InferenceRoute::Metered => metered_query(
            v[Param::JoulesPerToken],
            v[Param::OutputTokens],
            v[Param::ReasoningTokens],
            v[Param::CallsPerTask],
        ),
    };
    let generation = per_query * queries;
    let idle = generation * v[Param::IdleShare];
    Work {
        hosts: (generation + idle) * host_share,
        device_hours: device_hours(
            generation + idle,
            v[Param::ServingTdp],
            v[Param::ServingPowerFraction],
        ),
        accelerators: vec![(Leaf::Generation, generation), (Leaf::Idle, idle)],
    }
}
