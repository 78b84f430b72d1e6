//! Batch and idle capacity from traffic.

use super::{Roofline, ServingEnergy, ServingLoad};

/// A replica under traffic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Replica {
    /// Energy of a query while it is served.
    pub energy: ServingEnergy,
    /// Idle energy between queries, J per query.
    pub idle_j: f64,
    /// Share of the time with at least one request in service, 0-1.
    pub busy_share: f64,
    /// Whether more requests arrive than one replica can serve; the figures are those at its limit.
    pub saturated: bool,
}

impl Replica {
    /// Serving and idle energy, J per query.
    pub fn total_j(&self) -> f64 {
        self.energy.total_j() + self.idle_j
    }
}

/// The state of one replica under `requests_per_s`, by Little's law: requests in service are the arrival rate
/// times the time in service, which itself grows with the batch. `load.batch` is the largest batch that
/// the scheduler admits.
///
/// Below one request in service the replica is idle in between.
pub fn replica(roofline: &Roofline, load: &ServingLoad, requests_per_s: f64) -> Replica {
    let rate = super::within(requests_per_s, 1e-12, 1e9);
    let at = |batch: f64| roofline.energy(&ServingLoad { batch, ..*load });
    let output = super::within(load.output_tokens, 1.0, 1e8);
    // Requests that arrive during the service time of one.
    let arriving = |energy: &ServingEnergy| rate * output * energy.step_time_s;

    let single = at(1.0);
    let busy = arriving(&single);
    if busy <= 1.0 {
        let idle_s = (1.0 - busy) / rate;
        return Replica {
            energy: single,
            idle_j: idle_s * roofline.idle_power_w(),
            busy_share: busy,
            saturated: false,
        };
    }
    let largest = super::within(load.batch, 1.0, 1e6).min(roofline.batch_in_memory(load));
    let full = at(largest);
    let saturated = arriving(&full) > largest;
    let energy = if saturated {
        full
    } else {
        balanced(&at, &arriving, largest)
    };
    Replica {
        energy,
        idle_j: 0.0,
        busy_share: 1.0,
        saturated,
    }
}

/// The batch between 1 and `largest` at which as many requests arrive as are in service, by bisection.
fn balanced(
    at: &impl Fn(f64) -> ServingEnergy,
    arriving: &impl Fn(&ServingEnergy) -> f64,
    largest: f64,
) -> ServingEnergy {
    let (mut low, mut high) = (1.0, largest);
    for _ in 0..60 {
        let midpoint = 0.5 * (low + high);
        if arriving(&at(midpoint)) > midpoint {
            low = midpoint;
        } else {
            high = midpoint;
        }
    }
    at(high)
}
