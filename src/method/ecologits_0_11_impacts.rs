//! The result of EcoLogits 0.11 for text and for video: running, manufacture, and both.

use super::Error;
use super::common::Range;
use serde::Serialize;

/// Impacts of running.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Usage {
    /// Energy at the plug of the facility, kWh.
    pub energy_kwh: Range,
    /// kg CO2e.
    pub gwp_kg: Range,
    /// kg Sb eq.
    pub adpe_kg: Range,
    /// MJ.
    pub pe_mj: Range,
    /// Water consumed, L.
    pub wcf_l: Range,
}

/// Impacts of manufacture.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Embodied {
    /// kg CO2e.
    pub gwp_kg: Range,
    /// kg Sb eq.
    pub adpe_kg: Range,
    /// MJ.
    pub pe_mj: Range,
}

/// Sums of usage and manufacture.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Total {
    /// kg CO2e.
    pub gwp_kg: Range,
    /// kg Sb eq.
    pub adpe_kg: Range,
    /// MJ.
    pub pe_mj: Range,
    /// L, of usage only.
    pub wcf_l: Range,
}

/// The result of the method.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Impacts {
    /// Running.
    pub usage: Usage,
    /// Manufacture.
    pub embodied: Embodied,
    /// Both.
    pub total: Total,
}

impl Impacts {
    /// Adds the parts up; an interval upside down is an error, as in the program.
    pub(crate) fn new(usage: Usage, embodied: Embodied) -> Result<Self, Error> {
        let ranges = [
            usage.energy_kwh,
            usage.gwp_kg,
            usage.adpe_kg,
            usage.pe_mj,
            usage.wcf_l,
            embodied.gwp_kg,
        ];
        if !ranges
            .into_iter()
            .chain([embodied.adpe_kg, embodied.pe_mj])
            .all(Range::is_ordered)
        {
            return Err(Error::Rejected("min value must be lower than max value".into()));
        }
        let total = Total {
            gwp_kg: usage.gwp_kg.plus(embodied.gwp_kg),
            adpe_kg: usage.adpe_kg.plus(embodied.adpe_kg),
            pe_mj: usage.pe_mj.plus(embodied.pe_mj),
            wcf_l: usage.wcf_l,
        };
        Ok(Self {
            usage,
            embodied,
            total,
        })
    }
}
