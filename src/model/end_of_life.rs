//! End of life of equipment.

use crate::quantity::{Co2e, DisposalFactor, Mass};

/// Mass that becomes waste: amortized accelerators and hosts times their masses.
pub fn waste_mass(accelerators: f64, accelerator_mass: Mass, hosts: f64, host_mass: Mass) -> Mass {
    accelerators * accelerator_mass + hosts * host_mass
}

/// Splits a waste `mass` into recycled and not recycled; `recycled_share` 0-1.
pub fn split(mass: Mass, recycled_share: f64) -> (Mass, Mass) {
    (mass * recycled_share, mass * (1.0 - recycled_share))
}

/// Emissions of treating what is not recycled.
pub fn treatment_ghg(discarded: Mass, factor: DisposalFactor) -> Co2e {
    discarded * factor
}
