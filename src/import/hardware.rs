//! Hardware as people write it: `8 x A100`, `NVIDIA A40 48GB`, `2 p4d.24xlarge`, `TPU v3-8`, `A100 MIG 1g.10gb`.
//!
//! A text is cut where letters and digits meet, so that `RTX3090Ti`, `RTX 3090 Ti` and `rtx-3090-ti` are the same. What
//! follows a name directly belongs to it: `A10G` is no A10, `RTX 4070 Ti` no RTX 4070. Words that were not used are
//! returned, so that the caller can report them.

use std::sync::OnceLock;

use super::amount::number_word;
use crate::data::search::fold;
use crate::data::{self, Accelerator, Machine};
use crate::scenario::Choice;

/// Words of manufacturers and product lines, which do not identify a device.
const VENDORS: [&str; 14] = [
    "nvidia",
    "amd",
    "google",
    "intel",
    "aws",
    "apple",
    "huawei",
    "microsoft",
    "meta",
    "tesla",
    "geforce",
    "quadro",
    "radeon",
    "instinct",
];

/// Words beside a device that say nothing about how many of which device there are.
const FILLERS: [&str; 28] = [
    "a",
    "ampere",
    "an",
    "and",
    "blackwell",
    "board",
    "boards",
    "core",
    "cores",
    "each",
    "edition",
    "generation",
    "graphics",
    "hopper",
    "in",
    "memory",
    "nvlink",
    "of",
    "on",
    "per",
    "ram",
    "s",
    "tensor",
    "the",
    "using",
    "volta",
    "vram",
    "with",
];

/// Nouns that a number of devices stands before.
const DEVICES: [&str; 14] = [
    "gpu",
    "gpus",
    "card",
    "cards",
    "chip",
    "chips",
    "device",
    "devices",
    "accelerator",
    "accelerators",
    "tpu",
    "tpus",
    "unit",
    "units",
];

/// Nouns that a number of machines stands before.
const NODES: [&str; 12] = [
    "node",
    "nodes",
    "server",
    "servers",
    "machine",
    "machines",
    "instance",
    "instances",
    "host",
    "hosts",
    "vm",
    "vms",
];

/// Words behind a name that make it another device.
const SUFFIXES: [&str; 12] = [
    "ti", "super", "xt", "xtx", "gre", "pro", "ultra", "lite", "turbo", "ada", "max", "se",
];

/// Words anywhere that make it another device.
const MOBILE: [&str; 5] = ["laptop", "mobile", "notebook", "maxq", "embedded"];

/// Words of processors.
const PROCESSORS: [&str; 16] = [
    "cpu",
    "cpus",
    "processor",
    "processors",
    "xeon",
    "epyc",
    "ryzen",
    "threadripper",
    "opteron",
    "pentium",
    "celeron",
    "graviton",
    "neoverse",
    "cortex",
    "armv",
    "grace",
];

/// Parts of the names of machine types; a word with one of them is no device.
const MACHINE_WORDS: [&str; 10] = [
    "xlarge", "metal", "highgpu", "megagpu", "ultragpu", "edgegpu", "hightpu", "highmem", "highcpu",
    "standard",
];

/// Relative difference up to which two sizes of memory are the same: 140 and 141 GB.
const SAME_MEMORY: f64 = 0.1;

/// A device of a text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Device {
    /// As written, without its count.
    pub name: String,
    /// Its row; `None` where the tables lack it.
    pub accelerator: Option<&'static Accelerator>,
    /// How many, where the text says so; a share for a part of a device.
    pub count: Option<f64>,
    /// Whether other variants match as well: `A100` names four.
    pub ambiguous: bool,
    /// Whether the table has the device, but not with this memory or form.
    pub other_variant: bool,
    /// What the name of a machine or of a part stands for, in devices.
    pub per_name: Option<f64>,
    /// Another count that the text gives as well.
    pub conflict: Option<f64>,
}

/// What a text says about hardware.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Hardware {
    /// Its devices in the order of the text, equal ones together.
    pub devices: Vec<Device>,
    /// Whether it names a processor and no device.
    pub is_processor: bool,
    /// Words that were not used.
    pub left: String,
}

/// How a token hangs together with the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Joint {
    /// Nothing between them.
    Glued,
    /// `-`, `_` or `.`.
    Linked,
    /// Space or brackets.
    Apart,
    /// `+`, `,`, `and`: something else may begin.
    Break,
}

/// Letters or digits of a text.
#[derive(Clone, Debug)]
struct Token {
    /// Without case and accents.
    text: String,
    /// Bytes of the text.
    start: usize,
    end: usize,
    joint: Joint,
    /// Whether it stands alone in brackets.
    bracketed: bool,
    /// Its number.
    number: Option<f64>,
    used: bool,
}

impl Token {
    fn is_any(&self, words: &[&str]) -> bool {
        words.contains(&self.text.as_str())
    }

