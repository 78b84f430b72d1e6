//! The types of the rows of the tables.

use std::fmt;

/// A source: resolves with [`super::source`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SourceId(pub(super) u16);

/// An entry of the bibliography.
#[derive(Debug, PartialEq)]
pub struct Source {
    /// Id in the tables.
    pub id: &'static str,
    /// Authors, as listed in the source.
    pub author: &'static str,
    /// Year of publication.
    pub year: u16,
    /// Place in the table, which its details share.
    pub(super) index: usize,
}

/// The rest of an entry of the bibliography.
#[derive(Debug, Default, PartialEq)]
pub struct SourceDetails {
    /// Title.
    pub title: &'static str,
    /// Publisher, journal or preprint number.
    pub publisher: &'static str,
    /// Address; may be empty.
    pub url: &'static str,
    /// Licence of the data; `fact` for single figures.
    pub licence: &'static str,
    /// Attribution required by its licence; empty where none is required.
    pub attribution: &'static str,
}

/// A number with its range and its source.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fact {
    /// Best value.
    pub central: f64,
    /// 5th percentile; the best value where no range is published.
    pub low: f64,
    /// 95th percentile; the best value where no range is published.
    pub high: f64,
    /// Reference year of the value.
    pub year: u16,
    /// Where it is from.
    pub source: SourceId,
    /// Whether it is assumed rather than published.
    pub assumed: bool,
}

/// What kind of place a zone is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ZoneLevel {
    /// The world or a group of countries.
    Aggregate,
    /// A country.
    Country,
    /// A state, province or sub-region.
    Subdivision,
}

/// What an intensity counts. Figures of different basis must not be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GridBasis {
    /// Life-cycle emissions of the power generated in the zone.
    LifeCycleProduction,
    /// Life-cycle emissions of the power consumed in the zone, imports and exports traced.
    LifeCycleConsumption,
    /// Direct emissions (combustion) only.
    Combustion,
}

impl GridBasis {
    /// What the reader may ask for, by the ids of the choice `grid_basis`: the life-cycle figure, the one that traces
    /// imports, direct emissions.
    pub const ALL: [(&'static str, Self); 3] = [
        ("life_cycle", Self::LifeCycleProduction),
        ("consumption", Self::LifeCycleConsumption),
        ("combustion", Self::Combustion),
    ];

    /// The basis with this id; the life cycle for an unknown one.
    pub fn from_id(id: &str) -> Self {
        let found = Self::ALL.into_iter().find(|(known, _)| *known == id);
        found.map_or(Self::LifeCycleProduction, |(_, basis)| basis)
    }

    /// Whether only direct emissions are counted.
    pub const fn is_combustion(self) -> bool {
        matches!(self, Self::Combustion)
    }
}

/// A zone of the power grid.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// ISO code, or a code of a sub-national zone.
    pub code: &'static str,
    /// Name in the reader's language.
    pub name: &'static str,
    /// English name, as used in files and published methods.
    pub english: &'static str,
    /// What kind of place it is.
    pub level: ZoneLevel,
    /// Code of the containing zone.
    pub parent: Option<&'static str>,
    /// Annual average, g CO2e/kWh, location-based, of the life cycle.
    pub intensity: Fact,
    /// What that intensity counts: never combustion alone.
    pub basis: GridBasis,
    /// The life-cycle figure with imports and exports traced, g CO2e/kWh, where it stands beside `intensity`.
    pub consumption: Option<Fact>,
    /// Direct emissions (combustion) of the same place, g CO2e/kWh.
    pub combustion: Option<Fact>,
    /// Emissions of one more kWh, g CO2/kWh, direct. Not comparable with `intensity`.
    pub marginal: Option<Fact>,
    /// Residual mix: generation that was sold without a certificate, g CO2/kWh, direct.
    pub residual: Option<Fact>,
    /// Water consumed per kWh generated, L/kWh.
    pub water: Option<Fact>,
    /// Primary energy per kWh, MJ/kWh.
    pub primary_energy: Option<Fact>,
    /// Abiotic depletion per kWh, kg Sb eq/kWh.
    pub minerals: Option<Fact>,
}

