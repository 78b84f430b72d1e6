//! Reference tables: every fact with its range, year and source.

mod catalog;
mod guide;
pub mod iso;
pub mod search;
mod table;
mod trend;

pub use catalog::Catalog;
pub use guide::{Check, CheckLink, Reading, checklist, offset_prices, reading};
pub use trend::{Trend, trends};

use std::fmt;
use std::sync::OnceLock;

use table::Table;

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
    /// What its licence asks to be printed; empty where it asks for nothing.
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
    LifeCycleProduction,
    /// Life-cycle emissions of the power used in the zone, imports and exports traced.
    LifeCycleConsumption,
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
#[derive(Clone, Debug, PartialEq)]
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
    /// Emissions of one more kWh, g CO2/kWh at the stack. Another quantity than `intensity`: never compared.
    pub marginal: Option<Fact>,
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

/// What an amount is like.
#[derive(Debug, PartialEq)]
pub struct Equivalence {
    /// Id.
    pub id: &'static str,
    /// Id of the indicator it is for.
    pub indicator: &'static str,
    /// Amount of the indicator in one of it.
    pub value: Fact,
    /// Unit of that amount.
    pub unit: &'static str,
}

/// A published figure: a training, or one query, image or video, with what it counts.
#[derive(Debug, PartialEq)]
pub struct Published {
    /// Id.
    pub id: &'static str,
    /// `training`, `query`, `image` or `video`.
    pub kind: &'static str,
    /// What was trained or asked.
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
    /// What is counted beside the accelerators.
    pub boundary: Boundary,
    /// Parameters and choices that reproduce its inputs: name and value, ready for a scenario.
    pub settings: Vec<(&'static str, &'static str)>,
}

/// What a published figure counts; `None`: its authors do not say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Boundary {
    /// Cooling and power supply of the building.
    pub pue: Option<bool>,
    /// Processors, memory and fans of the servers.
    pub hosts: Option<bool>,
    /// Capacity kept ready.
    pub idle: Option<bool>,
    /// Experiments before the final run.
    pub development: Option<bool>,
    /// Making of the hardware.
    pub embodied: Option<bool>,
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
    /// Code of what can turn it into a loss.
    pub trap: &'static str,
    /// What is commonly claimed; may be empty.
    pub claim: &'static str,
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

/// Tables that the page has fetched.
#[cfg(all(target_arch = "wasm32", feature = "app"))]
static FETCHED: OnceLock<Fetched> = OnceLock::new();

#[cfg(all(target_arch = "wasm32", feature = "app"))]
struct Fetched {
    own: &'static str,
    share_alike: &'static str,
    zones: Option<&'static str>,
}

/// Hands over the tables that the page has fetched, before the first of them is read: own ones, those under
/// CC BY-SA, and the zones under the ODbL where they came.
#[cfg(all(target_arch = "wasm32", feature = "app"))]
pub fn install(own: String, share_alike: String, zones: Option<String>) {
    // A second start of the page finds the same tables.
    let _ = FETCHED.set(Fetched {
        own: own.leak(),
        share_alike: share_alike.leak(),
        zones: zones.map(|text| &*text.leak()),
    });
}

/// The zones under the ODbL: never compiled in.
fn fetched_zones() -> Option<&'static str> {
    #[cfg(all(target_arch = "wasm32", feature = "app"))]
    return FETCHED.get().and_then(|fetched| fetched.zones);
    #[cfg(not(all(target_arch = "wasm32", feature = "app")))]
    None
}

/// Own tables and those under CC BY, facts, public domain and permissive licences.
fn own() -> &'static str {
    #[cfg(all(target_arch = "wasm32", feature = "app"))]
    return FETCHED.get().map_or("", |fetched| fetched.own);
    #[cfg(not(all(target_arch = "wasm32", feature = "app")))]
    include_str!(concat!(env!("OUT_DIR"), "/tables.txt"))
}

/// Tables under CC BY-SA 4.0: a text of their own.
fn share_alike() -> &'static str {
    #[cfg(all(target_arch = "wasm32", feature = "app"))]
    return FETCHED.get().map_or("", |fetched| fetched.share_alike);
    #[cfg(not(all(target_arch = "wasm32", feature = "app")))]
    include_str!(concat!(env!("OUT_DIR"), "/share_alike.txt"))
}

