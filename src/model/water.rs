//! Water consumed (evaporated or otherwise lost to the basin), not water withdrawn.

/// Water consumed at the data centre, L: `it_energy` kWh times WUE in L per kWh of IT energy.
pub fn on_site(it_energy: f64, wue: f64) -> f64 {
    it_energy * wue
}

/// Water consumed where the power is made, L: `facility_energy` kWh times the zone's factor (EWIF), L/kWh.
pub fn off_site(facility_energy: f64, ewif: f64) -> f64 {
    facility_energy * ewif
}
