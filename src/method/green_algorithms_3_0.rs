//! Green Algorithms 3.0: cores, accelerators and memory times hours, PUE and intensity; its AI page around it.
//!
//! Source: Lannelongue, Grealey, Inouye, "Green Algorithms: Quantifying the Carbon Footprint of Computation", Advanced
//! Science 2021; the tool's app of 2025-02 with data v3.0 (CC BY 4.0). Power at run time only.

use super::common::{Basis, Boundary, Coverage};
use super::green_algorithms_3_0_tables::{Devices, Facilities, Locations};
use super::green_algorithms_3_0_texts::Texts;
use super::{Error, Method, amounts};
use serde::{Deserialize, Serialize};

/// Description for the Methods view.
pub const METHOD: Method = Method {
    id: "green-algorithms-3.0",
    family: "green-algorithms",
    name: "Green Algorithms",
    version: "3.0",
    citation: "green-algorithms",
    url: "https://www.green-algorithms.org",
    licence: "CC BY 4.0",
    kinds: &["calculator", "training", "inference"],
    boundary: Boundary {
        pue: Coverage::Counted,
        host: Coverage::IfGiven,
        idle: Coverage::LeftOut,
        embodied: Coverage::LeftOut,
        water: Coverage::LeftOut,
        market_based: Coverage::LeftOut,
        uncertainty: Coverage::LeftOut,
        development: Coverage::IfGiven,
    },
};

/// W a gigabyte of memory.
pub const MEMORY_W_PER_GB: f64 = 0.3725;
/// Days of a month on the AI page.
pub const DAYS_PER_MONTH: f64 = 30.0;
/// Weeks of a month on the AI page.
pub const WEEKS_PER_MONTH: f64 = 4.0;
/// Months of a year.
pub const MONTHS_PER_YEAR: f64 = 12.0;

/// Which processors count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CoreType {
    /// Processor cores only.
    #[serde(rename = "CPU")]
    Cpu,
    /// Accelerators only.
    #[serde(rename = "GPU")]
    Gpu,
    /// Both.
    Both,
}

/// Kind of site of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Platform {
    /// A server of one's own: the default PUE.
    LocalServer,
    /// A computer: no PUE.
    PersonalComputer,
    /// A provider's: its data centre's PUE, else the provider's.
    CloudComputing,
}

/// The form of the calculator. Names are looked up where the figure itself is not given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    /// Which processors count.
    pub core_type: CoreType,
    /// Cores.
    #[serde(default)]
    pub n_cpu_cores: f64,
    /// Processor as in the table.
    #[serde(default)]
    pub cpu_model: Option<String>,
    /// W per core.
    #[serde(default)]
    pub tdp_per_core_w: Option<f64>,
    /// Accelerators.
    #[serde(default)]
    pub n_gpus: f64,
    /// Accelerator as in the table.
    #[serde(default)]
    pub gpu_model: Option<String>,
    /// W per accelerator.
    #[serde(default)]
    pub tdp_gpu_w: Option<f64>,
    /// Memory available, GB.
    pub memory_gb: f64,
    /// Hours.
    pub hours: f64,
    /// Minutes besides.
    #[serde(default)]
    pub minutes: f64,
    /// Use of the cores, 0 to 1.
    #[serde(default = "one")]
    pub usage_cpu: f64,
    /// Use of the accelerators, 0 to 1.
    #[serde(default = "one")]
    pub usage_gpu: f64,
    /// Kind of site of the machine.
    #[serde(default)]
    pub platform: Option<Platform>,
    /// Cloud provider: `gcp`, `aws`, `azure`, `OVHcloud`, `Oracle`, or `other`.
    #[serde(default)]
    pub provider: Option<String>,
    /// Data centre, `PROVIDER--NAME`.
    #[serde(default)]
    pub server: Option<String>,
    /// Location as in the table.
    #[serde(default)]
    pub location: Option<String>,
    /// g CO2e/kWh; replaces the location's.
    #[serde(default)]
    pub g_per_kwh: Option<f64>,
    /// Facility energy over IT energy; replaces the platform's.
    #[serde(default)]
    pub pue: Option<f64>,
    /// How often it is run (the pragmatic scaling factor).
    #[serde(default = "one")]
    pub multiplier: f64,
}

fn one() -> f64 {
    1.0
}

/// The AI page's additions to a result of the calculator.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Training {
    /// Energy of the main training, kWh.
    pub base_energy_kwh: f64,
    /// Its emissions, g CO2e.
    pub base_carbon_g: f64,
    /// Research and development as a multiple of the main training.
    #[serde(default)]
    pub rd_factor: f64,
    /// Number of retrainings.
    #[serde(default)]
    pub retrain_count: f64,
    /// Each as a share of the main training.
    #[serde(default)]
    pub retrain_factor: f64,
}