    /// Whether it is part of a name without identifying the device.
    fn is_vendor(&self) -> bool {
        self.is_any(&VENDORS) || self.is_any(&["gpu", "gpus", "chip", "chips"])
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    let mut joint = Joint::Break;
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        let kind = |letter: char| (letter.is_ascii_digit(), letter.is_alphanumeric());
        if letter == '×' || letter == '*' || letter == '✕' {
            let end = at + letter.len_utf8();
            out.push(token("x".to_owned(), at, end, joint));
            (at, joint) = (end, Joint::Glued);
            continue;
        }
        if letter.is_alphanumeric() {
            let own = kind(letter);
            let length = text[at..]
                .find(|next: char| kind(next) != own)
                .unwrap_or(text.len() - at);
            let mut end = at + length;
            // `1,024 GPUs`
            while own.0 && is_thousand(&text[end..]) {
                end += 4;
            }
            end = at + prefix(&text[at..end].to_ascii_lowercase(), joint).unwrap_or(end - at);
            out.push(token(fold(&text[at..end].replace(',', "")), at, end, joint));
            (at, joint) = (end, Joint::Glued);
            continue;
        }
        joint = match (joint, letter) {
            (Joint::Break, _) | (_, '+' | '&' | ',' | ';' | '/' | '\n' | '|') => Joint::Break,
            (Joint::Glued, '-' | '_' | '.') => Joint::Linked,
            _ => Joint::Apart,
        };
        at += letter.len_utf8();
    }
    for index in 0..out.len() {
        let (start, end) = (out[index].start, out[index].end);
        out[index].bracketed = text[..start].ends_with(['(', '[']) && text[end..].starts_with([')', ']']);
        if ["and", "et", "und", "plus"].contains(&out[index].text.as_str()) {
            out[index].joint = Joint::Break;
            if let Some(next) = out.get_mut(index + 1) {
                next.joint = Joint::Break;
            }
        }
    }
    out
}

/// Length of a word that is written together with what follows: `8xA100`, `TPUv3`.
fn prefix(letters: &str, joint: Joint) -> Option<usize> {
    let times = joint == Joint::Glued && letters.len() > 1 && letters.starts_with('x');
    let tpu = letters.starts_with("tpu") && letters != "tpus";
    match letters {
        "xlarge" | "xt" | "xtx" => None,
        _ if times => Some(1),
        _ if tpu => Some(3),
        _ => None,
    }
}

/// `,024` and no digit behind it.
fn is_thousand(rest: &str) -> bool {
    let bytes = rest.as_bytes();
    bytes.first() == Some(&b',')
        && bytes.len() > 3
        && bytes[1..4].iter().all(u8::is_ascii_digit)
        && !bytes.get(4).is_some_and(u8::is_ascii_digit)
}

fn token(text: String, start: usize, end: usize, joint: Joint) -> Token {
    let number = text.parse().ok().filter(|_| text.as_bytes()[0].is_ascii_digit());
    Token {
        number: number.or_else(|| number_word(&text)),
        text,
        start,
        end,
        joint,
        bracketed: false,
        used: false,
    }
}

/// A row of accelerators with the tokens that name it and those that tell variants apart.
struct Named {
    row: &'static Accelerator,
    core: Vec<String>,
    form: Option<String>,
}

/// The accelerators by name. The tokens of a core are those of its name without manufacturer, form and memory.
fn named() -> &'static [Named] {
    static ROWS: OnceLock<Vec<Named>> = OnceLock::new();
    ROWS.get_or_init(|| data::accelerators().iter().map(name_of).collect())
}

fn name_of(row: &'static Accelerator) -> Named {
    let name = row.name.split(['(', ',']).next().unwrap_or_default();
    let all = tokens(name);
    let mut core = Vec::new();
    let mut form = None;
    let mut at = 0;
    while let Some(token) = all.get(at) {
        at += 1;
        if let Some(found) = form_of(token) {
            form = Some(found.to_owned());
            // `SXM4`: the generation of the socket.
            at += usize::from(
                all.get(at)
                    .is_some_and(|next| next.number.is_some() && next.joint == Joint::Glued),
            );
        } else if token.number.is_some() && all.get(at).is_some_and(|next| next.text == "gb") {
            at += 1;
        } else if !token.is_vendor() {
            core.push(token.text.clone());
        }
    }
    Named { row, core, form }
}

fn form_of(token: &Token) -> Option<&'static str> {
    Some(match token.text.as_str() {
        "sxm" => "sxm",
        "pcie" | "pci" => "pcie",
        "nvl" => "nvl",
        _ => return None,
    })
}

/// Whether a single word names an accelerator.
pub(super) fn is_accelerator(word: &str) -> bool {
    let all = tokens(word);
    longest_core(&all, 0).is_some_and(|(_, end)| end == all.len())
}