/// Stands where a checked table holds nothing; the tests show that it never does.
const UNKNOWN: Fact = Fact {
    central: 0.0,
    low: 0.0,
    high: 0.0,
    year: 0,
    source: SourceId(0),
    assumed: true,
};

/// Further words for a country code or a provider; empty where there are none.
pub fn aliases(id: &str) -> &'static str {
    static TABLE: OnceLock<Table> = OnceLock::new();
    let table = TABLE.get_or_init(|| Table::read(own(), "aliases"));
    table.row("id", id).map_or("", |row| table.text(row, "words"))
}

/// The bibliography.
pub fn sources() -> &'static [Source] {
    static ROWS: OnceLock<Vec<Source>> = OnceLock::new();
    ROWS.get_or_init(|| {
        Table::rows(own(), "sources", &|table, row| Source {
            id: table.text(row, "id"),
            title: table.text(row, "title"),
            author: table.text(row, "author"),
            year: table.count(row, "year"),
            publisher: table.text(row, "publisher"),
            url: table.text(row, "url"),
            licence: table.text(row, "licence"),
            attribution: table.text(row, "attribution"),
        })
    })
}

/// The entry behind a source id.
pub fn source(id: SourceId) -> &'static Source {
    static NONE: Source = Source {
        id: "",
        title: "",
        author: "",
        year: 0,
        publisher: "",
        url: "",
        licence: "",
        attribution: "",
    };
    sources().get(usize::from(id.0)).unwrap_or(&NONE)
}

/// All accelerators.
pub fn accelerators() -> &'static [Accelerator] {
    static ROWS: OnceLock<Vec<Accelerator>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let embodied = Table::read(share_alike(), "embodied");
        Table::rows(own(), "accelerators", &|table, row| {
            let id = table.text(row, "id");
            let made = |column| embodied.fact(embodied.row("accelerator", id)?, column);
            let tdp_w = table.needed(row, "tdp_w");
            Accelerator {
                id,
                name: table.text(row, "name"),
                vendor: table.text(row, "vendor"),
                class: table.text(row, "class"),
                release_year: table.count(row, "year"),
                tdp_w,
                memory_gb: table.number(row, "memory_gb").unwrap_or(0.0),
                bandwidth_gb_s: table.number(row, "bandwidth_gb_s").unwrap_or(0.0),
                bf16_tflops: table.number(row, "bf16_tflops"),
                fp8_tflops: table.number(row, "fp8_tflops"),
                fp4_tflops: table.number(row, "fp4_tflops"),
                int8_tops: table.number(row, "int8_tops"),
                mass_kg: table.fact(row, "mass_kg"),
                embodied_kg: made("embodied_kg"),
                minerals_kg_sb: made("minerals_kg_sb"),
                devices_per_host: table.count(row, "devices_per_host"),
                source: table.source(row),
            }
        })
    })
}

/// The accelerator with this id.
pub fn accelerator(id: &str) -> Option<&'static Accelerator> {
    accelerators().iter().find(|row| row.id == id)
}

/// All hosts.
pub fn hosts() -> &'static [Host] {
    static ROWS: OnceLock<Vec<Host>> = OnceLock::new();
    ROWS.get_or_init(|| {
        Table::rows(own(), "hosts", &|table, row| Host {
            id: table.text(row, "id"),
            name: table.text(row, "name"),
            devices: table.count(row, "devices"),
            power_w: table.fact(row, "power_w"),
            embodied_kg: table.needed(row, "embodied_kg"),
            minerals_kg_sb: table.needed(row, "minerals_kg_sb"),
            primary_energy_mj: table.needed(row, "primary_energy_mj"),
            mass_kg: table.needed(row, "mass_kg"),
        })
    })
}

/// The host that holds this many accelerators.
pub fn host(devices: u16) -> Option<&'static Host> {
    hosts().iter().find(|row| row.devices == devices)
}