/// Unit of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Period {
    /// A day.
    Day,
    /// Seven days; a quarter of a month here.
    Week,
    /// 30 days.
    Month,
    /// Twelve months.
    Year,
}

/// Continuous inference, from the period measured to the period reported.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inference {
    /// Energy in the period measured, kWh.
    pub base_energy_kwh: f64,
    /// Emissions in it, g CO2e.
    pub base_carbon_g: f64,
    /// Length of the period measured.
    pub input_period_value: f64,
    /// Its unit.
    pub input_period_unit: Period,
    /// Length of the period reported.
    pub report_value: f64,
    /// Its unit: month or year (other units are not scaled).
    pub report_unit: Period,
}

/// Result of the calculator.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Outcome {
    /// Power with PUE, W.
    pub power_w: f64,
    /// Energy, kWh.
    pub energy_kwh: f64,
    /// g CO2e.
    pub carbon_g: f64,
    /// g CO2e of the cores.
    pub carbon_cpu_g: f64,
    /// g CO2e of the accelerators.
    pub carbon_gpu_g: f64,
    /// g CO2e of the memory.
    pub carbon_memory_g: f64,
    /// PUE used.
    pub pue: f64,
    /// Intensity used, g CO2e/kWh.
    pub g_per_kwh: f64,
    /// Texts.
    pub texts: Texts,
}

/// Result of the AI page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scaled {
    /// Times the base.
    pub factor: f64,
    /// kWh.
    pub energy_kwh: f64,
    /// g CO2e.
    pub carbon_g: f64,
    /// Texts.
    pub texts: Texts,
}

/// The method's tables, each of which may be missing until a name has to be looked up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tables<'a> {
    /// Intensities.
    pub locations: Option<&'a Locations>,
    /// Powers.
    pub devices: Option<&'a Devices>,
    /// Data centres and PUEs.
    pub facilities: Option<&'a Facilities>,
}

impl<'a> Tables<'a> {
    fn locations(&self) -> Result<&'a Locations, Error> {
        self.locations.ok_or(Error::MissingTable(Locations::FILE))
    }

    fn devices(&self) -> Result<&'a Devices, Error> {
        self.devices.ok_or(Error::MissingTable(Devices::FILE))
    }

    fn facilities(&self) -> Result<&'a Facilities, Error> {
        self.facilities.ok_or(Error::MissingTable(Facilities::FILE))
    }
}

impl Form {
    fn pue(&self, tables: &Tables<'_>) -> Result<f64, Error> {
        if let Some(pue) = self.pue {
            return Ok(pue);
        }
        let Some(platform) = self.platform else {
            return Err(Error::Inputs("either pue or platform must be given".into()));
        };
        match platform {
            Platform::PersonalComputer => Ok(1.0),
            Platform::LocalServer => tables.facilities()?.pue("Unknown"),
            Platform::CloudComputing => {
                let facilities = tables.facilities()?;
                let provider = match self.provider.as_deref() {
                    None | Some("other") => "Unknown",
                    Some(provider) => provider,
                };
                let centre = match self.server.as_deref() {
                    None | Some("other") => None,
                    Some(server) => facilities.centre(server)?.pue,
                };
                if provider == "Unknown" {
                    facilities.pue(provider)
                } else {
                    centre.map_or_else(|| facilities.pue(provider), Ok)
                }
            }
        }
    }

    fn g_per_kwh(&self, tables: &Tables<'_>) -> Result<f64, Error> {
        if let Some(g_per_kwh) = self.g_per_kwh {
            return Ok(g_per_kwh);
        }
        if let Some(location) = &self.location {
            return tables.locations()?.find(location);
        }
        match self.server.as_deref() {
            None | Some("other") => Err(Error::Inputs(
                "one of g_per_kwh, location and server must be given".into(),
            )),
            Some(server) => tables
                .locations()?
                .find(&tables.facilities()?.centre(server)?.location),
        }
    }

    /// W of all cores and of all accelerators at their use, with `pue` (1 for without). Multiplied in the program's
    /// order: its texts cut at the last bit.
    fn core_watts(&self, pue: f64, tables: &Tables<'_>) -> Result<[f64; 2], Error> {
        let cpu = match (self.core_type, self.tdp_per_core_w, &self.cpu_model) {
            (CoreType::Gpu, _, _) => 0.0,
            (_, Some(tdp), _) => tdp,
            (_, None, Some(model)) => tables.devices()?.cpu(model)?,
            (_, None, None) => return Err(Error::Inputs("cpu_model or tdp_per_core_w must be given".into())),
        };
        let gpu = match (self.core_type, self.tdp_gpu_w, &self.gpu_model) {
            (CoreType::Cpu, _, _) => 0.0,
            (_, Some(tdp), _) => tdp,
            (_, None, Some(model)) => tables.devices()?.gpu(model)?,
            (_, None, None) => return Err(Error::Inputs("gpu_model or tdp_gpu_w must be given".into())),
        };
        amounts(&[("tdp_per_core_w", cpu), ("tdp_gpu_w", gpu)])?;
        Ok([
            pue * self.n_cpu_cores * cpu * self.usage_cpu,
            pue * self.n_gpus * gpu * self.usage_gpu,
        ])
    }

