//! CodeCarbon 3.3.2, power of hardware it cannot measure: memory by the number of modules, processor by its load.
//!
//! Source: CodeCarbon 3.3.2 (MIT), modules `external/ram`, `external/hardware`, `core/cpu`.

use super::table::{TableError, read};
use super::{Error, amounts};
use crate::math;
use serde::{Deserialize, Serialize};

/// W a memory module of an x86 machine.
pub const X86_MODULE_W: f64 = 5.0;
/// W a memory module of an ARM machine.
pub const ARM_MODULE_W: f64 = 1.5;
/// Least power of the memory of an ARM machine, W (two modules on x86).
pub const ARM_LEAST_W: f64 = 3.0;
/// Module sizes, largest first, GB.
pub const MODULES_GB: [f64; 6] = [128.0, 64.0, 32.0, 16.0, 8.0, 4.0];
/// Share of the thermal design power in constant mode.
pub const CONSTANT_SHARE: f64 = 0.5;
/// W of a processor of unknown name where not even its threads are known.
pub const UNKNOWN_CPU_W: f64 = 85.0;
/// W a thread of a processor of unknown name.
pub const THREAD_W: f64 = 4.0;

/// Kind of machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Architecture {
    /// Intel and AMD.
    X86,
    /// ARM.
    Arm,
}

/// Power of a machine's memory.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ram {
    /// Memory, GB.
    pub memory_gb: f64,
    /// Kind of machine.
    pub architecture: Architecture,
    /// Power given by the reader, W.
    #[serde(default)]
    pub forced_w: Option<f64>,
}

/// Result of [`Ram`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct RamOutcome {
    /// Modules assumed.
    pub modules: f64,
    /// W.
    pub power_w: f64,
}

/// Memory modules assumed for a size.
pub fn modules(memory_gb: f64) -> f64 {
    const STEPS: [(f64, f64); 5] = [(2.0, 1.0), (16.0, 2.0), (32.0, 4.0), (64.0, 4.0), (128.0, 8.0)];
    if let Some((_, count)) = STEPS.iter().find(|(limit, _)| memory_gb <= *limit) {
        return *count;
    }
    match MODULES_GB.iter().find(|size| **size <= memory_gb / 8.0) {
        Some(size) => (memory_gb / size).ceil().min(32.0),
        None => 8.0,
    }
}

impl Ram {
    /// The result.
    ///
    /// # Errors
    /// [`Error::Rejected`] for negative or non-finite inputs.
    pub fn evaluate(&self) -> Result<RamOutcome, Error> {
        amounts(&[
            ("memory_gb", self.memory_gb),
            ("forced_w", self.forced_w.unwrap_or(0.0)),
        ])?;
        let modules = modules(self.memory_gb);
        let (each, least) = match self.architecture {
            Architecture::X86 => (X86_MODULE_W, 2.0 * X86_MODULE_W),
            Architecture::Arm => (ARM_MODULE_W, ARM_LEAST_W),
        };
        // Full power for four modules, 90 % for the next four, 80 % for the next eight, 70 % beyond.
        let tiers = [(4.0, 1.0), (4.0, 0.9), (8.0, 0.8), (f64::INFINITY, 0.7)];
        let (mut left, mut power_w) = (modules, 0.0);
        for (size, share) in tiers {
            let here = f64::min(left, size);
            power_w += each * share * here;
            left -= here;
        }
        Ok(RamOutcome {
            modules,
            power_w: self.forced_w.unwrap_or_else(|| f64::max(least, power_w)),
        })
    }
}

/// How the processor's power is modelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CpuModel {
    /// What the tracker of a whole machine uses: 10 % and 90 % of the load cubed.
    LoadMachine,
    /// What the tracker of a process uses: load over the number of processors.
    LoadProcess,
    /// A helper kept in the class: proportional, not below 10 %, with a curve of its own for AMD Ryzen
    /// Threadripper.
    LoadLinear,
    /// Half the thermal design power.
    Constant,
}

/// Power of a processor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cpu {
    /// How.
    pub model: CpuModel,
    /// Thermal design power, W.
    pub tdp_w: f64,
    /// Load, per cent (above 100 for a process on several processors).
    #[serde(default)]
    pub load_pct: f64,
    /// Name of the processor.
    #[serde(default)]
    pub name: String,
    /// Number of processors, for a process.
    #[serde(default = "one")]
    pub processors: f64,
}

fn one() -> f64 {
    1.0
}

fn threadripper_share(load: f64) -> f64 {
    if load < 0.1 {
        0.05 * load * 10.0
    } else if load <= 0.3 {
        0.05 + 1.8 * (load - 0.1)
    } else if load <= 0.5 {
        0.45 + 0.50 * math::pow((load - 0.3) / 0.2, 1.8)
    } else {
        0.85 + 0.15 * (1.0 - math::exp(-(load - 0.5) * 5.0))
    }
}