/// Where a sequence of names ends that begins at a token; words of manufacturers in between do not matter.
fn matches(all: &[Token], from: usize, names: &[String]) -> Option<usize> {
    let mut at = from;
    for (index, name) in names.iter().enumerate() {
        while index > 0 && all.get(at)?.is_vendor() && all[at].text != *name {
            at += 1;
        }
        let token = all.get(at)?;
        if token.text != *name || (index > 0 && token.joint == Joint::Break) {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// The longest core that begins at a token, and where it ends.
fn longest_core(all: &[Token], from: usize) -> Option<(&'static [String], usize)> {
    let mut best: Option<(&'static [String], usize)> = None;
    for named in named() {
        // `A6000` and `GeForce 3090` go without the RTX of their series.
        let short = named.core.split_first().filter(|(first, rest)| {
            let lettered = rest
                .first()
                .is_some_and(|word| !word.as_bytes()[0].is_ascii_digit());
            let announced = from > 0 && all[from - 1].is_vendor();
            *first == "rtx" && (lettered || announced)
        });
        let core = [Some(named.core.as_slice()), short.map(|(_, rest)| rest)];
        let end = core
            .into_iter()
            .flatten()
            .find_map(|core| matches(all, from, core));
        let Some(end) = end.filter(|end| is_whole(all, from, *end)) else {
            continue;
        };
        if best.is_none_or(|(_, best)| end > best) {
            best = Some((&named.core, end));
        }
    }
    best
}

/// Whether a name ends here: `A10G` is no A10, `A100x8` is an A100. A letter apart from a short number is an article.
fn is_whole(all: &[Token], from: usize, end: usize) -> bool {
    let article = all[from].text.len() == 1
        && all
            .get(from + 1)
            .is_some_and(|next| next.joint == Joint::Apart && next.text.len() < 3);
    let glued_before = all[from].joint == Joint::Glued && from > 0 && all[from - 1].text != "x";
    let Some(next) = all.get(end).filter(|next| next.joint == Joint::Glued) else {
        return !article && !glued_before;
    };
    let times = next.text == "x" && all.get(end + 1).is_none_or(|then| then.number.is_some());
    let bare_x = times && all.get(end + 1).is_none();
    let plural = next.text == "s";
    let qualified = form_of(next).is_some() || next.text == "hbm";
    !article && !glued_before && ((times && !bare_x) || plural || qualified)
}

/// A device found in a text.
struct Found {
    from: usize,
    end: usize,
    core: &'static [String],
    /// The machine or slice, where it is one.
    machine: Option<&'static Machine>,
    /// Its devices.
    per_name: Option<f64>,
}

/// All named devices and machines, from left to right.
fn find(all: &[Token], text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < all.len() {
        let here = machine_at(all, at)
            .or_else(|| slice_at(all, at))
            .or_else(|| device_at(all, at, text));
        match here {
            Some(here) => {
                at = here.end;
                found.push(here);
            }
            None => at += 1,
        }
    }
    found
}

fn core_of(accelerator: &str) -> &'static [String] {
    named()
        .iter()
        .find(|named| named.row.id == accelerator)
        .map_or(&[], |named| &named.core)
}

/// The machines of the tables with the tokens of their names.
fn machines() -> &'static [(&'static Machine, Vec<String>)] {
    static ROWS: OnceLock<Vec<(&'static Machine, Vec<String>)>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let names = |row: &Machine| tokens(row.name).into_iter().map(|token| token.text).collect();
        data::machines().iter().map(|row| (row, names(row))).collect()
    })
}

/// The name of a machine; the longest wins.
fn machine_at(all: &[Token], at: usize) -> Option<Found> {
    let rows = machines().iter().filter(|(row, _)| row.kind == "machine");
    let ends = rows.filter_map(|(row, names)| {
        // Azure's sizes go without `Standard` as well.
        let short = names.strip_prefix(&["standard".to_owned()]);
        let end = [Some(names.as_slice()), short]
            .into_iter()
            .flatten()
            .find_map(|names| matches(all, at, names))?;
        let whole = all.get(end).is_none_or(|next| next.joint != Joint::Glued);
        whole.then_some((end, row))
    });
    let (end, row) = ends.max_by_key(|(end, _)| *end)?;
    Some(Found {
        from: at,
        end,
        core: core_of(row.accelerator),
        machine: Some(row),
        per_name: Some(row.devices),
    })
}

/// A slice of a TPU pod: `v3-8`, with or without `TPU` before it.
fn slice_at(all: &[Token], at: usize) -> Option<Found> {
    let skipped = usize::from(all[at].text == "tpu");
    let rows = machines().iter().filter(|(row, _)| row.kind == "slice");
    let mut ends = rows.filter_map(|(row, names)| {
        let end = matches(all, at + skipped, names)?;
        let size = all.get(end).filter(|size| size.joint == Joint::Linked)?;
        Some((end + 1, row, size.number?))
    });
    let (end, row, size) = ends.next()?;
    Some(Found {
        from: at,
        end,
        core: core_of(row.accelerator),
        machine: Some(row),
        per_name: Some(size * row.devices),
    })
}

