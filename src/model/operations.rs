//! What a data centre adds to its servers.

use crate::quantity::Energy;

/// Energy of cooling and power distribution: `(PUE - 1) x IT energy`; `pue` is at least 1.
pub fn overhead_energy(it_energy: Energy, pue: f64) -> Energy {
    (pue - 1.0) * it_energy
}

/// Energy of the cluster's network and storage, as a `share` of the servers' energy.
pub fn network_storage_energy(server_energy: Energy, share: f64) -> Energy {
    server_energy * share
}
