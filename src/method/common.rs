//! Common types of the methods: intervals, what a method counts, and the common form their results take when the
//! difference to ours is explained.

use super::bridge::{Waterfall, waterfall};
use serde::{Deserialize, Serialize};

/// A closed interval. In JSON a plain number means an interval of zero width.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "RangeForm")]
pub struct Range {
    /// Lower end.
    pub min: f64,
    /// Upper end.
    pub max: f64,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RangeForm {
    Point(f64),
    Interval { min: f64, max: f64 },
}

impl From<RangeForm> for Range {
    fn from(form: RangeForm) -> Self {
        match form {
            RangeForm::Point(value) => Self::point(value),
            RangeForm::Interval { min, max } => Self { min, max },
        }
    }
}

impl Range {
    /// An interval of zero width.
    pub const fn point(value: f64) -> Self {
        Self {
            min: value,
            max: value,
        }
    }

    /// Both ends times `factor`.
    #[must_use]
    pub fn times(self, factor: f64) -> Self {
        Self {
            min: self.min * factor,
            max: self.max * factor,
        }
    }

    /// End by end.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            min: self.min + other.min,
            max: self.max + other.max,
        }
    }

    /// The midpoint.
    pub fn mean(self) -> f64 {
        f64::midpoint(self.min, self.max)
    }

    /// Whether the ends are numbers in order.
    pub fn is_ordered(self) -> bool {
        self.min <= self.max
    }
}

/// How a method treats one part of the footprint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coverage {
    /// Always in the result.
    Counted,
    /// In the result when the reader gives it.
    IfGiven,
    /// Not in the result.
    LeftOut,
}

/// What a method's result covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Boundary {
    /// Cooling and power distribution.
    pub pue: Coverage,
    /// Processor, memory, network cards and fans around the accelerators.
    pub host: Coverage,
    /// Machines kept ready without work.
    pub idle: Coverage,
    /// Manufacture of the hardware.
    pub embodied: Coverage,
    /// Water.
    pub water: Coverage,
    /// Contracts for electricity (market-based accounting).
    pub market_based: Coverage,
    /// An interval instead of a number.
    pub uncertainty: Coverage,
    /// Experiments and failed runs around the final run.
    pub development: Coverage,
}

impl Boundary {
    /// The parts with their names, in the order of the Methods view.
    pub const fn parts(&self) -> [(&'static str, Coverage); 8] {
        [
            ("PUE", self.pue),
            ("host", self.host),
            ("idle", self.idle),
            ("embodied", self.embodied),
            ("water", self.water),
            ("market-based", self.market_based),
            ("uncertainty", self.uncertainty),
            ("development", self.development),
        ]
    }
}

/// A result taken apart into assumptions that every method has, whether it names them or not:
///
/// ```text
/// IT kWh   = device_kwh * power_fraction * (1 + host_share) * (1 + idle_share) * development
/// kWh      = IT kWh * pue
/// kg CO2e  = kWh * g_per_kwh / 1000 + embodied_kg + other_kg
/// ```
///
/// A method that leaves a part out has the neutral value there (1 for factors, 0 for shares and sums). Two
/// results in this form can be led into each other one assumption at a time; see [`Basis::bridge_to`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Basis {
    /// Energy of the accelerators (or of all processors, where a method knows no others) at the power the
    /// method starts from, kWh: nameplate power times hours, or a regression's result.
    pub device_kwh: f64,
    /// Mean power over that starting power, 0 to about 1.
    pub power_fraction: f64,
    /// Energy of the rest of the machine as a share of the devices', 0 where left out.
    pub host_share: f64,
    /// Energy of machines kept ready as a share of the busy ones', 0 where left out.
    pub idle_share: f64,
    /// All runs over the final run, 1 where only that is counted.
    pub development: f64,
    /// Facility energy over IT energy, 1 where left out.
    pub pue: f64,
    /// Intensity of the electricity, g CO2e/kWh.
    pub g_per_kwh: f64,
    /// Manufacture and end of life, kg CO2e, 0 where left out.
    pub embodied_kg: f64,
    /// What a method adds beside this form, kg CO2e: its rounding, or stages such as network and storage.
    pub other_kg: f64,
}

impl Default for Basis {
    fn default() -> Self {
        Self {
            device_kwh: 0.0,
            power_fraction: 1.0,
            host_share: 0.0,
            idle_share: 0.0,
            development: 1.0,
            pue: 1.0,
            g_per_kwh: 0.0,
            embodied_kg: 0.0,
            other_kg: 0.0,
        }
    }
}

/// One assumption of [`Basis`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assumption {
    /// [`Basis::device_kwh`] and [`Basis::power_fraction`] together: what the devices draw.
    DeviceEnergy,
    /// [`Basis::host_share`].
    Host,
    /// [`Basis::idle_share`].
    Idle,
    /// [`Basis::development`].
    Development,
    /// [`Basis::pue`].
    Pue,
    /// [`Basis::g_per_kwh`].
    Intensity,
    /// [`Basis::embodied_kg`].
    Embodied,
    /// [`Basis::other_kg`].
    Other,
}