/// A device, unless it is part of the name of an unknown machine: `a2-giantgpu-32g`.
fn device_at(all: &[Token], at: usize, text: &str) -> Option<Found> {
    let (core, end) = longest_core(all, at)?;
    let plural_end = end
        + usize::from(all.get(end).is_some_and(|next| {
            // `V100s` are several, `V100S` is another device.
            next.joint == Joint::Glued && next.text == "s" && text[next.start..next.end] == *"s"
        }));
    let other = all
        .get(end)
        .is_some_and(|next| next.joint == Joint::Glued && next.text == "s")
        && plural_end == end;
    (!other && !in_machine(all, at)).then_some(Found {
        from: at,
        end: plural_end,
        core,
        machine: None,
        per_name: None,
    })
}

/// Whether a token belongs to a word that names a machine: letters and digits without a space between them.
fn in_machine(all: &[Token], at: usize) -> bool {
    let together = |index: usize| matches!(all[index].joint, Joint::Glued | Joint::Linked);
    let start = (0..=at).rev().find(|index| !together(*index)).unwrap_or(0);
    let length = all[start + 1..]
        .iter()
        .take_while(|token| matches!(token.joint, Joint::Glued | Joint::Linked))
        .count();
    let word = &all[start..=start + length];
    word.iter()
        .any(|token| token.is_any(&MACHINE_WORDS) || (token.text.len() > 3 && token.text.ends_with("gpu")))
}

/// Reads a text.
pub(super) fn read(text: &str) -> Hardware {
    let text = &unglued(text);
    let mut all = tokens(text);
    let found = find(&all, text);
    if found.is_empty() {
        let is_processor = is_processor(&all);
        let end = all.len();
        let counts = counts(&mut all, end..end);
        let named = !text.trim().is_empty() && !is_processor;
        return Hardware {
            devices: named
                .then(|| Device::unknown(text.trim(), counts.names.or(counts.devices)))
                .into_iter()
                .collect(),
            is_processor,
            left: String::new(),
        };
    }
    let mut devices: Vec<Device> = Vec::new();
    let mut start = 0;
    for (found, end) in found.iter().zip(segments(&all, &found)) {
        let about = &mut all[start..end];
        add(&mut devices, device(about, found, start, text));
        start = end;
    }
    Hardware {
        devices,
        is_processor: false,
        left: left_words(&all, text),
    }
}

/// Separates what a log joined without a sign: `Tesla T41 x NVIDIA A40` is a T4 and an A40.
fn unglued(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(" x ") {
        let (before, after) = rest.split_at(at);
        let digits = before.bytes().rev().take_while(u8::is_ascii_digit).count();
        let names_device = |prefix: &str| {
            let all = tokens(prefix);
            (0..all.len()).any(|from| longest_core(&all, from).is_some_and(|(_, end)| end == all.len()))
        };
        let split = (0..digits).find(|count| names_device(&before[..before.len() - count]));
        match split {
            Some(count) if count > 0 => {
                let (device, count) = before.split_at(before.len() - count);
                out.extend([device, ", ", count]);
            }
            _ => out.push_str(before),
        }
        out.push_str(" x ");
        rest = &after[3..];
    }
    out.push_str(rest);
    out
}

impl Device {
    fn unknown(name: &str, count: Option<f64>) -> Self {
        Self {
            name: name.to_owned(),
            accelerator: None,
            count,
            ambiguous: false,
            other_variant: false,
            per_name: None,
            conflict: None,
        }
    }
}

fn is_processor(all: &[Token]) -> bool {
    let intel = all.iter().any(|token| token.text == "intel");
    all.iter()
        .any(|token| token.is_any(&PROCESSORS) || (intel && token.text == "core"))
}

/// Where the part of the text about each device ends: at the last sign that separates, else before the next count.
fn segments(all: &[Token], found: &[Found]) -> Vec<usize> {
    let mut ends: Vec<usize> = found
        .windows(2)
        .map(|pair| {
            let (end, next) = (pair[0].end, pair[1].from);
            let separated = (end..=next).rev().find(|at| all[*at].joint == Joint::Break);
            let counted = (end..next).find(|at| all[*at].number.is_some() && all[at + 1].text == "x");
            separated.or(counted).unwrap_or(next)
        })
        .collect();
    ends.push(all.len());
    ends
}

/// Whether two counts are different ones.
pub(super) fn differ(a: f64, b: f64) -> bool {
    (a - b).abs() > 1e-9
}

/// Adds a device. The same device again adds to its count; in other words it explains it: `A100 (A100-SXM4-80GB)`.
fn add(devices: &mut Vec<Device>, device: Device) {
    let same_core = |known: &Device| match (known.accelerator, device.accelerator) {
        (Some(known), Some(device)) => core_of(known.id) == core_of(device.id),
        _ => false,
    };
    let distinct =
        |known: &Device| !known.ambiguous && !device.ambiguous && known.accelerator != device.accelerator;
    let is_machine = |known: &Device| known.per_name.is_some() || device.per_name.is_some();
    let Some(known) = devices
        .iter_mut()
        .find(|known| same_core(known) && (is_machine(known) || !distinct(known)))
    else {
        devices.push(device);
        return;
    };
    match (known.count, device.count) {
        (Some(own), Some(other)) => {
            let explains = is_machine(known) || known.ambiguous != device.ambiguous;
            if !explains {
                known.count = Some(own + other);
            } else if differ(own, other) {
                known.conflict = Some(other);
            }
        }
        (None, Some(count)) => known.count = Some(count),
        _ => {}
    }
    if device.per_name.is_some() || (known.ambiguous && !device.ambiguous) {
        known.accelerator = device.accelerator;
        known.ambiguous = device.ambiguous;
        known.other_variant = device.other_variant;
        known.per_name = known.per_name.or(device.per_name);
    }
}

