//! What every reference table must look like: its columns, what each may hold and in which unit.

/// What a column may hold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Text that must not be empty.
    Text,
    /// Text that may be empty.
    Words,
    /// One of a few words.
    OneOf(&'static [&'static str]),
    /// Key of a row of another table.
    Key(&'static str),
    /// Key of a row of another table, or empty.
    OptionalKey(&'static str),
    /// Key of a row of one of two other tables.
    KeyOfEither(&'static str, &'static str),
    /// A number within limits.
    Number(f64, f64),
    /// A number within limits, or empty.
    OptionalNumber(f64, f64),
    /// A number within limits with `_low`, `_high`, `_year`, `_source` and `_assumed` beside it. Where the
    /// table has no such column, or the cell is empty, `year`, `source` and `assumed` of the row hold.
    Fact(f64, f64),
    /// The same, or empty.
    OptionalFact(f64, f64),
    /// Id of the bibliography.
    Source,
    /// Id of the bibliography, or empty.
    OptionalSource,
    /// `name=value` pairs of parameters and choices, between semicolons; may be empty.
    Settings,
}

impl Kind {
    /// Whether the column holds a number with range, year and source.
    pub const fn is_fact(self) -> bool {
        matches!(self, Self::Fact(..) | Self::OptionalFact(..))
    }
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Name in the header.
    pub name: &'static str,
    /// What it may hold.
    pub kind: Kind,
    /// Unit of its numbers; empty for text and for tables with a `unit` column.
    pub unit: &'static str,
}

/// The text that a table becomes part of: fetched as one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bundle {
    /// Needed before a result can be shown.
    First,
    /// The same, under CC BY-SA 4.0: a licence of its own, a file of its own.
    ShareAlike,
    /// Needed by views loaded on demand.
    Views,
}

/// A table.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// File name below `assets/data`, without `.csv`.
    pub name: &'static str,
    /// The text it becomes part of.
    pub bundle: Bundle,
    /// Its columns; the first is the key.
    pub columns: &'static [Column],
}

const fn column(name: &'static str, kind: Kind, unit: &'static str) -> Column {
    Column { name, kind, unit }
}

const fn text(name: &'static str) -> Column {
    column(name, Kind::Text, "")
}

/// Allowed reference years of a fact.
pub const YEARS: (f64, f64) = (1990.0, 2030.0);

/// Highest plausible grid intensity, g CO2e/kWh.
pub const HIGHEST_INTENSITY: f64 = 1500.0;

const YES_NO: Kind = Kind::OneOf(&["yes", "no", "unknown"]);

/// Levels of a zone.
pub const LEVELS: &[&str] = &["aggregate", "country", "subdivision"];

/// Bases of an `intensity`; the direct emissions of the same place stand beside it as `combustion`.
pub const BASES: &[&str] = &["life_cycle_production", "life_cycle_consumption"];

/// Groups of the checklist.
pub const CHECKS: &[&str] = &[
    "measurement",
    "optimisation",
    "infrastructure",
    "practices",
    "offsetting",
];

/// Groups of the claims.
pub const CLAIMS: &[&str] = &[
    "training",
    "inference",
    "measures",
    "grids",
    "equivalents",
    "references",
    "parts",
    "shown",
    "practices",
];

/// Verdicts on claims: those on a figure, then those on a part of the footprint. Practices have none.
pub const VERDICTS: &[&str] = &[
    "right",
    "caveat",
    "rough",
    "wrong",
    "speculative",
    "counted",
    "named",
    "none",
];

/// Periods over which a company matches its consumption with contracts.
pub const MATCHING: &[&str] = &["annual", "hourly"];

/// Kinds of reading.
pub const READING: &[&str] = &["practice", "tool", "dataset", "standard", "paper"];

