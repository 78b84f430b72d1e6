//! What becomes of worn-out equipment.

/// Mass that becomes waste, kg: accelerators used up times their mass, plus hosts used up times theirs.
pub fn waste_mass(accelerators: f64, accelerator_mass: f64, hosts: f64, host_mass: f64) -> f64 {
    accelerators * accelerator_mass + hosts * host_mass
}

/// Splits a waste `mass` into recycled and not recycled; `recycled_share` 0-1.
pub fn split(mass: f64, recycled_share: f64) -> (f64, f64) {
    (mass * recycled_share, mass * (1.0 - recycled_share))
}

/// Emissions of treating what is not recycled, kg CO2e; `factor` kg CO2e per kg.
pub fn treatment_ghg(discarded: f64, factor: f64) -> f64 {
    discarded * factor
}