impl Assumption {
    /// All of them in the order in which a bridge takes them: energy first, what is added to it last.
    pub const ALL: [Self; 8] = [
        Self::DeviceEnergy,
        Self::Host,
        Self::Idle,
        Self::Development,
        Self::Pue,
        Self::Intensity,
        Self::Embodied,
        Self::Other,
    ];

    /// Stable id for files and texts.
    pub const fn id(self) -> &'static str {
        match self {
            Self::DeviceEnergy => "device_energy",
            Self::Host => "host",
            Self::Idle => "idle",
            Self::Development => "development",
            Self::Pue => "pue",
            Self::Intensity => "intensity",
            Self::Embodied => "embodied",
            Self::Other => "other",
        }
    }

    /// Unit of [`Basis::value`]; empty for factors and shares.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::DeviceEnergy => "kWh",
            Self::Intensity => "g/kWh",
            Self::Embodied | Self::Other => "kg",
            Self::Host | Self::Idle | Self::Development | Self::Pue => "",
        }
    }
}

impl Basis {
    /// Energy at the plug of the facility, kWh.
    pub fn kwh(&self) -> f64 {
        let busy = self.device_kwh * self.power_fraction * (1.0 + self.host_share);
        busy * (1.0 + self.idle_share) * self.development * self.pue
    }

    /// Greenhouse gases, kg CO2e.
    pub fn kg(&self) -> f64 {
        self.kwh() * self.g_per_kwh / 1000.0 + self.embodied_kg + self.other_kg
    }

    /// What this basis assumes, in the unit of [`Assumption::unit`].
    pub fn value(&self, assumption: Assumption) -> f64 {
        match assumption {
            Assumption::DeviceEnergy => self.device_kwh * self.power_fraction,
            Assumption::Host => self.host_share,
            Assumption::Idle => self.idle_share,
            Assumption::Development => self.development,
            Assumption::Pue => self.pue,
            Assumption::Intensity => self.g_per_kwh,
            Assumption::Embodied => self.embodied_kg,
            Assumption::Other => self.other_kg,
        }
    }

    /// Two results as one: sums, and means weighted with what each factor multiplies, so that energy and
    /// emissions are the sums of both.
    #[must_use]
    pub fn plus(&self, other: &Self) -> Self {
        let weigh = |factor: fn(&Self) -> f64, weight: fn(&Self) -> f64| {
            let (here, there) = (weight(self), weight(other));
            if here + there > 0.0 {
                (factor(self) * here + factor(other) * there) / (here + there)
            } else {
                factor(self)
            }
        };
        let devices = |basis: &Self| basis.device_kwh * basis.power_fraction;
        let busy = |basis: &Self| basis.device_kwh * basis.power_fraction * (1.0 + basis.host_share);
        let once = |basis: &Self| {
            basis.device_kwh * basis.power_fraction * (1.0 + basis.host_share) * (1.0 + basis.idle_share)
        };
        Self {
            device_kwh: self.device_kwh + other.device_kwh,
            power_fraction: weigh(|basis| basis.power_fraction, |basis| basis.device_kwh),
            host_share: weigh(|basis| basis.host_share, devices),
            idle_share: weigh(|basis| basis.idle_share, busy),
            development: weigh(|basis| basis.development, once),
            pue: weigh(|basis| basis.pue, |basis| basis.kwh() / basis.pue),
            g_per_kwh: weigh(|basis| basis.g_per_kwh, Self::kwh),
            embodied_kg: self.embodied_kg + other.embodied_kg,
            other_kg: self.other_kg + other.other_kg,
        }
    }

    /// This basis with one assumption taken from `other`.
    #[must_use]
    pub fn with(mut self, assumption: Assumption, other: &Self) -> Self {
        match assumption {
            Assumption::DeviceEnergy => {
                self.device_kwh = other.device_kwh;
                self.power_fraction = other.power_fraction;
            }
            Assumption::Host => self.host_share = other.host_share,
            Assumption::Idle => self.idle_share = other.idle_share,
            Assumption::Development => self.development = other.development,
            Assumption::Pue => self.pue = other.pue,
            Assumption::Intensity => self.g_per_kwh = other.g_per_kwh,
            Assumption::Embodied => self.embodied_kg = other.embodied_kg,
            Assumption::Other => self.other_kg = other.other_kg,
        }
        self
    }

    /// The steps from this method's result to `ours`, one assumption at a time in the order of
    /// [`Assumption::ALL`], kg CO2e.
    pub fn bridge_to(&self, ours: &Self) -> Waterfall<Assumption> {
        waterfall(&Assumption::ALL, |taken| {
            taken
                .iter()
                .fold(*self, |basis, assumption| basis.with(*assumption, ours))
                .kg()
        })
    }
}
