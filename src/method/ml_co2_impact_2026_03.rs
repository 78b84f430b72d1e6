//! ML CO2 Impact, page of 2026-03 (repository `mlco2/impact`, master d0d3ee5): one device's watts times hours times
//! intensity, rounded to two decimals after every step.
//!
//! Source: Lacoste, Luccioni, Schmidt, Dandres, "Quantifying the Carbon Emissions of Machine Learning" (2019); the page's
//! scripts (MIT). The page cuts the table's intensity to a whole g/kWh before it rounds kg/kWh to two decimals, and
//! stops with a `TypeError` before it shows a result wherever one of its comparisons has a single digit.

use super::common::{Basis, Boundary, Coverage};
use super::table::{TableError, read};
use super::text::{js_number, js_round};
use super::{Error, Method};
use serde::{Deserialize, Serialize};

/// Description for the Methods view.
pub const METHOD: Method = Method {
    id: "ml-co2-impact-2026-03",
    family: "ml-co2-impact",
    name: "ML CO2 Impact",
    version: "2026-03",
    citation: "mlco2",
    url: "https://mlco2.github.io/impact",
    licence: "MIT",
    kinds: &["page"],
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

/// kg CO2e a kilometre by car: 0.398 kg a mile (EPA).
pub const KG_PER_KM: f64 = (3.98 * 1e-4 * 1e3) / 1.609_344;
/// kg CO2e a kg of coal: 0.905 kg a pound (EPA).
pub const KG_PER_KG_COAL: f64 = 9.05 * 1e-4 * 1e3 * 2.204_623;
/// kg CO2e a tree seedling takes up in ten years (EPA).
pub const KG_PER_SEEDLING: f64 = 60.0;

/// Watts by hardware.
#[derive(Clone, Debug, PartialEq)]
pub struct Hardware(Vec<(String, f64)>);

impl Hardware {
    /// File name under `assets/data/methods`.
    pub const FILE: &'static str = "ml_co2_impact_hardware.csv";

    /// Reads the table.
    ///
    /// # Errors
    /// Every fault with line and column.
    pub fn parse(text: &str) -> Result<Self, Vec<TableError>> {
        Ok(Self(read(Self::FILE, text, &["hardware", "watt"], |row| {
            Some((row.name(0), row.number(1)))
        })?))
    }

    /// Watts of a device.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn watt(&self, name: &str) -> Result<f64, Error> {
        let row = self.0.iter().find(|(known, _)| known == name);
        row.map(|(_, watt)| *watt).ok_or_else(|| Error::NotFound {
            what: "hardware",
            name: name.to_owned(),
        })
    }

    /// Names in the table's order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }
}

/// A region of a provider.
#[derive(Clone, Debug, PartialEq)]
pub struct Region {
    /// Short name of the provider.
    pub provider: String,
    /// Code of the region, possibly empty.
    pub region: String,
    /// Share the provider offsets, per cent.
    pub offset_pct: f64,
    /// Intensity as in the table, g CO2e/kWh.
    pub g_per_kwh: f64,
}

/// Regions of all providers.
#[derive(Clone, Debug, PartialEq)]
pub struct Regions(Vec<Region>);

impl Regions {
    /// File name under `assets/data/methods`.
    pub const FILE: &'static str = "ml_co2_impact_regions.csv";
    /// The rows read from Electricity Maps, under the ODbL.
    pub const FILE_ODBL: &'static str = "ml_co2_impact_regions_odbl.csv";
    const HEADER: &'static [&'static str] = &[
        "provider",
        "provider_name",
        "offset_pct",
        "region",
        "region_name",
        "g_per_kwh",
    ];

    /// Reads both files; `odbl` may be left out, then its regions are missing.
    ///
    /// # Errors
    /// Every fault with line and column.
    pub fn parse(text: &str, odbl: Option<&str>) -> Result<Self, Vec<TableError>> {
        let file = |name, text: &str| {
            read(name, text, Self::HEADER, |row| {
                let (provider, region) = (row.name(0), row.text(3));
                Some(Region {
                    provider,
                    region,
                    offset_pct: row.number(2),
                    g_per_kwh: row.number(5),
                })
            })
        };
        let mut rows = file(Self::FILE, text)?;
        if let Some(text) = odbl {
            rows.extend(file(Self::FILE_ODBL, text)?);
        }
        Ok(Self(rows))
    }

    /// A region.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn find(&self, provider: &str, region: &str) -> Result<&Region, Error> {
        let row = self
            .0
            .iter()
            .find(|row| row.provider == provider && row.region == region);
        row.ok_or_else(|| Error::NotFound {
            what: "region",
            name: format!("{provider}/{region}"),
        })
    }

    /// The provider's region of least intensity, cut to whole g/kWh.
    fn cleanest(&self, provider: &str) -> Option<&Region> {
        let own = self.0.iter().filter(|row| row.provider == provider);
        own.min_by(|a, b| a.g_per_kwh.trunc().total_cmp(&b.g_per_kwh.trunc()))
    }
}

