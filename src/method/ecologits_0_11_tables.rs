//! Tables of EcoLogits 0.11.3: text models, electricity, providers, video models and their hardware.

use super::Error;
use super::common::Range;
use super::ecologits_0_11::Mix;
use super::table::{Row, TableError, read};
use std::collections::HashMap;

fn found<'a, K: std::hash::Hash + Eq, V>(
    map: &'a HashMap<K, V>,
    key: &K,
    what: &'static str,
    name: &str,
) -> Result<&'a V, Error> {
    map.get(key).ok_or_else(|| Error::NotFound {
        what,
        name: name.to_owned(),
    })
}

fn range(row: &mut Row<'_, '_>, column: usize) -> Range {
    Range {
        min: row.number(column),
        max: row.number(column + 1),
    }
}

/// A text model.
#[derive(Clone, Debug, PartialEq)]
pub struct Model {
    /// Parameters that work on a token, billions.
    pub active_b: Range,
    /// All parameters, billions.
    pub total_b: Range,
    /// Tokens a second, where measured.
    pub tps: Option<f64>,
    /// Time to the first token, s, where measured.
    pub ttft_s: Option<f64>,
    /// Codes of the method's warnings about the model.
    pub warnings: Vec<String>,
}

/// Text models by provider and name, aliases included.
#[derive(Clone, Debug, PartialEq)]
pub struct Models(HashMap<(String, String), Model>);

impl Models {
    /// File name under `assets/data/methods`.
    pub const FILE: &'static str = "ecologits_0_11_models.csv";
    const HEADER: &'static [&'static str] = &[
        "provider",
        "name",
        "alias_of",
        "active_min_b",
        "active_max_b",
        "total_min_b",
        "total_max_b",
        "tps",
        "ttft_s",
        "warnings",
    ];

    /// Reads the table.
    ///
    /// # Errors
    /// Every fault with line and column.
    pub fn parse(text: &str) -> Result<Self, Vec<TableError>> {
        let mut models = HashMap::new();
        let mut aliases = Vec::new();
        read(Self::FILE, text, Self::HEADER, |row| {
            let key = (row.name(0), row.name(1));
            let alias_of = row.text(2);
            if alias_of.is_empty() {
                let model = Model {
                    active_b: range(row, 3),
                    total_b: range(row, 5),
                    tps: row.optional(7),
                    ttft_s: row.optional(8),
                    warnings: row.list(9),
                };
                models.insert(key, model);
            } else {
                let missing = row.later(2, format!("no model {alias_of:?} of this provider"));
                aliases.push((key, alias_of, missing));
            }
            Some(())
        })?;
        let mut errors = Vec::new();
        for ((provider, name), alias_of, missing) in aliases {
            match models.get(&(provider.clone(), alias_of)).cloned() {
                Some(model) => {
                    models.insert((provider, name), model);
                }
                None => errors.push(missing),
            }
        }
        if errors.is_empty() {
            Ok(Self(models))
        } else {
            Err(errors)
        }
    }

    /// A model by provider and name.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn find(&self, provider: &str, name: &str) -> Result<&Model, Error> {
        found(
            &self.0,
            &(provider.to_owned(), name.to_owned()),
            "model",
            &format!("{provider}/{name}"),
        )
    }

    /// Provider and name of every model, sorted.
    pub fn names(&self) -> Vec<(&str, &str)> {
        let mut names: Vec<_> = self
            .0
            .keys()
            .map(|(provider, name)| (provider.as_str(), name.as_str()))
            .collect();
        names.sort_unstable();
        names
    }
}

/// Electricity of a zone.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// Its factors.
    pub mix: Mix,
    /// Codes of the method's warnings: factors that are the world's.
    pub warnings: Vec<String>,
}

/// Zones by ISO 3166-1 alpha-3 code, and `WOR`.
#[derive(Clone, Debug, PartialEq)]
pub struct Electricity(HashMap<String, Zone>);

impl Electricity {
    /// File name under `assets/data/methods`.
    pub const FILE: &'static str = "ecologits_0_11_electricity.csv";
    const HEADER: &'static [&'static str] = &["zone", "gwp", "adpe", "pe", "wue", "warnings"];

    /// Reads the table.
    ///
    /// # Errors
    /// Every fault with line and column.
    pub fn parse(text: &str) -> Result<Self, Vec<TableError>> {
        let rows = read(Self::FILE, text, Self::HEADER, |row| {
            let mix = Mix {
                gwp_kg_per_kwh: row.number(1),
                adpe_kg_per_kwh: row.number(2),
                pe_mj_per_kwh: row.number(3),
                wue_l_per_kwh: row.number(4),
            };
            Some((
                row.name(0),
                Zone {
                    mix,
                    warnings: row.list(5),
                },
            ))
        })?;
        Ok(Self(rows.into_iter().collect()))
    }

    /// A zone by its code.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn find(&self, code: &str) -> Result<&Zone, Error> {
        found(&self.0, &code.to_owned(), "zone", code)
    }
}

/// What the method assumes of a provider's data centres.
#[derive(Clone, Debug, PartialEq)]
pub struct Provider {
    /// Zone of the electricity where the reader names none.
    pub zone: String,
    /// Facility energy over IT energy.
    pub pue: Range,
    /// On-site water, L/kWh of IT energy.
    pub wue_l_per_kwh: Range,
}

/// Providers of text and of video.
#[derive(Clone, Debug, PartialEq)]
pub struct Providers(HashMap<(bool, String), Provider>);