impl Zone {
    /// The figure on the basis asked for and its basis; the life-cycle figure where the zone has none on that basis.
    pub fn reading(&self, asked: GridBasis) -> (Fact, GridBasis) {
        match asked {
            GridBasis::LifeCycleProduction => None,
            GridBasis::LifeCycleConsumption => self.consumption,
            GridBasis::Combustion => self.combustion,
        }
        .map_or((self.intensity, self.basis), |fact| (fact, asked))
    }
}

/// A region of a cloud provider.
#[derive(Debug, PartialEq)]
pub struct CloudRegion {
    /// `provider/code`.
    pub id: &'static str,
    /// Provider, short.
    pub provider: &'static str,
    /// The provider's code.
    pub code: &'static str,
    /// Where it is.
    pub place: &'static str,
    /// ISO code of the country.
    pub country: &'static str,
    /// Code of its grid zone.
    pub zone: &'static str,
    /// Facility energy over IT energy.
    pub pue: Option<Fact>,
    /// Water on site, L per kWh of IT energy.
    pub wue: Option<Fact>,
    /// Share of carbon-free energy, as the provider states it, 0-1.
    pub carbon_free: Option<Fact>,
    /// Intensity of the grid as the provider prints it, g/kWh; its basis is the provider's own.
    pub published_intensity: Option<Fact>,
    /// Where code and place are from.
    pub source: SourceId,
}

/// An accelerator.
#[derive(Debug, PartialEq)]
pub struct Accelerator {
    /// Id.
    pub id: &'static str,
    /// Name.
    pub name: &'static str,
    /// Maker.
    pub vendor: &'static str,
    /// Kind of device.
    pub class: &'static str,
    /// Year of release.
    pub release_year: u16,
    /// Thermal design power, W.
    pub tdp_w: Fact,
    /// Memory, GB.
    pub memory_gb: f64,
    /// Memory bandwidth, GB/s.
    pub bandwidth_gb_s: f64,
    /// Dense BF16 (or FP16) peak, TFLOP/s.
    pub bf16_tflops: Option<f64>,
    /// Dense FP8 peak, TFLOP/s.
    pub fp8_tflops: Option<f64>,
    /// Dense FP4 peak, TFLOP/s.
    pub fp4_tflops: Option<f64>,
    /// Dense INT8 peak, TOP/s.
    pub int8_tops: Option<f64>,
    /// Mass with module or board, kg.
    pub mass_kg: Option<Fact>,
    /// Manufacturing, kg CO2e.
    pub embodied_kg: Option<Fact>,
    /// Abiotic depletion, kg Sb eq.
    pub minerals_kg_sb: Option<Fact>,
    /// Devices in one server.
    pub devices_per_host: u16,
    /// Data sheet.
    pub source: SourceId,
}

/// A server without its accelerators.
#[derive(Debug, PartialEq)]
pub struct Host {
    /// Id.
    pub id: &'static str,
    /// Name.
    pub name: &'static str,
    /// Accelerators it holds.
    pub devices: u16,
    /// Power without its accelerators, W.
    pub power_w: Option<Fact>,
    /// Manufacturing, kg CO2e.
    pub embodied_kg: Fact,
    /// Abiotic depletion, kg Sb eq.
    pub minerals_kg_sb: Fact,
    /// Primary energy of making it, MJ.
    pub primary_energy_mj: Fact,
    /// Mass, kg.
    pub mass_kg: Fact,
}

/// A model.
#[derive(Debug, PartialEq)]
pub struct Model {
    /// Id.
    pub id: &'static str,
    /// Name.
    pub name: &'static str,
    /// Maker.
    pub vendor: &'static str,
    /// Whether its weights are published.
    pub open: bool,
    /// Whether it is a mixture of experts.
    pub experts: bool,
    /// All parameters, billions.
    pub total_b: Fact,
    /// Parameters used for one token, billions.
    pub active_b: Fact,
    /// Context window, tokens.
    pub context_tokens: Option<u32>,
    /// What it makes.
    pub modality: &'static str,
    /// Facts of its published configuration; `None` where the tables have none.
    pub configuration: Option<Configuration>,
}

/// What the configuration files of a model say that its sizes alone do not tell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Configuration {
    /// Layers; of the denoising network where it makes pictures.
    pub layers: Option<Fact>,
    /// KV cache at 16 bits, bytes a token of context.
    pub kv_bytes_per_token: Option<Fact>,
    /// Experts chosen for a token over all experts, 0-1.
    pub expert_share: Option<Fact>,
    /// Passes of a denoising step: 2 with classifier-free guidance, 1 without.
    pub passes: Option<Fact>,
    /// Pixels a side that make one token.
    pub token_pixels: Option<Fact>,
    /// Frames that make one latent frame.
    pub token_frames: Option<Fact>,
}