impl Cpu {
    /// Power, W.
    ///
    /// # Errors
    /// [`Error::Rejected`] for negative or non-finite inputs or no processor at all.
    pub fn power_w(&self) -> Result<f64, Error> {
        amounts(&[
            ("tdp_w", self.tdp_w),
            ("load_pct", self.load_pct),
            ("processors", self.processors),
        ])?;
        if self.processors < 1.0 {
            return Err(Error::Rejected("processors must be at least 1".into()));
        }
        let load = self.load_pct / 100.0;
        Ok(match self.model {
            CpuModel::Constant => self.tdp_w * CONSTANT_SHARE,
            CpuModel::LoadMachine => self.tdp_w * (0.1 + 0.9 * math::powi(load, 3)),
            CpuModel::LoadProcess => self.tdp_w * (self.load_pct / self.processors) / 100.0,
            CpuModel::LoadLinear if self.name.contains("AMD Ryzen Threadripper") => {
                self.tdp_w * threadripper_share(load)
            }
            CpuModel::LoadLinear => f64::max(self.tdp_w * load, self.tdp_w * 0.1),
        })
    }
}

/// Thermal design power by a processor's name.
#[derive(Clone, Debug, PartialEq)]
pub struct CpuPowers(Vec<CpuRow>);

#[derive(Clone, Debug, PartialEq)]
struct CpuRow {
    name: String,
    /// None where the program's table has no number.
    tdp_w: Option<f64>,
    words: Vec<String>,
}

/// Result of a look-up.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CpuTdp {
    /// W.
    pub tdp_w: f64,
    /// Name in the table; empty where none fits and the power is 4 W a thread or the constant.
    pub matched: String,
}

/// A processor to look up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CpuName {
    /// Name as the machine reports it.
    pub name: String,
    /// Threads, for a name that fits nothing.
    #[serde(default)]
    pub threads: Option<f64>,
}

/// Sorted, distinct words of a name: lower case, everything but letters and digits taken as a space.
fn words(name: &str) -> Vec<String> {
    let spaced: String = name
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() || letter == '_' {
                letter
            } else {
                ' '
            }
        })
        .collect();
    let mut words: Vec<String> = spaced
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Whether one set of words holds the other; that is when the program's similarity is 100.
fn contains(a: &[String], b: &[String]) -> bool {
    let inside = |small: &[String], large: &[String]| small.iter().all(|word| large.contains(word));
    !a.is_empty() && !b.is_empty() && (inside(a, b) || inside(b, a))
}

impl CpuPowers {
    /// File name under `assets/data/methods`.
    pub const FILE: &'static str = "codecarbon_3_3_cpu_power.csv";

    /// Reads the table.
    ///
    /// # Errors
    /// Every fault with line and column.
    pub fn parse(text: &str) -> Result<Self, Vec<TableError>> {
        let rows = read(Self::FILE, text, &["name", "tdp_w"], |row| {
            let name = row.name(0);
            let words = words(&name);
            Some(CpuRow {
                name,
                tdp_w: row.optional(1),
                words,
            })
        })?;
        Ok(Self(rows))
    }

    fn exact(&self, name: &str) -> Option<&CpuRow> {
        let lower = name.to_lowercase();
        self.0.iter().find(|row| row.name.to_lowercase() == lower)
    }

    /// The row for a processor: the same name, the same after taking off trade marks and clock speed, or the
    /// only row whose words hold or are held by the name's.
    fn find(&self, name: &str) -> Option<&CpuRow> {
        if let Some(row) = self.exact(name) {
            return Some(row);
        }
        let mut short = name.replace("(R)", "");
        if let Some(start) = short.find(" CPU @ ").filter(|start| *start > 0) {
            short.truncate(start);
        }
        let short = without_clock(&short.replace(" CPU", ""));
        if let Some(row) = self.exact(&short) {
            return Some(row);
        }
        let wanted = words(&short);
        let mut fitting = self.0.iter().filter(|row| contains(&wanted, &row.words));
        let first = fitting.next()?;
        let row = if fitting.next().is_none() {
            first
        } else {
            return None;
        };
        // The program reads the power from the first row of that name.
        self.0.iter().find(|known| known.name == row.name)
    }

