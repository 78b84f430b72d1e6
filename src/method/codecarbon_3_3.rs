//! CodeCarbon 3.3.2: measured or modelled power of processor, accelerators and memory, times the intensity of the
//! place.
//!
//! Source: CodeCarbon 3.3.2 (MIT), modules `core/emissions`, `core/units`, `emissions_tracker`. The order in which an
//! intensity is looked for: one forced by the reader, the cloud region, the region (US states, Canadian
//! provinces, Chinese provinces, Nordic bidding zones), the country, the world's 475 g/kWh.

use super::common::{Basis, Boundary, Coverage};
use super::table::{TableError, read};
use super::{Error, Method, amounts};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Description for the Methods view.
pub const METHOD: Method = Method {
    id: "codecarbon-3.3.2",
    family: "codecarbon",
    name: "CodeCarbon",
    version: "3.3.2",
    citation: "codecarbon",
    url: "https://codecarbon.io",
    licence: "MIT",
    kinds: &[
        "emissions",
        "run",
        "ram",
        "cpu",
        "cpu_tdp",
        "power_time",
        "microjoules",
        "millijoules",
    ],
    boundary: Boundary {
        pue: Coverage::IfGiven,
        host: Coverage::Counted,
        idle: Coverage::LeftOut,
        embodied: Coverage::LeftOut,
        water: Coverage::IfGiven,
        market_based: Coverage::LeftOut,
        uncertainty: Coverage::LeftOut,
        development: Coverage::LeftOut,
    },
};

/// World average, g CO2e/kWh (IEA 2019).
pub const WORLD_G_PER_KWH: f64 = 475.0;
/// kg/kWh for one lb/MWh.
pub const KG_PER_KWH_PER_LB_PER_MWH: f64 = 0.000_453_592_37;
/// Canadian provinces: kg CO2e/kWh of coal, petroleum and natural gas; other sources count as 0.
pub const FOSSIL_KG_PER_KWH: [f64; 3] = [0.995_725_971, 0.816_688_526_3, 0.743_841_591_6];
/// kWh for one J, rounded (exactly 1 / 3.6e6): 8e-7 too high.
pub const KWH_PER_JOULE: f64 = 2.777_78e-7;

/// Source of the intensity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IntensitySource {
    /// Given by the reader.
    Forced,
    /// The cloud region's.
    Cloud,
    /// The region's.
    Region,
    /// The country's.
    Country,
    /// The world's.
    World,
}

/// A place as the program takes it. All empty: unknown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Place {
    /// ISO 3166-1 alpha-3, any case.
    pub country: Option<String>,
    /// State, province or bidding zone, any case.
    pub region: Option<String>,
    /// `gcp`; the program has no figures for others.
    pub cloud_provider: Option<String>,
    /// Region as the provider spells it.
    pub cloud_region: Option<String>,
    /// Intensity that overrides everything, g CO2e/kWh.
    pub forced_g_per_kwh: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum RegionFactor {
    Grams(f64),
    Pounds(f64),
    /// Shares of coal, petroleum and natural gas in the total.
    Mix([f64; 3], f64),
}

/// Intensities by country.
#[derive(Clone, Debug, PartialEq)]
pub struct Countries(HashMap<String, f64>);

/// Factors by country and region.
#[derive(Clone, Debug, PartialEq)]
pub struct Regions(HashMap<(String, String), RegionFactor>);

/// Intensities by cloud provider and region.
#[derive(Clone, Debug, PartialEq)]
pub struct Clouds(HashMap<(String, String), f64>);

impl Countries {
    /// File name under `assets/data/methods`.
    pub const FILE: &'static str = "codecarbon_3_3_countries.csv";

    /// Reads the table.
    ///
    /// # Errors
    /// Every fault with line and column.
    pub fn parse(text: &str) -> Result<Self, Vec<TableError>> {
        let rows = read(Self::FILE, text, &["country", "g_per_kwh", "year"], |row| {
            Some((row.name(0), row.number(1)))
        })?;
        Ok(Self(rows.into_iter().collect()))
    }

    /// Codes, sorted.
    pub fn codes(&self) -> Vec<&str> {
        let mut codes: Vec<_> = self.0.keys().map(String::as_str).collect();
        codes.sort_unstable();
        codes
    }
}