/// One device with what stands around it. `all` is the part of the text about it, which begins at token `offset`.
fn device(all: &mut [Token], found: &Found, offset: usize, text: &str) -> Device {
    let (from, end) = (found.from - offset, found.end - offset);
    for token in &mut all[from..end] {
        token.used = true;
    }
    let per_name = found
        .per_name
        .or_else(|| part(all, found.core))
        .or_else(|| cores(all, found.core));
    let (memory, form) = (memory(all), form(all));
    let (name_end, is_other) = suffixes(all, end);
    let name = match per_name {
        // A part is named by all that describes it.
        Some(share) if share < 1.0 => &text[all[0].start..all[all.len() - 1].end],
        _ => &text[all[from].start..name_end],
    };
    let counts = counts(all, from..end);
    let (count, conflict) = counts.with(per_name);
    if is_other {
        return Device {
            conflict,
            ..Device::unknown(name, count)
        };
    }
    let (accelerator, ambiguous, other_variant) = match found.machine {
        Some(machine) => {
            // `DGX A100` may be a `DGX A100 40GB`.
            let other =
                |row: &Machine| row.name.starts_with(machine.name) && row.accelerator != machine.accelerator;
            let ambiguous = data::machines().iter().any(other);
            (data::accelerator(machine.accelerator), ambiguous, false)
        }
        None => variant(found.core, memory, form),
    };
    Device {
        name: name.to_owned(),
        accelerator,
        count,
        ambiguous,
        other_variant,
        per_name,
        conflict,
    }
}

/// Share of a device that a part of it is (`1g.10gb`: 1 of 7 parts); takes its tokens.
fn part(all: &mut [Token], core: &[String]) -> Option<f64> {
    let is_profile = |four: &[Token]| {
        four[0].number.is_some()
            && four[1].text == "g"
            && four[1].joint == Joint::Glued
            && four[2].joint == Joint::Linked
            && four[3].text == "gb"
    };
    let at = all.windows(4).position(is_profile)?;
    let row = data::machines()
        .iter()
        .find(|row| row.kind == "mig" && core_of(row.accelerator) == core)?;
    for token in &mut all[at..at + 4] {
        token.used = true;
    }
    for token in all.iter_mut().filter(|token| token.text == "mig") {
        token.used = true;
    }
    all[at].number.map(|parts| parts / row.devices)
}

/// Devices of the cores of a text: `TPU v2 (8 cores)` are 4 chips; takes their tokens.
fn cores(all: &mut [Token], core: &[String]) -> Option<f64> {
    let row = data::machines()
        .iter()
        .find(|row| row.kind == "slice" && core_of(row.accelerator) == core)?;
    let at = all
        .windows(2)
        .position(|two| two[0].number.is_some() && !two[0].used && two[1].is_any(&["core", "cores"]))?;
    all[at].used = true;
    all[at].number.map(|cores| cores * row.devices)
}

/// The first size of memory in GB; takes its tokens. `40/80GB` names two and says nothing.
fn memory(all: &mut [Token]) -> Option<f64> {
    let at = (0..all.len().saturating_sub(1)).find(|at| {
        let unit = &all[at + 1];
        let is_unit = unit.is_any(&["gb", "gib"]) || (unit.text == "g" && unit.joint == Joint::Glued);
        all[*at].number.is_some() && !all[*at].used && !unit.used && is_unit
    })?;
    all[at].used = true;
    all[at + 1].used = true;
    let either = at > 0 && all[at].joint == Joint::Break && all[at - 1].number.is_some() && !all[at - 1].used;
    if either {
        all[at - 1].used = true;
        return None;
    }
    all[at].number
}

/// The form of a board; takes its tokens and those of the technology of its memory.
fn form(all: &mut [Token]) -> Option<&'static str> {
    let mut found = None;
    for at in 0..all.len() {
        let own = form_of(&all[at]).filter(|_| !all[at].used);
        let memory = all[at].is_any(&["hbm", "gddr"]);
        if own.is_none() && !memory {
            continue;
        }
        found = found.or(own);
        all[at].used = true;
        // `SXM4`, `HBM2e`, `PCI-E`: numbers and a letter that belong to it.
        for token in all[at + 1..].iter_mut().take(2) {
            let tail = token.number.is_some() || token.is_any(&["e", "x"]);
            if token.joint == Joint::Glued && tail || token.text == "e" {
                token.used = true;
            } else {
                break;
            }
        }
    }
    found
}