/// Where it runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Place {
    /// A provider's region.
    Cloud {
        /// Short name: `gcp`, `aws`, `azure`, `ovh`, `scaleway`, `coreweave`, `seeweb`.
        provider: String,
        /// Code of the region.
        region: String,
    },
    /// A table's figure given directly.
    Table {
        /// g CO2e/kWh; cut to a whole number.
        g_per_kwh: f64,
        /// Share offset, per cent.
        offset_pct: f64,
    },
    /// One's own machine.
    Private {
        /// kg CO2e/kWh; not rounded.
        kg_per_kwh: f64,
        /// Share offset, per cent.
        offset_pct: f64,
    },
}

/// The page's form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Inputs {
    /// Everything the page asks for.
    Page {
        /// Device as in the table.
        #[serde(default)]
        hardware: Option<String>,
        /// Watts; replaces the table's.
        #[serde(default)]
        watt: Option<f64>,
        /// Device-hours.
        hours: f64,
        /// Where.
        place: Place,
    },
}

/// What the page shows.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// Energy, kWh, two decimals.
    pub energy_kwh: f64,
    /// Intensity, kg CO2e/kWh, two decimals unless the reader's own.
    pub intensity_kg_per_kwh: f64,
    /// kg CO2e, two decimals.
    pub co2_kg: f64,
    /// kg CO2e said to be offset, two decimals.
    pub offset_kg: f64,
    /// Cleaner region of the provider, if there is one.
    pub cleanest_region: Option<String>,
    /// kg CO2e there, two decimals.
    pub co2_kg_in_cleanest_region: Option<f64>,
    /// The comparisons as printed: km by car, kg of coal, seedlings. None where the page stops.
    pub comparisons: Option<[String; 3]>,
    /// Whether the page throws a `TypeError` and shows nothing but [`Outcome::co2_kg`].
    pub page_error: bool,
}

/// The page's way to print a comparison: digits beyond the second decimal cut off, powers of ten beyond two written out.
/// None where the number has a single digit, on which the page stops.
pub fn comparison(n: f64) -> Option<String> {
    let text = format!("{n:e}");
    let (mantissa, power) = text.split_once('e')?;
    let (whole, decimals) = mantissa.split_once('.')?;
    let short: f64 = format!("{whole}.{}", decimals.get(..2).unwrap_or(decimals))
        .parse()
        .ok()?;
    let factor = match power {
        "0" => 1.0,
        "1" => 10.0,
        "2" => 100.0,
        "-1" => 0.1,
        "-2" => 0.01,
        _ => return Some(format!("{} x10{power}", js_number(short))),
    };
    Some(js_number(js_round(short * factor, 2)))
}

impl Inputs {
    fn watt(&self, hardware: Option<&Hardware>) -> Result<f64, Error> {
        let Self::Page {
            hardware: name, watt, ..
        } = self;
        match (watt, name) {
            (Some(watt), _) => Ok(*watt),
            (None, Some(name)) => hardware.ok_or(Error::MissingTable(Hardware::FILE))?.watt(name),
            (None, None) => Err(Error::Inputs("either hardware or watt must be given".into())),
        }
    }