impl Regions {
    /// File name under `assets/data/methods`.
    pub const FILE: &'static str = "codecarbon_3_3_regions.csv";
    const HEADER: &'static [&'static str] = &[
        "country",
        "region",
        "unit",
        "value",
        "coal",
        "petroleum",
        "natural_gas",
        "total",
    ];

    /// Reads the table.
    ///
    /// # Errors
    /// Every fault with line and column.
    pub fn parse(text: &str) -> Result<Self, Vec<TableError>> {
        let rows = read(Self::FILE, text, Self::HEADER, |row| {
            let factor = match row.one_of(2, &[("g_per_kwh", 0), ("lb_per_mwh", 1), ("mix", 2)])? {
                0 => RegionFactor::Grams(row.number(3)),
                1 => RegionFactor::Pounds(row.number(3)),
                _ => RegionFactor::Mix([row.number(4), row.number(5), row.number(6)], row.number(7)),
            };
            Some(((row.name(0), row.name(1)), factor))
        })?;
        Ok(Self(rows.into_iter().collect()))
    }
}

impl Clouds {
    /// File name under `assets/data/methods`.
    pub const FILE: &'static str = "codecarbon_3_3_cloud.csv";

    /// Reads the table.
    ///
    /// # Errors
    /// Every fault with line and column.
    pub fn parse(text: &str) -> Result<Self, Vec<TableError>> {
        let rows = read(
            Self::FILE,
            text,
            &["provider", "region", "country", "g_per_kwh"],
            |row| Some(((row.name(0), row.name(1)), row.number(3))),
        )?;
        Ok(Self(rows.into_iter().collect()))
    }
}

/// The Nordic bidding zones the program knows by country.
const NORDIC: [(&str, &[&str]); 3] = [
    ("SWE", &["se1", "se2", "se3", "se4"]),
    ("NOR", &["no1", "no2", "no3", "no4", "no5"]),
    ("FIN", &["fi"]),
];

/// Words the program removes from the end of a Chinese region's name.
const CHINESE_SUFFIXES: [&str; 6] = [
    " autonomous region",
    " municipality",
    " province",
    " sheng",
    " shi",
    " zizhiqu",
];

impl RegionFactor {
    fn kg_per_kwh(self) -> f64 {
        match self {
            Self::Grams(grams) => grams / 1000.0,
            Self::Pounds(pounds) => pounds * KG_PER_KWH_PER_LB_PER_MWH,
            Self::Mix(shares, total) => shares
                .iter()
                .zip(FOSSIL_KG_PER_KWH)
                .map(|(share, factor)| share / total * factor)
                .sum(),
        }
    }
}

fn chinese_name(region: &str) -> String {
    let name = region.split_whitespace().collect::<Vec<_>>().join(" ");
    let stem = CHINESE_SUFFIXES
        .iter()
        .find_map(|suffix| name.strip_suffix(suffix))
        .map(str::to_owned);
    stem.unwrap_or(name)
}

/// Intensity at a place without a cloud, kg CO2e/kWh.
fn private(place: &Place, countries: &Countries, regions: &Regions) -> (f64, IntensitySource) {
    let country = place.country.as_deref().map(str::to_uppercase);
    if let (Some(code), Some(region)) = (&country, &place.region) {
        let region = region.to_lowercase();
        let nordic = NORDIC
            .iter()
            .any(|(nation, zones)| nation == code && zones.contains(&region.as_str()));
        let name = if code == "CHN" {
            chinese_name(&region)
        } else {
            region
        };
        let regional = nordic || ["USA", "CAN", "CHN"].contains(&code.as_str());
        if regional && let Some(factor) = regions.0.get(&(code.clone(), name)) {
            return (factor.kg_per_kwh(), IntensitySource::Region);
        }
    }
    match country.and_then(|code| countries.0.get(&code)) {
        Some(grams) => (grams * 0.001, IntensitySource::Country),
        None => (WORLD_G_PER_KWH * 0.001, IntensitySource::World),
    }
}

/// Intensity at a place, kg CO2e/kWh, and its source.
pub fn intensity(
    place: &Place,
    countries: &Countries,
    regions: &Regions,
    clouds: &Clouds,
) -> (f64, IntensitySource) {
    if let Some(forced) = place.forced_g_per_kwh {
        return (forced / 1000.0, IntensitySource::Forced);
    }
    if let (Some(provider), Some(region)) = (&place.cloud_provider, &place.cloud_region)
        && let Some(grams) = clouds.0.get(&(provider.clone(), region.clone()))
    {
        return (grams * 0.001, IntensitySource::Cloud);
    }
    private(place, countries, regions)
}

/// Emissions of a known energy.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Emissions {
    /// Energy, kWh.
    pub energy_kwh: f64,
    /// Where.
    #[serde(default)]
    pub place: Place,
}

/// Result of [`Emissions`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct EmissionsOutcome {
    /// kg CO2e.
    pub emissions_kg: f64,
    /// Intensity used, g CO2e/kWh.
    pub g_per_kwh: f64,
    /// Source of the intensity.
    pub source: IntensitySource,
}