/// Where the name of a device ends whose core ends before token `end`, and whether words behind it make it another
/// device; takes those words.
fn suffixes(all: &mut [Token], end: usize) -> (usize, bool) {
    let mut name_end = all[end - 1].end;
    let mut is_other = false;
    let mut adjacent = true;
    for (index, token) in all.iter_mut().enumerate() {
        let mobile = !token.used && token.is_any(&MOBILE);
        if index >= end {
            adjacent &= token.joint != Joint::Break && !token.bracketed;
            let letter = token.text.len() == 1 && token.text.is_ascii() && token.number.is_none();
            let suffix = !token.used
                && (token.is_any(&SUFFIXES) || (letter && !["x", "s"].contains(&token.text.as_str())));
            if adjacent && (suffix || mobile) {
                (is_other, token.used) = (true, true);
                name_end = token.end;
            }
            adjacent &= token.used || token.is_vendor();
        }
        if mobile {
            (is_other, token.used) = (true, true);
        }
    }
    (name_end, is_other)
}

/// Numbers of devices in a text.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    /// How often what is named: `2 x p4d.24xlarge`, `A100 x 8`.
    names: Option<f64>,
    /// Devices: `8 GPUs`.
    devices: Option<f64>,
    /// Machines that each have them: `4 nodes with 8 A100`.
    nodes: Option<f64>,
}

impl Counts {
    /// The number of devices where a name stands for `per_name` of them, and another one that is said as well.
    fn with(self, per_name: Option<f64>) -> (Option<f64>, Option<f64>) {
        let named = match (self.names, per_name) {
            (None, None) => None,
            (names, per_name) => Some(names.unwrap_or(1.0) * per_name.unwrap_or(1.0)),
        };
        let nodes = self.nodes.unwrap_or(1.0);
        let count = named.or(self.devices).map(|count| count * nodes);
        let says_otherwise = |other: &f64| {
            let close = |count: Option<f64>| count.is_some_and(|count| !differ(count, *other));
            !close(count) && !close(named)
        };
        (count, self.devices.filter(says_otherwise))
    }
}

/// The numbers beside a name; takes their tokens.
fn counts(all: &mut [Token], name: std::ops::Range<usize>) -> Counts {
    let mut counts = Counts::default();
    let each = all.iter().any(|token| token.is_any(&["each", "per"]));
    for at in 0..all.len() {
        let Some(number) = all[at].number.filter(|number| *number > 0.0 && !all[at].used) else {
            continue;
        };
        // `Xeon Gold 6148`: the number of a processor counts nothing.
        let run = all[..=at].iter().rposition(|token| token.joint == Joint::Break);
        if is_processor(&all[run.unwrap_or(0)..at]) {
            continue;
        }
        let is_times = |index: usize| {
            all.get(index)
                .is_some_and(|token| token.text == "x" && !token.used)
        };
        let noun = all[at + 1..].iter().find(|token| !token.is_any(&VENDORS));
        let noun = noun.filter(|noun| noun.joint != Joint::Break);
        let is_before = |words: &[&str]| noun.is_some_and(|noun| noun.is_any(words));
        let times = is_times(at + 1) || (at > 0 && is_times(at - 1));
        let before_name = !name.is_empty()
            && at < name.start
            && all[at + 1..name.start]
                .iter()
                .all(|token| token.used || token.is_vendor())
            && all[at + 1..=name.start]
                .iter()
                .all(|token| token.joint != Joint::Break);
        // At the beginning of an unknown name; a number of four digits is part of it.
        let before_unknown = name.is_empty()
            && at == 0
            && all[at].text.len() < 4
            && all.get(1).is_some_and(|next| next.joint == Joint::Apart);
        let multiply = |count: Option<f64>| Some(count.unwrap_or(1.0) * number);
        if is_before(&NODES) {
            let connected = all
                .get(at + 2)
                .is_some_and(|then| then.is_any(&["x", "of", "with"]));
            if !each && !connected && at >= name.start && counts.names.or(counts.devices).is_some() {
                continue;
            }
            counts.nodes = multiply(counts.nodes);
        } else if times {
            counts.names = multiply(counts.names);
        } else if is_before(&DEVICES) || all[at].bracketed {
            counts.devices = Some(number);
        } else if before_name || before_unknown {
            counts.names = multiply(counts.names);
        } else {
            continue;
        }
        all[at].used = true;
    }
    counts
}

