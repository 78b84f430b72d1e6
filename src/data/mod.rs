//! Reference tables: every fact with its range, year and source.

pub mod search;

use std::sync::OnceLock;

include!(concat!(env!("OUT_DIR"), "/facts.rs"));

/// Version of the tables, written into links and exports.
pub const VERSION: &str = "2026.11";

/// A source: resolves with [`source`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SourceId(u16);

impl SourceId {
    pub(crate) const fn new(index: u16) -> Self {
        Self(index)
    }
}

/// An entry of the bibliography.
#[derive(Debug, PartialEq)]
pub struct Source {
    /// Id in the tables.
    pub id: &'static str,
    /// Title.
    pub title: &'static str,
    /// Authors, as they sign.
    pub author: &'static str,
    /// Year of publication.
    pub year: u16,
    /// Publisher, journal or preprint number.
    pub publisher: &'static str,
    /// Address; may be empty.
    pub url: &'static str,
    /// Licence of the data; `fact` for single figures.
    pub licence: &'static str,
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
    /// Year the value speaks of.
    pub year: u16,
    /// Where it is from.
    pub source: SourceId,
    /// Whether it is a guess.
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
    /// Life-cycle emissions of the power made in the zone.
    LifeCycle,
    /// Emissions at the stack alone.
    Combustion,
}

impl GridBasis {
    /// Whether only emissions at the stack are counted.
    pub const fn is_combustion(self) -> bool {
        matches!(self, Self::Combustion)
    }
}

/// A zone of the power grid.
#[derive(Debug, PartialEq)]
pub struct Zone {
    /// ISO code, or a code of a sub-national zone.
    pub code: &'static str,
    /// English name.
    pub name: &'static str,
    /// What kind of place it is.
    pub level: ZoneLevel,
    /// Code of the zone around it.
    pub parent: Option<&'static str>,
    /// Annual average, g CO2e/kWh, location-based.
    pub intensity: Fact,
    /// What that counts.
    pub basis: GridBasis,
    /// Water consumed to make a kWh, L/kWh.
    pub water: Option<Fact>,
    /// Primary energy of a kWh, MJ/kWh.
    pub primary_energy: Option<Fact>,
    /// Abiotic depletion of a kWh, kg Sb eq/kWh.
    pub minerals: Option<Fact>,
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
}

/// What an amount is like.
#[derive(Debug, PartialEq)]
pub struct Equivalence {
    /// Id.
    pub id: &'static str,
    /// Id of the indicator it is for.
    pub indicator: &'static str,
    /// Amount of the indicator in one of it.
    pub value: Fact,
}

/// The entry behind a source id.
pub fn source(id: SourceId) -> &'static Source {
    &SOURCES[usize::from(id.0)]
}

/// The bibliography.
pub fn sources() -> &'static [Source] {
    &SOURCES
}

/// All accelerators.
pub fn accelerators() -> &'static [Accelerator] {
    &ACCELERATORS
}

/// The accelerator with this id.
pub fn accelerator(id: &str) -> Option<&'static Accelerator> {
    ACCELERATORS.iter().find(|row| row.id == id)
}

/// The host that holds this many accelerators.
pub fn host(devices: u16) -> Option<&'static Host> {
    HOSTS.iter().find(|row| row.devices == devices)
}

/// All cloud regions.
pub fn cloud_regions() -> &'static [CloudRegion] {
    &REGIONS
}

/// The cloud region with this id, `provider/code`.
pub fn cloud_region(id: &str) -> Option<&'static CloudRegion> {
    REGIONS.iter().find(|row| row.id == id)
}

/// All models.
pub fn models() -> &'static [Model] {
    &MODELS
}

/// The model with this id.
pub fn model(id: &str) -> Option<&'static Model> {
    MODELS.iter().find(|row| row.id == id)
}

/// All equivalences.
pub fn equivalences() -> &'static [Equivalence] {
    &EQUIVALENCES
}

/// The grid zones in use.
#[derive(Debug)]
pub struct Catalog {
    zones: &'static [Zone],
}

impl Catalog {
    /// The zones compiled in.
    pub fn built_in() -> &'static Self {
        static CATALOG: OnceLock<Catalog> = OnceLock::new();
        CATALOG.get_or_init(|| Self { zones: &ZONES })
    }

    /// The zone with this code.
    pub fn zone(&self, code: &str) -> Option<&Zone> {
        self.zones.iter().find(|zone| zone.code == code)
    }

    /// All zones.
    pub fn zones(&self) -> impl Iterator<Item = &Zone> {
        self.zones.iter()
    }

    /// A fact of the zone, or of the nearest zone around it that has one, with the code of its owner.
    pub fn inherited(&self, code: &str, get: impl Fn(&Zone) -> Option<Fact>) -> Option<(Fact, &str)> {
        let mut zone = self.zone(code)?;
        loop {
            if let Some(fact) = get(zone) {
                return Some((fact, zone.code));
            }
            zone = self.zone(zone.parent?)?;
        }
    }
}
