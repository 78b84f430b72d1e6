//! Water consumed (evaporated or otherwise lost to the basin), not water withdrawn.

use crate::quantity::{Energy, Water, WaterIntensity};

/// Water consumed at the data centre: IT energy times WUE.
pub fn on_site(it_energy: Energy, wue: WaterIntensity) -> Water {
    it_energy * wue
}

/// Water consumed where the power is generated: energy of the facility times the zone's factor (EWIF).
pub fn off_site(facility_energy: Energy, ewif: WaterIntensity) -> Water {
    facility_energy * ewif
}