impl Providers {
    /// File name under `assets/data/methods`.
    pub const FILE: &'static str = "ecologits_0_11_providers.csv";
    const HEADER: &'static [&'static str] = &[
        "kind", "provider", "zone", "pue_min", "pue_max", "wue_min", "wue_max",
    ];

    /// Reads the table.
    ///
    /// # Errors
    /// Every fault with line and column.
    pub fn parse(text: &str) -> Result<Self, Vec<TableError>> {
        let rows = read(Self::FILE, text, Self::HEADER, |row| {
            let video = row.one_of(0, &[("text", false), ("video", true)])?;
            let provider = Provider {
                zone: row.name(2),
                pue: range(row, 3),
                wue_l_per_kwh: range(row, 5),
            };
            Some(((video, row.name(1)), provider))
        })?;
        Ok(Self(rows.into_iter().collect()))
    }

    /// A provider of text.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn text(&self, name: &str) -> Result<&Provider, Error> {
        found(&self.0, &(false, name.to_owned()), "provider", name)
    }

    /// A provider of video.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn video(&self, name: &str) -> Result<&Provider, Error> {
        found(&self.0, &(true, name.to_owned()), "provider of video", name)
    }
}

/// A server for video.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct VideoHardware {
    /// Accelerators in it.
    pub accelerators: f64,
    /// Power of the whole server, kW, 2.5th to 97.5th percentile.
    pub power_kw: Range,
    /// Manufacture of the server without accelerators: kg CO2e, kg Sb eq, MJ.
    pub server: [f64; 3],
    /// Manufacture of one accelerator: kg CO2e, kg Sb eq, MJ.
    pub accelerator: [f64; 3],
}

/// Servers for video by name.
#[derive(Clone, Debug, PartialEq)]
pub struct VideoServers(HashMap<String, VideoHardware>);

impl VideoServers {
    /// File name under `assets/data/methods`.
    pub const FILE: &'static str = "ecologits_0_11_video_hardware.csv";
    const HEADER: &'static [&'static str] = &[
        "hardware",
        "accelerators",
        "power_p2_5_w",
        "power_p97_5_w",
        "server_gwp",
        "server_adpe",
        "server_pe",
        "accelerator_gwp",
        "accelerator_adpe",
        "accelerator_pe",
    ];

    /// Reads the table.
    ///
    /// # Errors
    /// Every fault with line and column.
    pub fn parse(text: &str) -> Result<Self, Vec<TableError>> {
        let rows = read(Self::FILE, text, Self::HEADER, |row| {
            let watts = range(row, 2);
            let hardware = VideoHardware {
                accelerators: row.number(1),
                power_kw: Range {
                    min: watts.min / 1000.0,
                    max: watts.max / 1000.0,
                },
                server: [row.number(4), row.number(5), row.number(6)],
                accelerator: [row.number(7), row.number(8), row.number(9)],
            };
            Some((row.name(0), hardware))
        })?;
        Ok(Self(rows.into_iter().collect()))
    }

    /// A server by its name.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn find(&self, name: &str) -> Result<&VideoHardware, Error> {
        found(&self.0, &name.to_owned(), "video hardware", name)
    }
}

/// Coefficients of a video model's latency, s.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Regression {
    /// Of frames times squared pixels.
    pub n: f64,
    /// Of thousands of pixels times frames.
    pub m: f64,
    /// Of squared frames.
    pub n1: f64,
    /// Of frames.
    pub m1: f64,
    /// Of the square of thousands of pixels times frames.
    pub n2: f64,
    /// Of squared pixels.
    pub m2: f64,
    /// Constant.
    pub g: f64,
    /// Factor where no sound is made.
    pub non_audio_weight: f64,
}

impl Default for Regression {
    fn default() -> Self {
        Self {
            n: 0.0,
            m: 0.0,
            n1: 0.0,
            m1: 0.0,
            n2: 0.0,
            m2: 0.0,
            g: 0.0,
            non_audio_weight: 1.0,
        }
    }
}

/// A video model.
#[derive(Clone, Debug, PartialEq)]
pub struct VideoModel {
    /// Its provider.
    pub provider: String,
    /// The server it runs on.
    pub hardware: String,
    /// Its latency.
    pub regression: Regression,
}

/// Video models by name.
#[derive(Clone, Debug, PartialEq)]
pub struct VideoModels(HashMap<String, VideoModel>);

impl VideoModels {
    /// File name under `assets/data/methods`.
    pub const FILE: &'static str = "ecologits_0_11_video_models.csv";
    const HEADER: &'static [&'static str] = &[
        "model",
        "provider",
        "hardware",
        "n",
        "m",
        "n1",
        "m1",
        "n2",
        "m2",
        "g",
        "non_audio_weight",
    ];

    /// Reads the table.
    ///
    /// # Errors
    /// Every fault with line and column.
    pub fn parse(text: &str) -> Result<Self, Vec<TableError>> {
        let rows = read(Self::FILE, text, Self::HEADER, |row| {
            let regression = Regression {
                n: row.number(3),
                m: row.number(4),
                n1: row.number(5),
                m1: row.number(6),
                n2: row.number(7),
                m2: row.number(8),
                g: row.number(9),
                non_audio_weight: row.number(10),
            };
            Some((
                row.name(0),
                VideoModel {
                    provider: row.name(1),
                    hardware: row.name(2),
                    regression,
                },
            ))
        })?;
        Ok(Self(rows.into_iter().collect()))
    }

    /// A model by its name.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub fn find(&self, name: &str) -> Result<&VideoModel, Error> {
        found(&self.0, &name.to_owned(), "video model", name)
    }

    /// Names, sorted.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<_> = self.0.keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }
}