    /// The result.
    ///
    /// # Errors
    /// [`Error::NotFound`] for hardware or a region the page does not have; [`Error::MissingTable`]; [`Error::Rejected`]
    /// for inputs that are not numbers.
    pub fn evaluate(&self, hardware: Option<&Hardware>, regions: Option<&Regions>) -> Result<Outcome, Error> {
        let Self::Page { hours, place, .. } = self;
        let watt = self.watt(hardware)?;
        let energy_kwh = js_round(watt * hours / 1000.0, 2);
        let cut = |grams: f64| js_round(grams.trunc() / 1000.0, 2);
        let mut cleanest = None;
        let (intensity, offset_pct) = match place {
            Place::Private {
                kg_per_kwh,
                offset_pct,
            } => (*kg_per_kwh, *offset_pct),
            Place::Table {
                g_per_kwh,
                offset_pct,
            } => (cut(*g_per_kwh), *offset_pct),
            Place::Cloud { provider, region } => {
                let regions = regions.ok_or(Error::MissingTable(Regions::FILE))?;
                let row = regions.find(provider, region)?;
                cleanest = regions.cleanest(provider).filter(|best| best.region != *region);
                (cut(row.g_per_kwh), row.offset_pct)
            }
        };
        if ![watt, *hours, intensity, offset_pct]
            .into_iter()
            .all(f64::is_finite)
        {
            return Err(Error::Rejected("every input must be a number".into()));
        }
        let co2_kg = js_round(energy_kwh * intensity, 2);
        let printed = [KG_PER_KM, KG_PER_KG_COAL, KG_PER_SEEDLING].map(|unit| comparison(co2_kg / unit));
        let comparisons = match printed {
            [Some(km), Some(coal), Some(seedlings)] => Some([km, coal, seedlings]),
            _ => None,
        };
        Ok(Outcome {
            energy_kwh,
            intensity_kg_per_kwh: intensity,
            co2_kg,
            offset_kg: js_round(co2_kg * offset_pct / 100.0, 2),
            cleanest_region: cleanest.map(|best| best.region.clone()),
            co2_kg_in_cleanest_region: cleanest
                .map(|best| js_round(energy_kwh * best.g_per_kwh.trunc() / 1000.0, 2)),
            page_error: comparisons.is_none(),
            comparisons,
        })
    }

    /// The result split into factors for a waterfall; the rounding is in [`Basis::other_kg`].
    ///
    /// # Errors
    /// As [`Inputs::evaluate`].
    pub fn basis(&self, hardware: Option<&Hardware>, regions: Option<&Regions>) -> Result<Basis, Error> {
        let Self::Page { hours, .. } = self;
        let outcome = self.evaluate(hardware, regions)?;
        let mut basis = Basis {
            device_kwh: self.watt(hardware)? * hours / 1000.0,
            g_per_kwh: outcome.intensity_kg_per_kwh * 1000.0,
            ..Basis::default()
        };
        basis.other_kg = outcome.co2_kg - basis.kg();
        Ok(basis)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn page(watt: f64, hours: f64, kg_per_kwh: f64) -> Inputs {
        let place = Place::Private {
            kg_per_kwh,
            offset_pct: 50.0,
        };
        Inputs::Page {
            hardware: None,
            watt: Some(watt),
            hours,
            place,
        }
    }

    #[test]
    fn single_digits_stop_the_page() {
        let cases = [
            (15.366_1, Some("15.3")),
            (5252.9, Some("5.25 x103")),
            (0.008_333, Some("8.33 x10-3")),
            (0.081, Some("0.08")),
            (0.007, None),
            (20.0, None),
            (0.0, None),
        ];
        for (n, expected) in cases {
            assert_eq!(comparison(n).as_deref(), expected, "{n}");
        }
        assert!(page(250.0, 0.0, 0.4).evaluate(None, None).unwrap().page_error);
    }

    #[test]
    fn needs_hardware_or_watt() {
        let place = Place::Table {
            g_per_kwh: 100.0,
            offset_pct: 0.0,
        };
        let neither = Inputs::Page {
            hardware: None,
            watt: None,
            hours: 1.0,
            place,
        };
        assert!(matches!(neither.evaluate(None, None), Err(Error::Inputs(_))));
    }

    proptest! {
        #[test]
        fn basis_gives_the_result(watt in 0.0..2000.0_f64, hours in 0.0..1e7_f64, kg in 0.0..2.0_f64) {
            let inputs = page(watt, hours, kg);
            let outcome = inputs.evaluate(None, None).unwrap();
            prop_assert!(outcome.co2_kg.is_finite());
            let basis = inputs.basis(None, None).unwrap();
            prop_assert!((basis.kg() - outcome.co2_kg).abs() <= 1e-9 * (1.0 + outcome.co2_kg));
        }
    }
}
