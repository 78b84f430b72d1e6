//! What a data centre adds to its servers.

/// Energy of cooling and power distribution, kWh: `(PUE - 1) x IT energy`; `pue` is at least 1.
pub fn overhead_energy(it_energy: f64, pue: f64) -> f64 {
    (pue - 1.0) * it_energy
}

/// Energy of the cluster's network and storage, kWh, as a `share` of the servers' energy.
pub fn network_storage_energy(server_energy: f64, share: f64) -> f64 {
    server_energy * share
}
