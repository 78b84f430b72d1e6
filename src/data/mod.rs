//! Reference tables: every fact with its range, year and source.

mod catalog;
mod guide;
pub mod iso;
pub mod search;
mod table;
mod types;

pub use catalog::Catalog;
pub use guide::{
    Check, CheckLink, Claim, Commitment, Reading, checklist, claim, claims, commitments, offset_prices,
    reading,
};
pub use types::*;

use std::sync::OnceLock;

pub(crate) use table::Table;

/// Version of the tables, written into links and exports.
pub const VERSION: &str = "2026.11";

/// Tables the page fetches before it renders.
#[cfg(all(target_arch = "wasm32", feature = "app"))]
static FETCHED: OnceLock<Fetched> = OnceLock::new();

/// Tables of views loaded on demand, once fetched.
#[cfg(all(target_arch = "wasm32", feature = "app"))]
static FETCHED_FOR_VIEWS: OnceLock<&'static str> = OnceLock::new();

#[cfg(all(target_arch = "wasm32", feature = "app"))]
struct Fetched {
    own: &'static str,
    share_alike: &'static str,
    zones: Option<&'static str>,
}

/// Installs the fetched tables, before the first of them is read: own ones, those under CC BY-SA, and the zones under
/// the ODbL where they could be fetched.
#[cfg(all(target_arch = "wasm32", feature = "app"))]
pub fn install(own: String, share_alike: String, zones: Option<String>) {
    // A page that starts twice fetched the same tables.
    let _ = FETCHED.set(Fetched {
        own: own.leak(),
        share_alike: share_alike.leak(),
        zones: zones.map(|text| &*text.leak()),
    });
}

/// Installs the tables of views loaded on demand. Until then they are empty.
#[cfg(all(target_arch = "wasm32", feature = "app"))]
pub fn install_for_views(tables: String) {
    let _ = FETCHED_FOR_VIEWS.set(tables.leak());
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

/// Tables under CC BY-SA 4.0, kept apart because of their licence.
fn share_alike() -> &'static str {
    #[cfg(all(target_arch = "wasm32", feature = "app"))]
    return FETCHED.get().map_or("", |fetched| fetched.share_alike);
    #[cfg(not(all(target_arch = "wasm32", feature = "app")))]
    include_str!(concat!(env!("OUT_DIR"), "/share_alike.txt"))
}

/// The rows of a table of views loaded on demand; empty until it is installed.
fn rows_of_lazy_views<T>(
    cache: &'static OnceLock<Vec<T>>,
    table: &str,
    make: &dyn Fn(&Table, usize) -> T,
) -> &'static [T] {
    #[cfg(all(target_arch = "wasm32", feature = "app"))]
    let text = FETCHED_FOR_VIEWS.get().copied();
    #[cfg(not(all(target_arch = "wasm32", feature = "app")))]
    let text = Some(include_str!(concat!(env!("OUT_DIR"), "/views.txt")));
    text.map_or(&[], |text| cache.get_or_init(|| Table::rows(text, table, make)))
}

/// Every row of a table whose types are defined outside this module: parameters, choices, presets.
pub(crate) fn rows<T>(table: &str, make: &dyn Fn(&Table, usize) -> T) -> Vec<T> {
    Table::rows(own(), table, make)
}

/// Settings as tables write them: `pue=1.1;zone=FR`.
pub(crate) fn settings(text: &'static str) -> Vec<(&'static str, &'static str)> {
    text.split(';').filter_map(|pair| pair.split_once('=')).collect()
}

/// Sources of settings as tables write them, in the order of the settings: places in the bibliography, a question mark
/// after those of assumed settings.
pub(crate) fn sources_of_settings(text: &str) -> impl Iterator<Item = (SourceId, bool)> {
    text.split(';').map(|cell| {
        let index = cell.strip_suffix('?');
        let source = index.unwrap_or(cell).parse().unwrap_or(0);
        (SourceId(source), index.is_some())
    })
}

/// A table of calibrated constants (`assets/data/constants`) as CSV: `serving` or `serving_generation`; empty
/// where there is none of this name.
pub fn calibration(name: &str) -> &'static str {
    own()
        .split("##")
        .find_map(|section| section.strip_prefix(name)?.strip_prefix('\n'))
        .unwrap_or("")
}

/// Fallback for a missing fact; the tests make sure that none is missing.
pub(crate) const UNKNOWN: Fact = Fact {
    central: 0.0,
    low: 0.0,
    high: 0.0,
    year: 0,
    source: SourceId(0),
    assumed: true,
};

/// Search aliases for a country code or a provider; empty where there are none.
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
            author: table.text(row, "author"),
            year: table.count(row, "year"),
            index: row,
        })
    })
}

/// The entry behind a source id.
pub fn source(id: SourceId) -> &'static Source {
    static NONE: Source = Source {
        id: "",
        author: "",
        year: 0,
        index: usize::MAX,
    };
    sources().get(usize::from(id.0)).unwrap_or(&NONE)
}