/// The row of a core with this memory and form, whether others match as well, and whether the table lacks the variant.
fn variant(
    core: &[String],
    memory: Option<f64>,
    form: Option<&str>,
) -> (Option<&'static Accelerator>, bool, bool) {
    let mut rows: Vec<&Named> = named().iter().filter(|named| named.core == core).collect();
    let mut is_other = false;
    let mut keep = |rows: &mut Vec<&'static Named>, fits: &dyn Fn(&Named) -> bool| {
        let fitting: Vec<&'static Named> = rows.iter().copied().filter(|named| fits(named)).collect();
        is_other |= fitting.is_empty();
        if !fitting.is_empty() {
            *rows = fitting;
        }
    };
    if let Some(form) = form {
        keep(&mut rows, &|named| {
            named.form.as_deref().is_none_or(|own| own == form)
        });
    }
    if let Some(memory) = memory {
        let distance = |named: &Named| (named.row.memory_gb - memory).abs();
        keep(&mut rows, &|named| {
            distance(named) <= SAME_MEMORY * named.row.memory_gb
        });
        let nearest = rows
            .iter()
            .map(|named| distance(named))
            .fold(f64::INFINITY, f64::min);
        rows.retain(|named| distance(named) <= nearest);
    }
    let default = Choice::Accelerator.spec().default;
    let chosen = rows.iter().find(|named| named.row.id == default).or(rows.first());
    (chosen.map(|named| named.row), rows.len() > 1, is_other)
}