/// What is wrong with a table read at run time: the row is left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataWarning {
    /// Name of the table.
    pub file: &'static str,
    /// Line, counted from 1.
    pub line: usize,
    /// Column; empty when the whole line is meant.
    pub column: &'static str,
    /// What is wrong.
    pub reason: String,
}

impl fmt::Display for DataWarning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "{}:{}:{}: {}",
            self.file, self.line, self.column, self.reason
        )
    }
}

/// An everyday equivalent of an amount.
#[derive(Debug, PartialEq)]
pub struct Equivalence {
    /// Id.
    pub id: &'static str,
    /// Id of the indicator it is for.
    pub indicator: &'static str,
    /// Amount of the indicator in one of it.
    pub value: Fact,
    /// Whom it is for: `everyone`, readers who use `miles` or `kilometres`, or those of the `brief`'s presets.
    pub readers: &'static str,
}

/// A published figure: a training, or one query, image or video, with what it counts.
#[derive(Debug, PartialEq)]
pub struct Published {
    /// Id.
    pub id: &'static str,
    /// `training`, `query`, `image` or `video`.
    pub kind: &'static str,
    /// The model or service.
    pub system: &'static str,
    /// `energy`, `ghg`, `water` or `minerals`.
    pub indicator: &'static str,
    /// The figure.
    pub value: Fact,
    /// Its unit.
    pub unit: &'static str,
    /// `measured`, `computed` from inputs its authors print, `modelled` by others, or `stated` without method.
    pub how: &'static str,
    /// Accounting of emissions: `location`, `market`, `marginal`, `hypothetical` grid, `unknown` or `none`.
    pub basis: &'static str,
    /// What is counted beyond the accelerators.
    pub boundary: Boundary,
    /// Parameters and choices that reproduce its inputs: name and value, ready for a scenario.
    pub settings: Vec<(&'static str, &'static str)>,
}

/// What a published figure counts; `None`: not stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Boundary {
    /// Cooling and power supply of the building.
    pub pue: Option<bool>,
    /// Processors, memory and fans of the servers.
    pub hosts: Option<bool>,
    /// Idle capacity.
    pub idle: Option<bool>,
    /// Experiments before the final run.
    pub development: Option<bool>,
    /// Manufacture of the hardware.
    pub embodied: Option<bool>,
}

/// A named machine, or a named part of an accelerator.
#[derive(Debug, PartialEq)]
pub struct Machine {
    /// Name as people write it.
    pub name: &'static str,
    /// `machine`, `slice` or `mig`; see the table.
    pub kind: &'static str,
    /// Id of its accelerator.
    pub accelerator: &'static str,
    /// Accelerators in a machine, accelerators for each unit of a slice, or equal parts of an accelerator.
    pub devices: f64,
}

/// A way to lower the footprint, with its published effect.
#[derive(Debug, PartialEq)]
pub struct Mitigation {
    /// Id.
    pub id: &'static str,
    /// `training`, `inference`, `both` or `end_of_life`.
    pub stage: &'static str,
    /// Factor on the quantity named by `on`: below 1 it saves.
    pub effect: Fact,
    /// What the factor multiplies: `energy`, `ghg` or `ewaste`.
    pub on: &'static str,
    /// Code of the condition under which it holds.
    pub condition: &'static str,
    /// Code of what can reverse the effect.
    pub trap: &'static str,
    /// What is commonly claimed; may be empty.
    pub claim: &'static str,
}

/// What a measure proposes until the reader sets another target.
#[derive(Debug, PartialEq)]
pub struct LeverTarget {
    /// Id of the measure.
    pub id: &'static str,
    /// A number in the unit of the input that it changes, or an option.
    pub target: &'static str,
    /// Step of its field; `None` where the target is an option.
    pub step: Option<f64>,
    /// What stands behind the effect, where no published row does.
    pub evidence: Option<SourceId>,
}

/// A single figure that belongs to no table.
#[derive(Debug, PartialEq)]
pub struct Constant {
    /// Id.
    pub id: &'static str,
    /// The figure.
    pub value: Fact,
    /// Its unit.
    pub unit: &'static str,
}