impl Source {
    /// Title, publisher, address and licence; empty until the page has fetched them, after its first picture.
    pub fn details(&self) -> &'static SourceDetails {
        static ROWS: OnceLock<Vec<SourceDetails>> = OnceLock::new();
        static NONE: SourceDetails = SourceDetails {
            title: "",
            publisher: "",
            url: "",
            licence: "",
            attribution: "",
        };
        rows_of_lazy_views(&ROWS, "source_details", &|table, row| SourceDetails {
            title: table.text(row, "title"),
            publisher: table.text(row, "publisher"),
            url: table.text(row, "url"),
            licence: table.text(row, "licence"),
            attribution: table.text(row, "attribution"),
        })
        .get(self.index)
        .unwrap_or(&NONE)
    }
}

/// All accelerators.
pub fn accelerators() -> &'static [Accelerator] {
    static ROWS: OnceLock<Vec<Accelerator>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let embodied = Table::read(share_alike(), "embodied");
        Table::rows(own(), "accelerators", &|table, row| {
            let id = table.text(row, "id");
            let made = |column| embodied.fact(embodied.row("accelerator", id)?, column);
            let tdp_w = table.required_fact(row, "tdp_w");
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
            embodied_kg: table.required_fact(row, "embodied_kg"),
            minerals_kg_sb: table.required_fact(row, "minerals_kg_sb"),
            primary_energy_mj: table.required_fact(row, "primary_energy_mj"),
            mass_kg: table.required_fact(row, "mass_kg"),
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
        let configured = Table::read(own(), "architectures");
        Table::rows(own(), "models", &|table, row| {
            let id = table.text(row, "id");
            Model {
                id,
                name: table.text(row, "name"),
                vendor: table.text(row, "vendor"),
                open: table.text(row, "weights") == "open",
                experts: table.text(row, "architecture") == "moe",
                total_b: table.required_fact(row, "total_b"),
                active_b: table.required_fact(row, "active_b"),
                context_tokens: table.text(row, "context").parse().ok(),
                modality: table.text(row, "modality"),
                configuration: configured.row("model", id).map(|row| {
                    let fact = |column| configured.fact(row, column);
                    Configuration {
                        layers: fact("layers"),
                        kv_bytes_per_token: fact("kv_bytes_per_token"),
                        expert_share: fact("expert_share"),
                        passes: fact("passes"),
                        token_pixels: fact("token_pixels"),
                        token_frames: fact("token_frames"),
                    }
                }),
            }
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
            value: table.required_fact(row, "value"),
            readers: table.text(row, "readers"),
        })
    })
}

/// All published figures, in the order of the table.
pub fn published() -> &'static [Published] {
    static ROWS: OnceLock<Vec<Published>> = OnceLock::new();
    rows_of_lazy_views(&ROWS, "published", &|table, row| {
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
            value: table.required_fact(row, "value"),
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
            settings: settings(table.text(row, "settings")),
        }
    })
}

/// The published figure with this id.
pub fn published_figure(id: &str) -> Option<&'static Published> {
    published().iter().find(|row| row.id == id)
}

/// Display name of a row of the tables of models and accelerators.
pub fn row_name(table: &str, id: &str) -> Option<&'static str> {
    match table {
        "models" => model(id).map(|row| row.name),
        "accelerators" => accelerator(id).map(|row| row.name),
        _ => None,
    }
}

/// All mitigations.
pub fn mitigations() -> &'static [Mitigation] {
    static ROWS: OnceLock<Vec<Mitigation>> = OnceLock::new();
    rows_of_lazy_views(&ROWS, "mitigations", &|table, row| Mitigation {
        id: table.text(row, "id"),
        stage: table.text(row, "stage"),
        effect: table.required_fact(row, "effect"),
        on: table.text(row, "on"),
        condition: table.text(row, "condition"),
        trap: table.text(row, "trap"),
        claim: table.text(row, "claim"),
    })
}

/// The targets that measures propose.
pub fn lever_targets() -> &'static [LeverTarget] {
    static ROWS: OnceLock<Vec<LeverTarget>> = OnceLock::new();
    rows_of_lazy_views(&ROWS, "levers", &|table, row| LeverTarget {
        id: table.text(row, "id"),
        target: table.text(row, "target"),
        step: table.number(row, "step"),
        evidence: (!table.text(row, "evidence").is_empty()).then(|| table.source_in(row, "evidence")),
    })
}

/// The target that this measure proposes; `None` where it has none.
pub fn lever_target(id: &str) -> Option<&'static LeverTarget> {
    lever_targets().iter().find(|row| row.id == id)
}

/// All named machines and parts of accelerators.
pub fn machines() -> &'static [Machine] {
    static ROWS: OnceLock<Vec<Machine>> = OnceLock::new();
    rows_of_lazy_views(&ROWS, "machines", &|table, row| Machine {
        name: table.text(row, "name"),
        kind: table.text(row, "kind"),
        accelerator: table.text(row, "accelerator"),
        devices: table.number(row, "devices").unwrap_or(1.0),
    })
}

/// All single figures.
pub fn constants() -> &'static [Constant] {
    static ROWS: OnceLock<Vec<Constant>> = OnceLock::new();
    ROWS.get_or_init(|| {
        Table::rows(own(), "constants", &|table, row| Constant {
            id: table.text(row, "id"),
            value: table.required_fact(row, "value"),
            unit: table.text(row, "unit"),
        })
    })
}

/// The single figure with this id.
pub fn constant(id: &str) -> Option<&'static Constant> {
    constants().iter().find(|row| row.id == id)
}