impl Emissions {
    /// The result.
    ///
    /// # Errors
    /// [`Error::Rejected`] for negative or non-finite energy or intensity.
    pub fn evaluate(
        &self,
        countries: &Countries,
        regions: &Regions,
        clouds: &Clouds,
    ) -> Result<EmissionsOutcome, Error> {
        let forced = self.place.forced_g_per_kwh.unwrap_or(0.0);
        amounts(&[("energy_kwh", self.energy_kwh), ("forced_g_per_kwh", forced)])?;
        let (kg_per_kwh, source) = intensity(&self.place, countries, regions, clouds);
        Ok(EmissionsOutcome {
            emissions_kg: kg_per_kwh * self.energy_kwh,
            g_per_kwh: kg_per_kwh * 1000.0,
            source,
        })
    }
}

fn one() -> f64 {
    1.0
}

/// A tracked run: constant power for some time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Time, s.
    pub duration_s: f64,
    /// Mean power of the processor, W.
    pub cpu_power_w: f64,
    /// Mean power of all accelerators, W.
    pub gpu_power_w: f64,
    /// Mean power of the memory, W.
    pub ram_power_w: f64,
    /// Facility energy over IT energy; the program's own is 1.
    #[serde(default = "one")]
    pub pue: f64,
    /// Water, L/kWh; the program multiplies it with the facility's energy.
    #[serde(default)]
    pub wue: f64,
    /// Where.
    #[serde(default)]
    pub place: Place,
}

/// Result of [`Run`], named as in `emissions.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RunOutcome {
    /// kWh, PUE included.
    pub cpu_energy: f64,
    /// kWh, PUE included.
    pub gpu_energy: f64,
    /// kWh, PUE included.
    pub ram_energy: f64,
    /// Sum, kWh.
    pub energy_consumed: f64,
    /// kg CO2e.
    pub emissions: f64,
    /// kg CO2e/s; 0 where no time passed.
    pub emissions_rate: f64,
    /// L.
    pub water_consumed: f64,
    /// Intensity used, g CO2e/kWh.
    pub g_per_kwh: f64,
    /// Source of the intensity.
    pub source: IntensitySource,
}

/// Energy of a constant power, kWh from W and s.
pub fn power_time_kwh(watt: f64, seconds: f64) -> f64 {
    watt * 0.001 * (seconds * (1.0 / 3600.0))
}

/// Energy, kWh from µJ, with the rounded constant.
pub fn microjoules_kwh(microjoules: f64) -> f64 {
    microjoules * 1e-6 * KWH_PER_JOULE
}

/// Energy, kWh from mJ, with the rounded constant.
pub fn millijoules_kwh(millijoules: f64) -> f64 {
    millijoules * 1e-3 * KWH_PER_JOULE
}

impl Run {
    fn check(&self) -> Result<(), Error> {
        amounts(&[
            ("duration_s", self.duration_s),
            ("cpu_power_w", self.cpu_power_w),
            ("gpu_power_w", self.gpu_power_w),
            ("ram_power_w", self.ram_power_w),
            ("pue", self.pue),
            ("wue", self.wue),
            ("forced_g_per_kwh", self.place.forced_g_per_kwh.unwrap_or(0.0)),
        ])
    }

    /// The result.
    ///
    /// # Errors
    /// [`Error::Rejected`] for negative or non-finite inputs.
    pub fn evaluate(
        &self,
        countries: &Countries,
        regions: &Regions,
        clouds: &Clouds,
    ) -> Result<RunOutcome, Error> {
        self.check()?;
        let energy = |watt: f64| power_time_kwh(watt, self.duration_s) * self.pue;
        let [cpu_energy, gpu_energy, ram_energy] =
            [self.cpu_power_w, self.gpu_power_w, self.ram_power_w].map(energy);
        let energy_consumed = cpu_energy + gpu_energy + ram_energy;
        let (kg_per_kwh, source) = intensity(&self.place, countries, regions, clouds);
        let emissions = kg_per_kwh * energy_consumed;
        Ok(RunOutcome {
            cpu_energy,
            gpu_energy,
            ram_energy,
            energy_consumed,
            emissions,
            emissions_rate: if self.duration_s > 0.0 {
                emissions / self.duration_s
            } else {
                0.0
            },
            water_consumed: self.wue * energy_consumed,
            g_per_kwh: kg_per_kwh * 1000.0,
            source,
        })
    }

