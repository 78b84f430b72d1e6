//! What becomes of worn-out equipment.

use crate::quantity::{Co2e, DisposalFactor, Mass};

/// Mass that becomes waste, kg: accelerators used up times their mass, plus hosts used up times theirs.
pub fn waste_mass(accelerators: f64, accelerator_mass: f64, hosts: f64, host_mass: f64) -> f64 {
    accelerators * accelerator_mass + hosts * host_mass
}

/// Splits a waste `mass` into recycled and not recycled; `recycled_share` 0-1.
pub fn split(mass: f64, recycled_share: f64) -> (f64, f64) {
    (mass * recycled_share, mass * (1.0 - recycled_share))
}

/// Emissions of treating what is not recycled.
pub fn treatment_ghg(discarded: Mass, factor: DisposalFactor) -> Co2e {
    discarded * factor
}