    fn check(&self) -> Result<(), Error> {
        amounts(&[
            ("n_cpu_cores", self.n_cpu_cores),
            ("n_gpus", self.n_gpus),
            ("memory_gb", self.memory_gb),
            ("hours", self.hours),
            ("minutes", self.minutes),
            ("usage_cpu", self.usage_cpu),
            ("usage_gpu", self.usage_gpu),
            ("multiplier", self.multiplier),
        ])
    }

    /// The result.
    ///
    /// # Errors
    /// [`Error::Inputs`] where neither a figure nor a name is given, [`Error::NotFound`] for names not in the tables,
    /// [`Error::MissingTable`], [`Error::Rejected`] for negative or non-finite inputs.
    pub fn evaluate(&self, tables: &Tables<'_>) -> Result<Outcome, Error> {
        self.check()?;
        let (pue, g_per_kwh) = (self.pue(tables)?, self.g_per_kwh(tables)?);
        amounts(&[("pue", pue), ("g_per_kwh", g_per_kwh)])?;
        let [cpu_w, gpu_w] = self.core_watts(pue, tables)?;
        let memory_w = pue * (self.memory_gb * MEMORY_W_PER_GB);
        let power_w = cpu_w + gpu_w + memory_w;
        let hours = self.hours + self.minutes / 60.0;
        let kwh = |watt: f64| hours * watt * self.multiplier / 1000.0;
        let (energy_kwh, carbon_g) = (kwh(power_w), kwh(power_w) * g_per_kwh);
        Ok(Outcome {
            power_w,
            energy_kwh,
            carbon_g,
            carbon_cpu_g: kwh(cpu_w) * g_per_kwh,
            carbon_gpu_g: kwh(gpu_w) * g_per_kwh,
            carbon_memory_g: kwh(memory_w) * g_per_kwh,
            pue,
            g_per_kwh,
            texts: Texts::new(energy_kwh, carbon_g),
        })
    }

    /// The result split into factors for a waterfall: accelerators as devices and the rest as host, or cores as devices
    /// where there are no accelerators. The use is in the devices' energy.
    ///
    /// # Errors
    /// As [`Form::evaluate`].
    pub fn basis(&self, tables: &Tables<'_>) -> Result<Basis, Error> {
        let outcome = self.evaluate(tables)?;
        let [cpu_w, gpu_w] = self.core_watts(1.0, tables)?;
        let memory_w = self.memory_gb * MEMORY_W_PER_GB;
        let (devices, host) = if gpu_w > 0.0 {
            (gpu_w, cpu_w + memory_w)
        } else {
            (cpu_w, memory_w)
        };
        let hours = self.hours + self.minutes / 60.0;
        let shares = devices > 0.0;
        Ok(Basis {
            device_kwh: hours * if shares { devices } else { host } / 1000.0,
            host_share: if shares { host / devices } else { 0.0 },
            development: self.multiplier,
            pue: outcome.pue,
            g_per_kwh: outcome.g_per_kwh,
            ..Basis::default()
        })
    }
}

impl Training {
    /// The result: main training, research and development, retrainings.
    ///
    /// # Errors
    /// [`Error::Rejected`] for negative or non-finite inputs.
    pub fn evaluate(&self) -> Result<Scaled, Error> {
        amounts(&[
            ("base_energy_kwh", self.base_energy_kwh),
            ("base_carbon_g", self.base_carbon_g),
            ("rd_factor", self.rd_factor),
            ("retrain_count", self.retrain_count),
            ("retrain_factor", self.retrain_factor),
        ])?;
        let factor = 1.0 + self.rd_factor + self.retrain_factor * self.retrain_count;
        Ok(scaled(self.base_energy_kwh, self.base_carbon_g, factor))
    }
}

fn scaled(energy_kwh: f64, carbon_g: f64, factor: f64) -> Scaled {
    let (energy_kwh, carbon_g) = (energy_kwh * factor, carbon_g * factor);
    Scaled {
        factor,
        energy_kwh,
        carbon_g,
        texts: Texts::new(energy_kwh, carbon_g),
    }
}

