//! Back of the envelope, version 1: power times hours times intensity, as the project's brief states it.
//!
//! `kWh = kW * h`, `kg = kWh * g/kWh / 1000`, car miles `= kg * 2.5`, tree-years `= kg / 20`.

use super::common::{Basis, Boundary, Coverage};
use super::{Error, Method, amounts};
use serde::{Deserialize, Serialize};

/// Description for the Methods view.
pub const METHOD: Method = Method {
    id: "back-of-envelope-1",
    family: "back-of-envelope",
    name: "Back of the envelope",
    version: "1",
    citation: "brief",
    url: "",
    licence: "MIT OR Apache-2.0",
    kinds: &["training", "queries"],
    boundary: Boundary {
        pue: Coverage::LeftOut,
        host: Coverage::LeftOut,
        idle: Coverage::LeftOut,
        embodied: Coverage::LeftOut,
        water: Coverage::LeftOut,
        market_based: Coverage::LeftOut,
        uncertainty: Coverage::LeftOut,
        development: Coverage::LeftOut,
    },
};

/// Intensities of the brief, g CO2e/kWh.
pub const REGIONS: [(&str, f64); 5] = [
    ("US-CA", 200.0),
    ("US-WV", 800.0),
    ("FR", 60.0),
    ("DE", 400.0),
    ("CN", 600.0),
];
/// Intensity of every other region, g CO2e/kWh.
pub const ELSEWHERE_G_PER_KWH: f64 = 500.0;
/// Miles by car for one kg CO2e.
pub const CAR_MILES_PER_KG: f64 = 2.5;
/// kg CO2e one tree absorbs in a year.
pub const KG_PER_TREE_YEAR: f64 = 20.0;

/// The inputs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Inputs {
    /// Devices running for some hours.
    Training {
        /// Number of devices.
        devices: f64,
        /// Power of one, W.
        watt: f64,
        /// Hours of running.
        hours: f64,
        /// Region of [`REGIONS`]; others are [`ELSEWHERE_G_PER_KWH`]. Ignored where `g_per_kwh` is given.
        #[serde(default)]
        region: String,
        /// Intensity of the electricity, g CO2e/kWh.
        #[serde(default)]
        g_per_kwh: Option<f64>,
    },
    /// Queries over a number of days.
    Queries {
        /// Queries a day.
        queries_per_day: f64,
        /// Energy of one, kWh.
        kwh_per_query: f64,
        /// Days.
        days: f64,
        /// As for training.
        #[serde(default)]
        region: String,
        /// As for training.
        #[serde(default)]
        g_per_kwh: Option<f64>,
    },
}

/// The result.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// Energy, kWh.
    pub kwh: f64,
    /// Intensity used, g CO2e/kWh.
    pub g_per_kwh: f64,
    /// Greenhouse gases, kg CO2e.
    pub kg: f64,
    /// Miles by car that emit as much.
    pub car_miles: f64,
    /// Years one tree needs to absorb it.
    pub tree_years: f64,
}

/// Intensity of a region, g CO2e/kWh.
pub fn intensity(region: &str) -> f64 {
    REGIONS
        .iter()
        .find(|(code, _)| *code == region)
        .map_or(ELSEWHERE_G_PER_KWH, |(_, intensity)| *intensity)
}

/// Energy of devices at a constant power, kWh from W and h.
pub fn device_kwh(devices: f64, watt: f64, hours: f64) -> f64 {
    devices * watt / 1000.0 * hours
}

impl Inputs {
    fn parts(&self) -> Result<(f64, f64), Error> {
        let (kwh, region, given) = match self {
            Self::Training {
                devices,
                watt,
                hours,
                region,
                g_per_kwh,
            } => {
                amounts(&[("devices", *devices), ("watt", *watt), ("hours", *hours)])?;
                (device_kwh(*devices, *watt, *hours), region, *g_per_kwh)
            }
            Self::Queries {
                queries_per_day,
                kwh_per_query,
                days,
                region,
                g_per_kwh,
            } => {
                let pairs = [
                    ("queries_per_day", *queries_per_day),
                    ("kwh_per_query", *kwh_per_query),
                ];
                amounts(&pairs)?;
                amounts(&[("days", *days)])?;
                (queries_per_day * kwh_per_query * days, region, *g_per_kwh)
            }
        };
        let g_per_kwh = given.unwrap_or_else(|| intensity(region));
        amounts(&[("g_per_kwh", g_per_kwh)])?;
        Ok((kwh, g_per_kwh))
    }

    /// The result.
    ///
    /// # Errors
    /// [`Error::Rejected`] for negative or non-finite inputs.
    pub fn evaluate(&self) -> Result<Outcome, Error> {
        let (kwh, g_per_kwh) = self.parts()?;
        let kg = kwh * g_per_kwh / 1000.0;
        Ok(Outcome {
            kwh,
            g_per_kwh,
            kg,
            car_miles: kg * CAR_MILES_PER_KG,
            tree_years: kg / KG_PER_TREE_YEAR,
        })
    }

    /// The result split into factors for a waterfall.
    ///
    /// # Errors
    /// As [`Inputs::evaluate`].
    pub fn basis(&self) -> Result<Basis, Error> {
        let (device_kwh, g_per_kwh) = self.parts()?;
        Ok(Basis {
            device_kwh,
            g_per_kwh,
            ..Basis::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn training(region: &str) -> Inputs {
        Inputs::Training {
            devices: 8.0,
            watt: 400.0,
            hours: 24.0,
            region: region.into(),
            g_per_kwh: None,
        }
    }

    #[test]
    fn the_brief() {
        let outcome = training("US-CA").evaluate().unwrap();
        let expected = [
            (outcome.kwh, 76.8),
            (outcome.kg, 15.36),
            (outcome.car_miles, 38.4),
            (outcome.tree_years, 0.768),
        ];
        for (got, wanted) in expected {
            assert!((got / wanted - 1.0).abs() < 1e-12, "{got} {wanted}");
        }
        for (region, g_per_kwh) in [
            ("US-WV", 800.0),
            ("FR", 60.0),
            ("DE", 400.0),
            ("CN", 600.0),
            ("SE", 500.0),
        ] {
            assert!((training(region).evaluate().unwrap().g_per_kwh - g_per_kwh).abs() < 1e-12);
        }
        let queries = Inputs::Queries {
            queries_per_day: 100e6,
            kwh_per_query: 0.001,
            days: 365.0,
            region: String::new(),
            g_per_kwh: Some(493.0),
        };
        let outcome = queries.evaluate().unwrap();
        assert!((outcome.kwh / 36.5e6 - 1.0).abs() < 1e-12);
        assert!((outcome.kg / 17_994_500.0 - 1.0).abs() < 1e-12);
        assert!((queries.basis().unwrap().kg() / outcome.kg - 1.0).abs() < 1e-12);
    }

    #[test]
    fn rejects() {
        let below = Inputs::Training {
            devices: 1.0,
            watt: 1.0,
            hours: 1.0,
            region: String::new(),
            g_per_kwh: Some(-1.0),
        };
        assert!(below.evaluate().is_err());
    }
}