/// The words of a text that were not used and mean something.
fn left_words(all: &[Token], text: &str) -> String {
    let silent = |token: &Token| {
        token.used
            || token.text == "x"
            || [&VENDORS[..], &FILLERS[..], &DEVICES[..], &NODES[..]]
                .iter()
                .any(|words| token.is_any(words))
    };
    let mut out = String::new();
    let mut last_end = None;
    for (index, token) in all.iter().enumerate() {
        // A number is shown with its noun: `48 nodes`.
        let noun = index > 0
            && all[index - 1].number.is_some()
            && !silent(&all[index - 1])
            && !token.used
            && token.is_any(&NODES);
        if silent(token) && !noun {
            continue;
        }
        match last_end {
            Some(end) if token.joint != Joint::Break && index > 0 && all[index - 1].end == end => {
                out.push_str(&text[end..token.end]);
            }
            Some(_) => out.extend([" ", &text[token.start..token.end]]),
            None => out.push_str(&text[token.start..token.end]),
        }
        last_end = Some(token.end);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ids with counts, in the order of the text; `?` for devices the tables lack.
    fn summary(text: &str) -> String {
        let hardware = read(text);
        let name = |device: &Device| {
            let id = device.accelerator.map_or("?", |row| row.id);
            let count = device.count.map_or(String::new(), |count| format!("{count} "));
            let marks = [
                (device.ambiguous, "~"),
                (device.other_variant, "!"),
                (device.conflict.is_some(), "/"),
            ];
            let marks: String = marks
                .iter()
                .filter(|(is, _)| *is)
                .map(|(_, mark)| *mark)
                .collect();
            format!("{count}{id}{marks}")
        };
        let mut parts: Vec<String> = hardware.devices.iter().map(name).collect();
        if hardware.is_processor {
            parts.push("processor".to_owned());
        }
        if !hardware.left.is_empty() {
            parts.push(format!("[{}]", hardware.left));
        }
        parts.join(" + ")
    }

    /// The texts that are not read as expected, all at once.
    #[track_caller]
    fn assert_read(cases: &[(&str, &str)]) {
        let wrong: Vec<String> = cases
            .iter()
            .filter(|(text, expected)| summary(text) != *expected)
            .map(|(text, expected)| format!("{text:?}: {:?}, expected {expected:?}", summary(text)))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn counts_wherever_they_stand() {
        assert_read(&[
            ("A100 SXM4 80 GB", "a100-sxm-80"),
            ("4 x NVIDIA A100-SXM4-80GB", "4 a100-sxm-80"),
            ("8x A100", "8 a100-sxm-80~"),
            ("8xA100", "8 a100-sxm-80~"),
            ("8*A100", "8 a100-sxm-80~"),
            ("A100 x 8", "8 a100-sxm-80~"),
            ("A100x8", "8 a100-sxm-80~"),
            ("A100 (8x)", "8 a100-sxm-80~"),
            ("A100 (8)", "8 a100-sxm-80~"),
            ("8 v100 GPUs", "8 v100-sxm2-16~"),
            ("4 V100s", "4 v100-sxm2-16~"),
            ("4 NVIDIA A40 48GB", "4 a40"),
            ("GPU T4 x2", "2 t4"),
            ("2x8 A100 80GB PCIe", "16 a100-pcie-80"),
            ("1,024 H100 SXM", "1024 h100-sxm"),
            ("single NVIDIA T4", "1 t4"),
            ("Dual RTX 3090", "2 rtx-3090"),
            ("eight A100-PCIE-40GB", "8 a100-pcie-40"),
            ("4 nodes with 8 H100 SXM each", "32 h100-sxm"),
            ("2 nodes x 8 T4", "16 t4"),
            (
                "384 A100 80GB SXM GPUs (48 nodes)",
                "384 a100-sxm-80 + [48 nodes]",
            ),
            ("8x T4 (8 GPUs)", "8 t4"),
            ("8x T4 (4 GPUs)", "8 t4/"),
        ]);
    }

    #[test]
    fn hardware_by_many_names() {
        assert_read(&[
            ("NVIDIA A100-PCIE-40GB", "a100-pcie-40"),
            ("A100 PCIe 40/80GB", "a100-pcie-40~"),
            ("A100 (A100-SXM4-80GB)", "a100-sxm-80"),
            ("A100 64GB SXM", "a100-sxm-80!"),
            ("Tesla V100-SXM2-16GB", "v100-sxm2-16"),
            ("Tesla V100S", "?"),
            ("1 x Tesla T4", "1 t4"),
            ("T4G", "?"),
            ("RTX3090Ti", "rtx-3090ti"),
            ("NVIDIA GeForce RTX 3090 Ti", "rtx-3090ti"),
            ("RTX 3090", "rtx-3090"),
            ("GeForce 3090", "rtx-3090"),
            ("RTX 4070 Ti SUPER", "?"),
            ("8 x RTX 4070 SUPER", "8 ?"),
            ("RTX 4090 D", "?"),
            ("NVIDIA GeForce RTX 4090 Laptop GPU", "?"),
            ("RTX 3080 Max-Q", "?"),
            ("RTX A6000", "rtx-a6000"),
            ("4 A6000", "4 rtx-a6000"),
            ("NVIDIA RTX 6000 Ada Generation", "rtx-6000-ada"),
            ("H100 SXM", "h100-sxm"),
            ("H100 NVL", "h100-nvl"),
            ("NVIDIA H100 80GB HBM3", "h100-sxm~"),
            ("H200 140GB SXM", "h200-sxm"),
            ("TPUv3 Chip", "tpu-v3"),
            ("TPU v3-8", "4 tpu-v3"),
            ("TPUv3-8", "4 tpu-v3"),
            ("v4-32", "16 tpu-v4"),
            ("TPU v5litepod-16", "16 tpu-v5e"),
            ("4 x TPU v3-8", "16 tpu-v3"),
            ("TPU v4 (512 chips)", "512 tpu-v4"),
            ("TPU v2 (8 cores)", "4 tpu-v2"),
            ("RTX 3060", "?"),
            ("Quadro RTX 6000", "?"),
            ("AMD EPYC 7763 + A100 NVL", "a100-sxm-80~! + [EPYC 7763]"),
            ("Xeon Gold 6148, 2 T4", "2 t4 + [Xeon Gold 6148]"),
            ("AMD Instinct MI250X", "mi250x"),
            ("A10G", "a10g"),
            ("A10", "a10"),
            ("L40 S", "l40s"),
            ("L40s", "l40s"),
            ("a2-highgpu-8g", "8 a100-sxm-40"),
            ("2 x p4d.24xlarge", "16 a100-sxm-40"),
            ("ml.p4d.24xlarge", "8 a100-sxm-40 + [ml]"),
            ("p4d.24xlarge (8x A100)", "8 a100-sxm-40"),
            ("8 x A100 (p4d.24xlarge)", "8 a100-sxm-40"),
            ("Standard_ND96amsr_A100_v4", "8 a100-sxm-80"),
            ("NC24ads_A100_v4", "1 a100-pcie-80"),
            ("DGX H100", "8 h100-sxm"),
            // Sold with 40 and with 80 GB.
            ("DGX A100", "8 a100-sxm-80~"),
            ("2 x DGX A100 (A100-SXM4-40GB)", "16 a100-sxm-40"),
            ("DGX A100 320GB", "8 a100-sxm-40"),
            ("DGX-2", "?"),
            ("a2-giantgpu-32g", "?"),
            ("p4.24xlarge", "?"),
            ("n1-standard-8 with 4 T4", "4 t4 + [n1-standard-8]"),
            (
                "NVIDIA A100 80GB MIG 1g.10gb SXM",
                "0.14285714285714285 a100-sxm-80",
            ),
            ("8 A100 and 4 V100-SXM2-16GB", "8 a100-sxm-80~ + 4 v100-sxm2-16"),
            ("A100 / H100 NVL", "a100-sxm-80~ + h100-nvl"),
            (
                "2 x NVIDIA A100-SXM4-40GB1 x NVIDIA GeForce RTX 3090",
                "2 a100-sxm-40 + 1 rtx-3090",
            ),
            ("1 x Tesla T416 x NVIDIA A40", "1 t4 + 16 a40"),
            ("1 x NVIDIA GeForce RTX 30902 x Tesla T4", "1 rtx-3090 + 2 t4"),
            ("T4 on Colab", "t4 + [Colab]"),
            ("2xlarge", "?"),
            ("4070 Ti", "?"),
            ("8 Abacus GPUs", "8 ?"),
            ("Intel Xeon Gold 6148", "processor"),
            ("CPU", "processor"),
            ("", ""),
        ]);
    }

    #[test]
    fn every_accelerator_is_known_by_its_own_name() {
        for row in data::accelerators() {
            let found = read(row.name.split('(').next().unwrap_or_default()).devices;
            let [device] = &found[..] else {
                panic!("{}: {found:?}", row.name)
            };
            let id = device.accelerator.map(|row| row.id);
            assert_eq!((id, device.count), (Some(row.id), None), "{}", row.name);
        }
    }
}
