//! Architecture rules, checked on the source: which module may use which, and where names may occur.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use genai_footprint::data::GridBasis;
use genai_footprint::model::Part;
use genai_footprint::report::document::{basis_id, part_id};

/// Modules from the lowest layer up. A module uses only those that its row names.
const MAY_USE: &[(&str, &[&str])] = &[
    ("math", &[]),
    ("template", &[]),
    ("quantity", &["math"]),
    ("data", &["math", "quantity"]),
    ("scenario", &["math", "quantity", "data"]),
    ("method", &["math", "quantity", "data", "scenario", "model"]),
    ("model", &["math", "quantity", "data", "scenario"]),
    ("mitigation", &["math", "quantity", "data", "scenario", "model"]),
    (
        "uncertainty",
        &[
            "math",
            "quantity",
            "data",
            "scenario",
            "model",
            "method",
            "mitigation",
        ],
    ),
    (
        "analysis",
        &["math", "quantity", "data", "scenario", "model", "uncertainty"],
    ),
    ("import", &["math", "template", "quantity", "data", "scenario"]),
    ("codec", &["math", "scenario"]),
    (
        "report",
        &[
            "math",
            "template",
            "quantity",
            "data",
            "scenario",
            "model",
            "method",
            "mitigation",
            "uncertainty",
        ],
    ),
    ("chart", &["math", "template"]),
    (
        "app",
        &[
            "math",
            "quantity",
            "data",
            "scenario",
            "model",
            "method",
            "mitigation",
            "uncertainty",
            "analysis",
            "import",
            "codec",
            "report",
            "chart",
        ],
    ),
];

struct Source {
    path: PathBuf,
    module: String,
    /// Without comments and without tests.
    code: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    visit(&root, &mut |path| {
        let inside = path.strip_prefix(&root).expect("below src");
        let place = inside
            .iter()
            .next()
            .expect("not empty")
            .to_string_lossy()
            .trim_end_matches(".rs")
            .to_owned();
        // The roots of the library and of the page's program, and the program's split points, belong to no layer.
        if !matches!(place.as_str(), "lib" | "main" | "pieces") {
            let text = fs::read_to_string(path).expect("readable");
            found.push(Source {
                path: inside.to_owned(),
                module: place,
                code: code(&text),
            });
        }
    });
    assert!(found.len() > 20, "the walk found only {} files", found.len());
    found
}

fn visit(folder: &Path, each: &mut impl FnMut(&Path)) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            visit(&path, each);
        } else if path.extension().is_some_and(|end| end == "rs")
            && path.file_stem().is_none_or(|n| n != "tests")
        {
            each(&path);
        }
    }
}

fn code(text: &str) -> String {
    let text = text.split("\nmod tests {").next().unwrap_or_default();
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n")
}

/// Modules named after `crate::`, also inside braces.
fn modules_used(code: &str) -> Vec<String> {
    let mut used = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(list) => list.split('}').next().unwrap_or_default().split(',').collect(),
            None => vec![rest],
        };
        for name in names {
            let module: String = name
                .trim()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            used.push(module);
        }
    }
    used
}

/// Complaints about one file.
fn faults(source: &Source) -> Vec<String> {
    let mut out = Vec::new();
    let Some((_, allowed)) = MAY_USE.iter().find(|(module, _)| *module == source.module) else {
        return vec![format!(
            "{}: the module {} has no row in MAY_USE",
            source.path.display(),
            source.module
        )];
    };
    for used in modules_used(&source.code) {
        if used != source.module && !allowed.contains(&used.as_str()) {
            out.push(format!(
                "{}: {} must not use {used}",
                source.path.display(),
                source.module
            ));
        }
    }
    let inside = source.path.to_string_lossy().replace('\\', "/");
    let mut forbid = |word: &str, place: bool| {
        if !place && source.code.contains(word) {
            out.push(format!("{inside}: {word} does not belong here"));
        }
    };
    let app = source.module == "app";
    for word in ["yew::", "web_sys::", "gloo::", "js_sys::", "wasm_bindgen"] {
        forbid(word, app);
    }
    // Browser interfaces: the platform, hooks, and the types of events in components.
    for word in ["web_sys::window", "js_sys::", "gloo::"] {
        forbid(
            word,
            inside.starts_with("app/platform") || inside == "app/hook.rs",
        );
    }
    forbid("plotters", source.module == "chart");
    forbid("libm::", source.module == "math");
    for word in [
        "std::time",
        "SystemTime",
        "Instant::now",
        "std::env::var",
        "std::fs",
        "getrandom",
        "unsafe ",
    ] {
        forbid(word, false);
    }
    for function in [
        ".exp()",
        ".ln()",
        ".powf(",
        ".powi(",
        ".log10()",
        ".log2()",
        ".sin()",
        ".cos()",
        ".exp_m1()",
        ".ln_1p()",
    ] {
        forbid(function, false);
    }
    if !app {
        for word in [".unwrap()", "panic!(", "todo!(", "unimplemented!("] {
            forbid(word, false);
        }
    }
    out
}

