//! The reference tables as Rust source.

use std::fmt::Write as _;

use crate::bib::Entry;
use crate::{Errors, Row, Table};

/// Turns rows into source and collects what is wrong with them.
pub struct Writer<'a> {
    /// The source so far.
    pub out: String,
    /// All complaints.
    pub errors: &'a mut Errors,
    /// Turns a source id into its index.
    pub source: &'a dyn Fn(&str) -> Option<usize>,
}

impl Writer<'_> {
    fn number(&mut self, row: &Row<'_>, column: &str) -> f64 {
        row.number(column).unwrap_or_else(|error| {
            self.errors.push(error);
            0.0
        })
    }

    fn optional(&mut self, row: &Row<'_>, column: &str) -> Option<f64> {
        row.optional(column).unwrap_or_else(|error| {
            self.errors.push(error);
            None
        })
    }

    fn source(&mut self, row: &Row<'_>) -> usize {
        (self.source)(row.text("source")).unwrap_or_else(|| {
            self.errors
                .push(row.error("source", &format!("unknown source {:?}", row.text("source"))));
            0
        })
    }

    fn within(&mut self, row: &Row<'_>, column: &str, value: f64, low: f64, high: f64) {
        if !(low..=high).contains(&value) {
            self.errors
                .push(row.error(column, &format!("{value} is outside {low} to {high}")));
        }
    }

    /// A fact from a column, with its range in two others where the table has them.
    fn fact(&mut self, row: &Row<'_>, [low, central, high]: [&str; 3], year: f64) -> String {
        let value = self.number(row, central);
        self.written(row, low, (central, value), high, year)
    }

    fn optional_fact(&mut self, row: &Row<'_>, [low, central, high]: [&str; 3], year: f64) -> String {
        match self.optional(row, central) {
            None => "None".to_owned(),
            Some(value) => format!("Some({})", self.written(row, low, (central, value), high, year)),
        }
    }

    fn written(&mut self, row: &Row<'_>, low: &str, central: (&str, f64), high: &str, year: f64) -> String {
        let (column, value) = central;
        let least = self.optional(row, low).unwrap_or(value);
        let most = self.optional(row, high).unwrap_or(value);
        if !(least <= value && value <= most) {
            self.errors
                .push(row.error(column, "needs low <= central <= high"));
        }
        let source = self.source(row);
        format!(
            "Fact {{ central: {value:?}, low: {least:?}, high: {most:?}, year: {year}, source: SourceId({source}), assumed: {} }}",
            row.text("assumed") == "yes"
        )
    }

    /// The bibliography.
    pub fn sources(&mut self, entries: &[Entry]) {
        let _ = writeln!(
            self.out,
            "pub(super) static SOURCES: [Source; {}] = [",
            entries.len()
        );
        for entry in entries {
            let _ = writeln!(
                self.out,
                "    Source {{ id: {:?}, title: {:?}, author: {:?}, year: {}, publisher: {:?}, url: {:?}, licence: {:?} }},",
                entry.id,
                entry.field("title"),
                entry.field("author"),
                entry.field("year").parse::<u16>().unwrap_or(0),
                entry.field("publisher"),
                entry.field("url"),
                entry.field("licence"),
            );
        }
        self.out.push_str("];\n");
    }

    /// Grid zones.
    pub fn zones(&mut self, table: &Table) {
        let _ = writeln!(
            self.out,
            "pub(super) static ZONES: [Zone; {}] = [",
            table.rows().count()
        );
        for row in table.rows() {
            let year = self.number(&row, "year");
            let intensity = self.fact(&row, ["low", "intensity", "high"], year);
            let value = self.number(&row, "intensity");
            self.within(&row, "intensity", value, 0.0, 1500.0);
            let water = self.optional_fact(&row, ["water_low", "water", "water_high"], year);
            let primary = self.optional_fact(&row, ["", "primary_energy", ""], year);
            let minerals = self.optional_fact(&row, ["", "minerals", ""], year);
            let parent = match row.text("parent") {
                "" => "None".to_owned(),
                parent => format!("Some({parent:?})"),
            };
            let _ = writeln!(
                self.out,
                "    Zone {{ code: {:?}, name: {:?}, level: ZoneLevel::{}, parent: {parent}, intensity: {intensity}, basis: GridBasis::{}, water: {water}, primary_energy: {primary}, minerals: {minerals} }},",
                row.text("code"),
                row.text("name"),
                crate::params::variant(row.text("level")),
                crate::params::variant(row.text("basis")),
            );
        }
        self.out.push_str("];\n");
    }

    /// Accelerators.
    pub fn accelerators(&mut self, table: &Table) {
        let _ = writeln!(
            self.out,
            "pub(super) static ACCELERATORS: [Accelerator; {}] = [",
            table.rows().count()
        );
        for row in table.rows() {
            let year = self.number(&row, "year");
            let tdp = self.fact(&row, ["", "tdp_w", ""], year);
            let embodied = self.optional_fact(&row, ["embodied_low", "embodied_kg", "embodied_high"], year);
            let minerals = self.optional_fact(&row, ["", "minerals_kg_sb", ""], year);
            let mass = self.optional_fact(&row, ["", "mass_kg", ""], year);
            let [memory, bandwidth] = ["memory_gb", "bandwidth_gb_s"].map(|c| self.number(&row, c));
            let [bf16, fp8, fp4, int8] =
                ["bf16_tflops", "fp8_tflops", "fp4_tflops", "int8_tops"].map(|c| self.optional(&row, c));
            let devices = self.number(&row, "devices_per_host");
            let _ = writeln!(
                self.out,
                "    Accelerator {{ id: {:?}, name: {:?}, vendor: {:?}, class: {:?}, release_year: {year}, tdp_w: {tdp}, memory_gb: {memory:?}, bandwidth_gb_s: {bandwidth:?}, bf16_tflops: {bf16:?}, fp8_tflops: {fp8:?}, fp4_tflops: {fp4:?}, int8_tops: {int8:?}, mass_kg: {mass}, embodied_kg: {embodied}, minerals_kg_sb: {minerals}, devices_per_host: {devices} }},",
                row.text("id"),
                row.text("name"),
                row.text("vendor"),
                row.text("class"),
            );
        }
        self.out.push_str("];\n");
    }

    /// Hosts.
    pub fn hosts(&mut self, table: &Table) {
        let _ = writeln!(
            self.out,
            "pub(super) static HOSTS: [Host; {}] = [",
            table.rows().count()
        );
        for row in table.rows() {
            let year = 2025.0;
            let embodied = self.fact(&row, ["embodied_low", "embodied_kg", "embodied_high"], year);
            let minerals = self.fact(&row, ["minerals_low", "minerals_kg_sb", "minerals_high"], year);
            let primary = self.fact(
                &row,
                ["primary_energy_low", "primary_energy_mj", "primary_energy_high"],
                year,
            );
            let mass = self.fact(&row, ["mass_low", "mass_kg", "mass_high"], year);
            let devices = self.number(&row, "devices");
            let _ = writeln!(
                self.out,
                "    Host {{ id: {:?}, name: {:?}, devices: {devices}, embodied_kg: {embodied}, minerals_kg_sb: {minerals}, primary_energy_mj: {primary}, mass_kg: {mass} }},",
                row.text("id"),
                row.text("name"),
            );
        }
        self.out.push_str("];\n");
    }

    /// Cloud regions.
    pub fn regions(&mut self, table: &Table, zones: &Table) {
        let _ = writeln!(
            self.out,
            "pub(super) static REGIONS: [CloudRegion; {}] = [",
            table.rows().count()
        );
        for row in table.rows() {
            let zone = row.text("zone");
            if !zones.rows().any(|z| z.text("code") == zone) {
                self.errors
                    .push(row.error("zone", &format!("no zone is called {zone:?}")));
            }
            let (provider, code) = row.text("id").split_once('/').unwrap_or((row.text("id"), ""));
            let year = |w: &mut Self, column: &str| w.optional(&row, column).unwrap_or(0.0);
            let pue_year = year(self, "pue_year");
            let pue = self.optional_fact(&row, ["", "pue", ""], pue_year);
            if let Some(value) = self.optional(&row, "pue") {
                self.within(&row, "pue", value, 1.0, 3.0);
            }
            let wue_year = year(self, "wue_year");
            let wue = self.optional_fact(&row, ["", "wue", ""], wue_year);
            let carbon_free = self.optional_fact(&row, ["", "carbon_free", ""], pue_year);
            let _ = writeln!(
                self.out,
                "    CloudRegion {{ id: {:?}, provider: {provider:?}, code: {code:?}, place: {:?}, country: {:?}, zone: {zone:?}, pue: {pue}, wue: {wue}, carbon_free: {carbon_free} }},",
                row.text("id"),
                row.text("place"),
                row.text("country"),
            );
        }
        self.out.push_str("];\n");
    }

    /// Models.
    pub fn models(&mut self, table: &Table) {
        let _ = writeln!(
            self.out,
            "pub(super) static MODELS: [Model; {}] = [",
            table.rows().count()
        );
        for row in table.rows() {
            let total = self.fact(&row, ["total_low", "total_b", "total_high"], 2026.0);
            let active = self.fact(&row, ["active_low", "active_b", "active_high"], 2026.0);
            let context = self.optional(&row, "context");
            let context = context.map_or("None".to_owned(), |tokens| format!("Some({tokens})"));
            let _ = writeln!(
                self.out,
                "    Model {{ id: {:?}, name: {:?}, vendor: {:?}, open: {}, experts: {}, total_b: {total}, active_b: {active}, context_tokens: {context}, modality: {:?} }},",
                row.text("id"),
                row.text("name"),
                row.text("vendor"),
                row.text("weights") == "open",
                row.text("architecture") == "moe",
                row.text("modality"),
            );
        }
        self.out.push_str("];\n");
    }

    /// Equivalences.
    pub fn equivalences(&mut self, table: &Table) {
        let _ = writeln!(
            self.out,
            "pub(super) static EQUIVALENCES: [Equivalence; {}] = [",
            table.rows().count()
        );
        for row in table.rows() {
            let year = self.number(&row, "year");
            let value = self.fact(&row, ["", "value", ""], year);
            let _ = writeln!(
                self.out,
                "    Equivalence {{ id: {:?}, indicator: {:?}, value: {value} }},",
                row.text("id"),
                row.text("indicator"),
            );
        }
        self.out.push_str("];\n");
    }
}