impl Scaled {
    /// The result split into factors for a waterfall: the base as devices' energy (its PUE is in it), the factor as all
    /// runs over the base.
    pub fn basis(&self) -> Basis {
        let energy = self.energy_kwh;
        Basis {
            device_kwh: if self.factor > 0.0 {
                energy / self.factor
            } else {
                0.0
            },
            development: self.factor,
            g_per_kwh: if energy > 0.0 { self.carbon_g / energy } else { 0.0 },
            other_kg: if energy > 0.0 { 0.0 } else { self.carbon_g / 1000.0 },
            ..Basis::default()
        }
    }
}

impl Inference {
    /// The result, scaled to the period reported.
    ///
    /// # Errors
    /// [`Error::Rejected`] for negative or non-finite inputs and for a period measured of no length.
    pub fn evaluate(&self) -> Result<Scaled, Error> {
        amounts(&[
            ("base_energy_kwh", self.base_energy_kwh),
            ("base_carbon_g", self.base_carbon_g),
            ("input_period_value", self.input_period_value),
            ("report_value", self.report_value),
        ])?;
        if self.input_period_value == 0.0 {
            return Err(Error::Rejected("division by zero".into()));
        }
        let to_month = match self.input_period_unit {
            Period::Day => DAYS_PER_MONTH / self.input_period_value,
            Period::Week => WEEKS_PER_MONTH / self.input_period_value,
            Period::Month => 1.0 / self.input_period_value,
            Period::Year => 1.0 / (MONTHS_PER_YEAR * self.input_period_value),
        };
        let reported = match self.report_unit {
            Period::Day | Period::Week => 1.0,
            Period::Month => self.report_value,
            Period::Year => MONTHS_PER_YEAR * self.report_value,
        };
        Ok(scaled(
            self.base_energy_kwh,
            self.base_carbon_g,
            to_month * reported,
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A form whose figures are all given.
    fn form(n_gpus: f64, hours: f64, g_per_kwh: f64) -> Form {
        Form {
            core_type: CoreType::Both,
            n_cpu_cores: 8.0,
            cpu_model: None,
            tdp_per_core_w: Some(10.0),
            n_gpus,
            gpu_model: None,
            tdp_gpu_w: Some(300.0),
            memory_gb: 64.0,
            hours,
            minutes: 0.0,
            usage_cpu: 0.5,
            usage_gpu: 0.9,
            platform: None,
            provider: None,
            server: None,
            location: None,
            g_per_kwh: Some(g_per_kwh),
            pue: Some(1.3),
            multiplier: 2.0,
        }
    }

    #[test]
    fn says_what_is_missing() {
        let tables = Tables::default();
        let base = form(1.0, 1.0, 100.0);
        let cases = [
            (
                Form {
                    pue: None,
                    ..base.clone()
                },
                "inputs: either pue or platform must be given",
            ),
            (
                Form {
                    g_per_kwh: None,
                    ..base.clone()
                },
                "inputs: one of g_per_kwh, location and server must be given",
            ),
            (
                Form {
                    tdp_gpu_w: None,
                    ..base.clone()
                },
                "inputs: gpu_model or tdp_gpu_w must be given",
            ),
            (
                Form {
                    g_per_kwh: None,
                    location: Some("FR".into()),
                    ..base.clone()
                },
                "table green_algorithms_3_0_intensity.csv was not handed in",
            ),
            (
                Form { hours: -1.0, ..base },
                "hours must be a number not below 0, got -1",
            ),
        ];
        for (form, expected) in cases {
            assert_eq!(form.evaluate(&tables).unwrap_err().to_string(), expected);
        }
    }

    proptest! {
        #[test]
        fn no_nan_and_proportional_to_time(n in 0.0..1e5_f64, hours in 0.0..1e6_f64, g in 0.0..2e3_f64) {
            let once = form(n, hours, g).evaluate(&Tables::default()).unwrap();
            let twice = form(n, 2.0 * hours, g).evaluate(&Tables::default()).unwrap();
            prop_assert!(once.carbon_g.is_finite());
            prop_assert!((twice.carbon_g - 2.0 * once.carbon_g).abs() <= 1e-9 * twice.carbon_g);
            let parts = once.carbon_cpu_g + once.carbon_gpu_g + once.carbon_memory_g;
            prop_assert!((parts - once.carbon_g).abs() <= 1e-9 * once.carbon_g);
        }

        #[test]
        fn basis_gives_the_result(n in 0.0..1e5_f64, hours in 0.0..1e6_f64, g in 0.0..2e3_f64) {
            let form = form(n, hours, g);
            let grams = form.evaluate(&Tables::default()).unwrap().carbon_g;
            let kg = form.basis(&Tables::default()).unwrap().kg();
            prop_assert!((kg - grams / 1000.0).abs() <= 1e-9 * kg);
        }
    }
}