#[test]
fn every_module_uses_only_those_it_may() {
    let faults: Vec<String> = sources().iter().flat_map(faults).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The one source file that may use `unsafe`: a macro declares foreign functions there.
const UNSAFE: &str = "src/pieces.rs";

/// The root of every crate but the page's program, to which `UNSAFE` belongs.
const CRATE_ROOTS: [&str; 4] = [
    "src/lib.rs",
    "tables/src/lib.rs",
    "delimited/src/lib.rs",
    "xtask/src/main.rs",
];

#[test]
fn unsafe_code_is_allowed_in_one_file_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| fs::read_to_string(root.join(path)).expect("readable");
    for path in CRATE_ROOTS {
        assert!(read(path).contains("\n#![forbid(unsafe_code)]\n"), "{path}");
    }
    // The program, examples and tests have no root of their own that forbids it: Cargo denies it to them.
    assert!(read("Cargo.toml").contains("\nunsafe_code = \"deny\"\n"));
    for crate_folder in [".", "tables", "delimited", "xtask"] {
        let manifest = read(&format!("{crate_folder}/Cargo.toml"));
        assert!(
            manifest.contains("\n[lints]\nworkspace = true\n"),
            "{crate_folder}"
        );
    }
    let mut exceptions = Vec::new();
    let mut collect = |path: &Path| {
        let code = code(&fs::read_to_string(path).expect("readable"));
        if code
            .replace("#![forbid(unsafe_code)]", "")
            .contains("unsafe_code")
        {
            exceptions.push(path.strip_prefix(root).expect("below the root").to_owned());
        }
    };
    for folder in [
        "src",
        "tables/src",
        "delimited/src",
        "xtask/src",
        "benches",
        "examples",
    ] {
        visit(&root.join(folder), &mut collect);
    }
    collect(&root.join("build.rs"));
    assert_eq!(exceptions, [Path::new(UNSAFE)]);
}

#[test]
fn the_rules_detect_violations() {
    for (module, line, expected) in [
        ("model", "use crate::chart::Scene;", "must not use chart"),
        ("codec", "use crate::{scenario, model};", "must not use model"),
        ("report", "use crate::codec::url;", "must not use codec"),
        ("scenario", "use yew::Callback;", "yew::"),
        ("model", "let x = y.powf(2.0);", ".powf("),
        ("chart", "let t = std::time::Instant::now();", "std::time"),
        ("data", "let x = y.unwrap();", ".unwrap()"),
        ("new_module", "", "no row"),
    ] {
        let source = Source {
            path: format!("{module}/x.rs").into(),
            module: module.into(),
            code: code(line),
        };
        let found = faults(&source).join("\n");
        assert!(found.contains(expected), "{module}: {line} gives {found:?}");
    }
    let fine = Source {
        path: "app/x.rs".into(),
        module: "app".into(),
        code: code("use crate::{codec, chart};"),
    };
    assert_eq!(faults(&fine), Vec::<String>::new());
}

/// Messages of the later word file that the first picture may name: they stand in what is closed at first.
const CLOSED_AT_FIRST: [(&str, &str); 2] = [
    ("note.{}", "under the source of a slider"),
    ("preset.{}.story", "in the lists of presets"),
];

/// Ids of the messages that are fetched after the first picture.
fn later_messages() -> Vec<String> {
    let mut errors = tables::Errors::new();
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets");
    let texts = tables::built::built(&assets, &mut errors).texts;
    assert!(errors.is_empty());
    let (_, words) = texts
        .iter()
        .find(|(name, _)| name == "view-words-en.txt")
        .expect("the later word file");
    let ids = words.lines().filter_map(|line| line.split_once('\t'));
    ids.map(|(id, _)| id.to_owned()).collect()
}

/// Message ids that code asks for as texts, with braces for what is known only at run time; where a function gives the
/// id, the name of that function with `()`.
fn messages_asked_for(code: &str) -> Vec<String> {
    [asked(code, ".lookup(", ""), asked(code, ".message_for(", ".{}")].concat()
}

