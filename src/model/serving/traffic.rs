//! Batch and idle capacity from traffic.

use super::{Roofline, Serving, ServingEnergy};

/// A replica under traffic.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Replica {
    /// A query while it is served.
    pub energy: ServingEnergy,
    /// Capacity kept ready between queries, J a query.
    pub idle_j: f64,
    /// Share of the time with at least one request in service, 0-1.
    pub busy_share: f64,
    /// Whether more requests arrive than one replica can serve; the figures are those at its limit.
    pub saturated: bool,
}

impl Replica {
    /// Serving and idle capacity, J a query.
    pub fn total_j(&self) -> f64 {
        self.energy.total_j() + self.idle_j
    }
}

/// The load that `requests_per_s` at one replica make, by Little's law: requests in service are the rate
/// times the time each takes, which itself grows with the batch. `serving.batch` is the largest batch that
/// the scheduler admits.
///
/// Below one request in service the replica is idle in between.
pub fn replica(roofline: &Roofline, serving: &Serving, requests_per_s: f64) -> Replica {
    let rate = super::within(requests_per_s, 1e-12, 1e9);
    let at = |batch: f64| roofline.energy(&Serving { batch, ..*serving });
    let output = super::within(serving.output_tokens, 1.0, 1e8);
    // Requests that arrive while one is served.
    let arriving = |energy: &ServingEnergy| rate * output * energy.step_time_s;

    let alone = at(1.0);
    let busy = arriving(&alone);
    if busy <= 1.0 {
        let idle_s = (1.0 - busy) / rate;
        return Replica {
            energy: alone,
            idle_j: idle_s * roofline.idle_power_w(),
            busy_share: busy,
            saturated: false,
        };
    }
    let most = super::within(serving.batch, 1.0, 1e6).min(roofline.batch_in_memory(serving));
    let full = at(most);
    let saturated = arriving(&full) > most;
    let energy = if saturated {
        full
    } else {
        balanced(&at, &arriving, most)
    };
    Replica {
        energy,
        idle_j: 0.0,
        busy_share: 1.0,
        saturated,
    }
}

/// The batch between 1 and `most` at which as many requests arrive as are in service, by halving.
fn balanced(
    at: &impl Fn(f64) -> ServingEnergy,
    arriving: &impl Fn(&ServingEnergy) -> f64,
    most: f64,
) -> ServingEnergy {
    let (mut low, mut high) = (1.0, most);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if arriving(&at(middle)) > middle {
            low = middle;
        } else {
            high = middle;
        }
    }
    at(high)
}