/// Every reference table that is compiled in, in the order in which they are written.
pub const TABLES: &[Schema] = &[
    Schema {
        name: "zones",
        bundle: Bundle::First,
        columns: &[
            text("code"),
            text("name"),
            column("level", Kind::OneOf(LEVELS), ""),
            column("parent", Kind::OptionalKey("zones"), ""),
            column("basis", Kind::OneOf(BASES), ""),
            column("intensity", Kind::Fact(0.0, HIGHEST_INTENSITY), "g CO2e/kWh"),
            column(
                "combustion",
                Kind::OptionalFact(0.0, HIGHEST_INTENSITY),
                "g CO2e/kWh",
            ),
            column("water", Kind::OptionalFact(0.0, 100.0), "L/kWh"),
            column("primary_energy", Kind::OptionalFact(3.6, 40.0), "MJ/kWh"),
            column("minerals", Kind::OptionalFact(0.0, 0.001), "kg Sb eq/kWh"),
        ],
    },
    Schema {
        name: "aliases",
        bundle: Bundle::First,
        columns: &[text("id"), text("names")],
    },
    Schema {
        name: "place_names",
        bundle: Bundle::Views,
        columns: &[
            text("id"),
            column("names", Kind::Words, ""),
            column("parts", Kind::Words, ""),
        ],
    },
    Schema {
        name: "marginal",
        bundle: Bundle::ShareAlike,
        columns: &[
            column("zone", Kind::Key("zones"), ""),
            column("marginal", Kind::Fact(0.0, HIGHEST_INTENSITY), "g CO2/kWh"),
        ],
    },
    Schema {
        name: "residual",
        bundle: Bundle::First,
        columns: &[
            column("zone", Kind::Key("zones"), ""),
            column("residual", Kind::Fact(0.0, HIGHEST_INTENSITY), "g CO2/kWh"),
        ],
    },
    Schema {
        name: "regions",
        bundle: Bundle::First,
        columns: &[
            text("id"),
            text("place"),
            text("country"),
            column("zone", Kind::Key("zones"), ""),
            column("pue", Kind::OptionalFact(1.0, 3.0), "kWh/kWh"),
            column("wue", Kind::OptionalFact(0.0, 10.0), "L/kWh IT"),
            column("carbon_free", Kind::OptionalFact(0.0, 1.0), "share"),
            column(
                "published_intensity",
                Kind::OptionalFact(0.0, HIGHEST_INTENSITY),
                "g CO2e/kWh",
            ),
            column("source", Kind::Source, ""),
        ],
    },
    Schema {
        name: "accelerators",
        bundle: Bundle::First,
        columns: &[
            text("id"),
            text("name"),
            text("vendor"),
            text("class"),
            column("tdp_w", Kind::Fact(1.0, 30_000.0), "W"),
            column("memory_gb", Kind::Number(0.01, 10_000.0), "GB"),
            column("bandwidth_gb_s", Kind::Number(1.0, 1e8), "GB/s"),
            column("bf16_tflops", Kind::OptionalNumber(0.1, 1e6), "TFLOP/s dense"),
            column("fp8_tflops", Kind::OptionalNumber(0.1, 1e6), "TFLOP/s dense"),
            column("fp4_tflops", Kind::OptionalNumber(0.1, 1e6), "TFLOP/s dense"),
            column("int8_tops", Kind::OptionalNumber(0.1, 1e6), "TOP/s dense"),
            column("mass_kg", Kind::OptionalFact(0.01, 1000.0), "kg"),
            column("devices_per_host", Kind::Number(1.0, 1024.0), "devices"),
            column("year", Kind::Number(YEARS.0, YEARS.1), ""),
            column("source", Kind::Source, ""),
        ],
    },
    Schema {
        name: "embodied",
        bundle: Bundle::ShareAlike,
        columns: &[
            column("accelerator", Kind::Key("accelerators"), ""),
            column("embodied_kg", Kind::OptionalFact(1.0, 100_000.0), "kg CO2e"),
            column("minerals_kg_sb", Kind::OptionalFact(0.0, 10.0), "kg Sb eq"),
        ],
    },
    Schema {
        name: "hosts",
        bundle: Bundle::First,
        columns: &[
            text("id"),
            text("name"),
            column("devices", Kind::Number(1.0, 1024.0), "devices"),
            column("power_w", Kind::OptionalFact(1.0, 100_000.0), "W"),
            column("embodied_kg", Kind::Fact(1.0, 1e6), "kg CO2e"),
            column("minerals_kg_sb", Kind::Fact(0.0, 100.0), "kg Sb eq"),
            column("primary_energy_mj", Kind::Fact(0.0, 1e7), "MJ"),
            column("mass_kg", Kind::Fact(1.0, 10_000.0), "kg"),
        ],
    },
    Schema {
        name: "models",
        bundle: Bundle::First,
        columns: &[
            text("id"),
            text("name"),
            text("vendor"),
            column("weights", Kind::OneOf(&["open", "closed"]), ""),
            column("architecture", Kind::OneOf(&["dense", "moe"]), ""),
            column("total_b", Kind::Fact(0.0001, 100_000.0), "billion parameters"),
            column("active_b", Kind::Fact(0.0001, 100_000.0), "billion parameters"),
            column(
                "modality",
                Kind::OneOf(&["text", "multimodal", "image", "video", "audio"]),
                "",
            ),
            column("context", Kind::OptionalNumber(1.0, 1e8), "tokens"),
        ],
    },
    Schema {
        name: "architectures",
        bundle: Bundle::First,
        columns: &[
            column("model", Kind::Key("models"), ""),
            column("layers", Kind::OptionalFact(1.0, 10_000.0), "layers"),
            column("kv_bytes_per_token", Kind::OptionalFact(0.0, 1e9), "bytes"),
            column("expert_share", Kind::OptionalFact(1e-6, 1.0), "share"),
            column("passes", Kind::OptionalFact(1.0, 100.0), "passes"),
            column("token_pixels", Kind::OptionalFact(1.0, 1000.0), "px"),
            column("token_frames", Kind::OptionalFact(1.0, 1000.0), "frames"),
        ],
    },
    Schema {
        name: "equivalences",
        bundle: Bundle::First,
        columns: &[
            text("id"),
            text("indicator"),
            column("value", Kind::Fact(0.0, 1e12), ""),
            text("unit"),
            column(
                "readers",
                Kind::OneOf(&["everyone", "miles", "kilometres", "brief"]),
                "",
            ),
        ],
    },
    Schema {
        name: "published",
        bundle: Bundle::Views,
        columns: &[
            text("id"),
            column("kind", Kind::OneOf(&["training", "query", "image", "video"]), ""),
            text("system"),
            column(
                "indicator",
                Kind::OneOf(&["energy", "ghg", "water", "minerals"]),
                "",
            ),
            column("value", Kind::Fact(0.0, 1e12), ""),
            text("unit"),
            column(
                "how",
                Kind::OneOf(&["measured", "computed", "modelled", "stated"]),
                "",
            ),
            column(
                "basis",
                Kind::OneOf(&[
                    "none",
                    "location",
                    "market",
                    "marginal",
                    "hypothetical",
                    "unknown",
                ]),
                "",
            ),
            column("pue", YES_NO, ""),
            column("hosts", YES_NO, ""),
            column("idle", YES_NO, ""),
            column("development", YES_NO, ""),
            column("embodied", YES_NO, ""),
            column("settings", Kind::Settings, ""),
        ],
    },
    Schema {
        name: "mitigations",
        bundle: Bundle::Views,
        columns: &[
            text("id"),
            column(
                "stage",
                Kind::OneOf(&["training", "inference", "both", "end_of_life"]),
                "",
            ),
            column("effect", Kind::Fact(0.0, 10.0), "factor"),
            text("on"),
            text("condition"),
            text("trap"),
            column("claim", Kind::Words, ""),
        ],
    },
    Schema {
        name: "levers",
        bundle: Bundle::Views,
        columns: &[
            text("id"),
            text("target"),
            column("step", Kind::OptionalNumber(0.0, 100.0), "unit of the target"),
            column("source", Kind::Source, ""),
            column("evidence", Kind::OptionalSource, ""),
        ],
    },
    Schema {
        name: "machines",
        bundle: Bundle::Views,
        columns: &[
            text("name"),
            column("kind", Kind::OneOf(&["machine", "slice", "mig"]), ""),
            column("accelerator", Kind::Key("accelerators"), ""),
            column("devices", Kind::Number(0.01, 1024.0), "devices"),
            column("year", Kind::Number(YEARS.0, YEARS.1), ""),
            column("source", Kind::Source, ""),
        ],
    },
    Schema {
        name: "constants",
        bundle: Bundle::First,
        columns: &[
            text("id"),
            column("value", Kind::Fact(-1e12, 1e12), ""),
            text("unit"),
        ],
    },
    Schema {
        name: "checklist",
        bundle: Bundle::Views,
        columns: &[
            text("id"),
            column("group", Kind::OneOf(CHECKS), ""),
            column("link", Kind::KeyOfEither("mitigations", "views"), ""),
            column("source", Kind::OptionalSource, ""),
        ],
    },
    Schema {
        name: "reading",
        bundle: Bundle::Views,
        columns: &[
            text("id"),
            column("kind", Kind::OneOf(READING), ""),
            column("source", Kind::Source, ""),
        ],
    },
    Schema {
        name: "claims",
        bundle: Bundle::Views,
        columns: &[
            text("id"),
            column("group", Kind::OneOf(CLAIMS), ""),
            column("claim", Kind::OptionalNumber(0.0, 1e12), ""),
            column("claim_to", Kind::OptionalNumber(0.0, 1e12), ""),
            column("value", Kind::OptionalFact(0.0, 1e12), ""),
            column("unit", Kind::Words, ""),
            column("verdict", Kind::OneOf(VERDICTS), ""),
            column("shows", Kind::Words, ""),
            column("tolerance", Kind::OptionalNumber(0.0, 1.0), "share"),
            column("settings", Kind::Settings, ""),
            column("beside", Kind::Settings, ""),
            column("levers", Kind::Words, ""),
            column("measure", Kind::OptionalKey("mitigations"), ""),
            column("view", Kind::Key("views"), ""),
            column("source", Kind::OptionalSource, ""),
        ],
    },
    Schema {
        name: "commitments",
        bundle: Bundle::Views,
        columns: &[
            text("id"),
            text("company"),
            column("promised", Kind::OptionalNumber(YEARS.0, YEARS.1), "year"),
            column("target", Kind::OptionalNumber(YEARS.0, YEARS.1), "year"),
            column("reached", Kind::OptionalNumber(YEARS.0, YEARS.1), "year"),
            column("matching", Kind::OneOf(MATCHING), ""),
            column("share", Kind::Fact(0.0, 1.0), "share"),
            column("intensity", Kind::Number(0.0, HIGHEST_INTENSITY), "g CO2e/kWh"),
            column("second_hand", Kind::OneOf(&["", "yes"]), ""),
            column("location", Kind::OptionalFact(0.0, 1e12), ""),
            column("market", Kind::OptionalFact(0.0, 1e12), ""),
            text("unit"),
        ],
    },
];