/// Message ids in the first argument of a call, with an ending.
fn asked(code: &str, call: &str, ending: &str) -> Vec<String> {
    let arguments = code
        .match_indices(call)
        .map(|(at, _)| code[at + call.len()..].trim_start());
    let id = |argument: &str| match argument.trim_start_matches("&format!(").strip_prefix('"') {
        Some(text) => text.split('"').next().unwrap_or_default().to_owned() + ending,
        None => argument.split('(').next().unwrap_or_default().to_owned() + "()",
    };
    arguments.map(id).collect()
}

/// Whether an id, which may hold braces, can be this message.
fn can_be(asked: &str, message: &str) -> bool {
    asked.split('.').count() == message.split('.').count()
        && asked
            .split('.')
            .zip(message.split('.'))
            .all(|(asked, part)| asked.contains('{') || asked == part)
}

/// Complaints about code that draws the first picture.
fn late_words(source: &Source, later: &[String]) -> Vec<String> {
    let names: HashSet<&str> = source
        .code
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .collect();
    let constant = |id: &str| {
        id.replace(|c: char| !c.is_ascii_alphanumeric(), "_")
            .to_uppercase()
    };
    let mut found: Vec<String> = later
        .iter()
        .filter(|id| names.contains(constant(id).as_str()))
        .cloned()
        .collect();
    for asked in messages_asked_for(&source.code) {
        let is_late = match asked.as_str() {
            // Their ids are checked below.
            "part_id()" | "basis_id()" | "id).to_owned()" => false,
            function if function.ends_with("()") => true,
            id => later.iter().any(|message| can_be(id, message)),
        };
        if is_late && CLOSED_AT_FIRST.iter().all(|(allowed, _)| *allowed != asked) {
            found.push(asked);
        }
    }
    let path = source.path.display();
    found
        .iter()
        .map(|id| format!("{path}: {id} is fetched after the first picture"))
        .collect()
}

#[test]
fn the_first_picture_needs_no_later_words() {
    let later = later_messages();
    let first_picture = sources().into_iter().filter(|source| {
        source.module == "app"
            && !source.path.starts_with("app/views")
            && !source.path.ends_with("app/text.rs")
    });
    let faults: Vec<String> = first_picture
        .flat_map(|source| late_words(&source, &later))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    // What the headline counts and leaves out.
    let bases = [
        None,
        Some(GridBasis::LifeCycleProduction),
        Some(GridBasis::LifeCycleConsumption),
        Some(GridBasis::Combustion),
    ];
    for id in Part::ALL.map(part_id).into_iter().chain(bases.map(basis_id)) {
        assert!(!later.iter().any(|known| known == id), "{id}");
    }
    // What the texts of reports ask for, some of which the first picture shares.
    let shared = sources()
        .into_iter()
        .find(|source| source.path.ends_with("report/words.rs"))
        .expect("the texts of reports");
    let ids = [
        asked(&shared.code, ".get(", ""),
        asked(&shared.code, ".fill(", ""),
    ]
    .concat();
    assert!(ids.iter().any(|id| id == "source.own"), "{ids:?}");
    for id in ids {
        assert!(!later.iter().any(|known| can_be(&id, known)), "{id}");
    }
}

#[test]
fn later_words_in_the_first_picture_are_detected() {
    let later = later_messages();
    for (line, expected) in [
        ("lang.message(text::CHECKLIST_TITLE)", 1),
        ("use crate::app::text::{self, CHECKLIST_TITLE};", 1),
        ("lang.message_for(\"lever\", id)", 1),
        ("lang.lookup(\"checklist.title\")", 1),
        ("lang.lookup(&format!(\"explain.{}\", id))", 1),
        ("lang.lookup(id_of(part))", 1),
        ("lang.message_for(\"note\", id)", 0),
        ("lang.lookup(&format!(\"preset.{}.story\", id))", 0),
        ("lang.message_for(\"preset\", id)", 0),
        ("lang.message(text::RESULT_PARTS)", 0),
        ("lang.lookup(\"nav.result\")", 0),
        ("// text::CHECKLIST_TITLE", 0),
    ] {
        let source = Source {
            path: "app/x.rs".into(),
            module: "app".into(),
            code: code(line),
        };
        let found = late_words(&source, &later);
        assert_eq!(found.len(), expected, "{line} gives {found:?}");
    }
}