    /// The result split into factors for a waterfall: accelerators as devices, processor and memory as host. Without
    /// accelerators the processor takes their place.
    ///
    /// # Errors
    /// As [`Run::evaluate`].
    pub fn basis(&self, countries: &Countries, regions: &Regions, clouds: &Clouds) -> Result<Basis, Error> {
        self.check()?;
        let (devices, host) = if self.gpu_power_w > 0.0 {
            (self.gpu_power_w, self.cpu_power_w + self.ram_power_w)
        } else {
            (self.cpu_power_w, self.ram_power_w)
        };
        let (kg_per_kwh, _) = intensity(&self.place, countries, regions, clouds);
        let shares = devices > 0.0;
        Ok(Basis {
            device_kwh: power_time_kwh(if shares { devices } else { host }, self.duration_s),
            host_share: if shares { host / devices } else { 0.0 },
            pue: self.pue,
            g_per_kwh: kg_per_kwh * 1000.0,
            ..Basis::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tables() -> (Countries, Regions, Clouds) {
        let countries = Countries::parse("country,g_per_kwh,year\nUSA,369,2024\nCHN,582,2024\nSWE,40,2024\n");
        let regions = Regions::parse(
            "country,region,unit,value,coal,petroleum,natural_gas,total\nUSA,ohio,lb_per_mwh,1000,,,,\n\
             CAN,yukon,mix,,0,50,0,100\nSWE,se1,g_per_kwh,25.9,,,,\nCHN,sichuan,g_per_kwh,156.4,,,,\n",
        );
        let clouds = Clouds::parse("provider,region,country,g_per_kwh\ngcp,us-west1,USA,94\n");
        (countries.unwrap(), regions.unwrap(), clouds.unwrap())
    }

    fn place(country: &str, region: &str) -> Place {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Place {
            country: some(country),
            region: some(region),
            ..Place::default()
        }
    }

    #[test]
    fn intensity_falls_back_to_wider_areas() {
        let (countries, regions, clouds) = tables();
        let cases = [
            ("USA", "Ohio", 453.592_37, IntensitySource::Region),
            ("usa", "OHIO", 453.592_37, IntensitySource::Region),
            ("USA", "nowhere", 369.0, IntensitySource::Country),
            ("USA", "", 369.0, IntensitySource::Country),
            ("CAN", "Yukon", 408.344_263_15, IntensitySource::Region),
            ("CAN", "nowhere", 475.0, IntensitySource::World),
            ("SWE", "SE1", 25.9, IntensitySource::Region),
            ("SWE", "stockholm", 40.0, IntensitySource::Country),
            ("NOR", "SE1", 475.0, IntensitySource::World),
            ("CHN", "Sichuan  Province", 156.4, IntensitySource::Region),
            (
                "CHN",
                "Sichuan province province",
                582.0,
                IntensitySource::Country,
            ),
            ("", "ohio", 475.0, IntensitySource::World),
        ];
        for (country, region, grams, basis) in cases {
            let (kg, got) = intensity(&place(country, region), &countries, &regions, &clouds);
            assert_eq!(got, basis, "{country} {region}");
            assert!((kg * 1000.0 - grams).abs() < 1e-9, "{country} {region} {kg}");
        }
        let mut cloud = Place {
            cloud_provider: Some("gcp".into()),
            ..place("USA", "ohio")
        };
        cloud.cloud_region = Some("us-west1".into());
        assert_eq!(
            intensity(&cloud, &countries, &regions, &clouds).1,
            IntensitySource::Cloud
        );
        cloud.cloud_region = Some("nowhere".into());
        assert_eq!(
            intensity(&cloud, &countries, &regions, &clouds).1,
            IntensitySource::Region
        );
        cloud.forced_g_per_kwh = Some(1.0);
        assert_eq!(
            intensity(&cloud, &countries, &regions, &clouds).1,
            IntensitySource::Forced
        );
    }

    fn run(duration_s: f64, gpu_power_w: f64) -> Run {
        Run {
            duration_s,
            cpu_power_w: 100.0,
            gpu_power_w,
            ram_power_w: 20.0,
            pue: 1.2,
            wue: 0.5,
            place: place("USA", "ohio"),
        }
    }

    #[test]
    fn without_duration_the_rate_is_zero() {
        let (countries, regions, clouds) = tables();
        let outcome = run(0.0, 0.0).evaluate(&countries, &regions, &clouds).unwrap();
        assert!(
            outcome.emissions.abs() < f64::MIN_POSITIVE && outcome.emissions_rate.abs() < f64::MIN_POSITIVE
        );
        assert!(run(-1.0, 0.0).evaluate(&countries, &regions, &clouds).is_err());
    }

    proptest! {
        #[test]
        fn basis_gives_the_result(duration in 0.0..1e8_f64, gpu in 0.0..1e6_f64) {
            let (countries, regions, clouds) = tables();
            let run = run(duration, gpu);
            let outcome = run.evaluate(&countries, &regions, &clouds).unwrap();
            let kg = run.basis(&countries, &regions, &clouds).unwrap().kg();
            prop_assert!((kg - outcome.emissions).abs() <= 1e-9 * outcome.emissions);
        }
    }
}