    /// Thermal design power of a processor.
    ///
    /// # Errors
    /// [`Error::Rejected`] for a negative or non-finite number of threads, and for a processor whose row has no
    /// number: the program stops there.
    pub fn tdp(&self, cpu: &CpuName) -> Result<CpuTdp, Error> {
        amounts(&[("threads", cpu.threads.unwrap_or(0.0))])?;
        if let Some(row) = self.find(&cpu.name) {
            let reason = || Error::Rejected(format!("the power of {:?} is not a number", row.name));
            let tdp_w = row.tdp_w.ok_or_else(reason)?;
            if tdp_w != 0.0 {
                return Ok(CpuTdp {
                    tdp_w,
                    matched: row.name.clone(),
                });
            }
        }
        let tdp_w = cpu.threads.map_or(UNKNOWN_CPU_W, |threads| threads * THREAD_W);
        Ok(CpuTdp {
            tdp_w,
            matched: String::new(),
        })
    }
}

/// Removes a clock speed such as ` @ 2.60GHz`.
fn without_clock(name: &str) -> String {
    let mut rest = name;
    let mut out = String::new();
    while let Some(start) = rest.find(" @") {
        let after = rest[start + 2..].trim_start();
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let whole = digits(after);
        let clock = after
            .get(whole..)
            .and_then(|tail| tail.strip_prefix('.'))
            .and_then(|tail| {
                let fraction = digits(tail);
                let end = tail.get(fraction..)?.strip_prefix("GHz")?;
                (whole > 0 && fraction > 0).then_some(end)
            });
        if let Some(end) = clock {
            out.push_str(&rest[..start]);
            rest = end;
        } else {
            out.push_str(&rest[..start + 2]);
            rest = &rest[start + 2..];
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn clock_speeds_are_removed() {
        for (name, expected) in [
            ("Intel Xeon E5 @ 2.60GHz", "Intel Xeon E5"),
            ("A @2.6GHz x", "A x"),
            ("A @ 26GHz", "A @ 26GHz"),
            ("A @ fast", "A @ fast"),
            ("A", "A"),
        ] {
            assert_eq!(without_clock(name), expected);
        }
    }

    #[test]
    fn finds_processors() {
        let powers = CpuPowers::parse(
            "name,tdp_w\nIntel Xeon E5-2650,95\nAMD EPYC 7763,280\nAMD Ryzen 5 3600,65\nAMD Ryzen 5 3600X,95\nBroken,\n",
        )
        .unwrap();
        let cases = [
            ("amd epyc 7763", Some(2), 280.0, "AMD EPYC 7763"),
            ("AMD EPYC 7763 64-Core Processor", Some(2), 280.0, "AMD EPYC 7763"),
            (
                "Intel(R) Xeon(R) CPU E5-2650 @ 2.00GHz",
                Some(2),
                95.0,
                "Intel Xeon E5-2650",
            ),
            ("AMD Ryzen 5", Some(8), 32.0, ""),
            ("unheard of", Some(8), 32.0, ""),
            ("unheard of", None, 85.0, ""),
            ("", None, 85.0, ""),
        ];
        for (name, threads, watts, matched) in cases {
            let got = powers
                .tdp(&CpuName {
                    name: name.into(),
                    threads: threads.map(f64::from),
                })
                .unwrap();
            assert_eq!((got.tdp_w, got.matched.as_str()), (watts, matched), "{name}");
        }
        assert!(
            powers
                .tdp(&CpuName {
                    name: "broken".into(),
                    threads: None
                })
                .is_err()
        );
    }

    #[test]
    fn rejects() {
        let ram = Ram {
            memory_gb: f64::NAN,
            architecture: Architecture::X86,
            forced_w: None,
        };
        assert!(ram.evaluate().is_err());
        let cpu = Cpu {
            model: CpuModel::LoadProcess,
            tdp_w: 65.0,
            load_pct: 50.0,
            name: String::new(),
            processors: 0.0,
        };
        assert!(cpu.power_w().is_err());
    }

    proptest! {
        #[test]
        fn memory_power_has_a_lower_bound(memory_gb in 0.0..1e6_f64) {
            let power = |architecture| {
                Ram { memory_gb, architecture, forced_w: None }.evaluate().unwrap().power_w
            };
            prop_assert!(power(Architecture::X86) >= 10.0 && power(Architecture::Arm) >= ARM_LEAST_W);
        }

        #[test]
        fn processor_power_scales_with_its_design_power(tdp_w in 0.0..1e4_f64, load_pct in 0.0..100.0_f64) {
            for model in [CpuModel::LoadMachine, CpuModel::LoadProcess, CpuModel::LoadLinear, CpuModel::Constant] {
                let at = |tdp_w| Cpu { model, tdp_w, load_pct, name: "x".into(), processors: 4.0 }.power_w();
                let (once, twice) = (at(tdp_w).unwrap(), at(2.0 * tdp_w).unwrap());
                prop_assert!((twice - 2.0 * once).abs() <= 1e-9 * twice);
            }
        }
    }
}