/// All cloud regions.
pub fn cloud_regions() -> &'static [CloudRegion] {
    static ROWS: OnceLock<Vec<CloudRegion>> = OnceLock::new();
    ROWS.get_or_init(|| {
        Table::rows(own(), "regions", &|table, row| {
            let id = table.text(row, "id");
            let (provider, code) = id.split_once('/').unwrap_or((id, ""));
            CloudRegion {
                id,
                provider,
                code,
                place: table.text(row, "place"),
                country: table.text(row, "country"),
                zone: table.text(row, "zone"),
                pue: table.fact(row, "pue"),
                wue: table.fact(row, "wue"),
                carbon_free: table.fact(row, "carbon_free"),
                published_intensity: table.fact(row, "published_intensity"),
                source: table.source(row),
            }
        })
    })
}

/// The cloud region with this id, `provider/code`.
pub fn cloud_region(id: &str) -> Option<&'static CloudRegion> {
    cloud_regions().iter().find(|row| row.id == id)
}

/// All models.
pub fn models() -> &'static [Model] {
    static ROWS: OnceLock<Vec<Model>> = OnceLock::new();
    ROWS.get_or_init(|| {
        Table::rows(own(), "models", &|table, row| Model {
            id: table.text(row, "id"),
            name: table.text(row, "name"),
            vendor: table.text(row, "vendor"),
            open: table.text(row, "weights") == "open",
            experts: table.text(row, "architecture") == "moe",
            total_b: table.needed(row, "total_b"),
            active_b: table.needed(row, "active_b"),
            context_tokens: table.text(row, "context").parse().ok(),
            modality: table.text(row, "modality"),
        })
    })
}

/// The model with this id.
pub fn model(id: &str) -> Option<&'static Model> {
    models().iter().find(|row| row.id == id)
}

/// All equivalences.
pub fn equivalences() -> &'static [Equivalence] {
    static ROWS: OnceLock<Vec<Equivalence>> = OnceLock::new();
    ROWS.get_or_init(|| {
        Table::rows(own(), "equivalences", &|table, row| Equivalence {
            id: table.text(row, "id"),
            indicator: table.text(row, "indicator"),
            value: table.needed(row, "value"),
            unit: table.text(row, "unit"),
        })
    })
}

/// All published figures, in the order of the table.
pub fn published() -> &'static [Published] {
    static ROWS: OnceLock<Vec<Published>> = OnceLock::new();
    ROWS.get_or_init(|| {
        Table::rows(own(), "published", &|table, row| {
            let counted = |column| match table.text(row, column) {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            };
            Published {
                id: table.text(row, "id"),
                kind: table.text(row, "kind"),
                system: table.text(row, "system"),
                indicator: table.text(row, "indicator"),
                value: table.needed(row, "value"),
                unit: table.text(row, "unit"),
                how: table.text(row, "how"),
                basis: table.text(row, "basis"),
                boundary: Boundary {
                    pue: counted("pue"),
                    hosts: counted("hosts"),
                    idle: counted("idle"),
                    development: counted("development"),
                    embodied: counted("embodied"),
                },
                settings: table
                    .text(row, "settings")
                    .split(';')
                    .filter_map(|pair| pair.split_once('='))
                    .collect(),
            }
        })
    })
}

/// The published figure with this id.
pub fn published_figure(id: &str) -> Option<&'static Published> {
    published().iter().find(|row| row.id == id)
}

/// All mitigations.
pub fn mitigations() -> &'static [Mitigation] {
    static ROWS: OnceLock<Vec<Mitigation>> = OnceLock::new();
    ROWS.get_or_init(|| {
        Table::rows(own(), "mitigations", &|table, row| Mitigation {
            id: table.text(row, "id"),
            stage: table.text(row, "stage"),
            effect: table.needed(row, "effect"),
            on: table.text(row, "on"),
            condition: table.text(row, "condition"),
            trap: table.text(row, "trap"),
            claim: table.text(row, "claim"),
        })
    })
}

/// All single figures.
pub fn constants() -> &'static [Constant] {
    static ROWS: OnceLock<Vec<Constant>> = OnceLock::new();
    ROWS.get_or_init(|| {
        Table::rows(own(), "constants", &|table, row| Constant {
            id: table.text(row, "id"),
            value: table.needed(row, "value"),
            unit: table.text(row, "unit"),
        })
    })
}

/// The single figure with this id.
pub fn constant(id: &str) -> Option<&'static Constant> {
    constants().iter().find(|row| row.id == id)
}
