//! `emissions.csv` as the real package writes it, and as people hand it in.

use genai_footprint::import::codecarbon::{Emissions, MAX_ERRORS, Run, parse};
use genai_footprint::import::{Imported, Problem};
use std::fmt::Write as _;

const NEWEST: &str = include_str!("data/codecarbon/emissions_3_3_2.csv");
const OLD: &str = include_str!("data/codecarbon/emissions_2_3_4.csv");

fn read(text: &str) -> Imported<Emissions> {
    parse(text).unwrap_or_else(|problems| panic!("{}", lines(&problems)))
}

fn lines(problems: &[Problem]) -> String {
    problems
        .iter()
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join("\n")
}

/// What a file says apart from where it says it.
fn content(text: &str) -> Vec<Run> {
    let plain = |run: Run| Run { line: 0, ..run };
    read(text).value.runs.into_iter().map(plain).collect()
}

/// The cells of a file whose quoted fields hold no line ends, one by one, read in a second way.
fn cells(text: &str) -> Vec<Vec<String>> {
    let line = |line: &str| {
        let (mut cells, mut quoted) = (vec![String::new()], false);
        let mut letters = line.chars().peekable();
        while let Some(letter) = letters.next() {
            match letter {
                '"' if quoted && letters.peek() == Some(&'"') => {
                    cells.last_mut().unwrap().push(letters.next().unwrap());
                }
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                _ => cells.last_mut().unwrap().push(letter),
            }
        }
        cells
    };
    text.lines().map(line).collect()
}

fn figures(run: &Run) -> Vec<(&'static str, Option<f64>)> {
    vec![
        ("duration", run.duration),
        ("emissions", run.emissions),
        ("emissions_rate", run.emissions_rate),
        ("cpu_power", run.cpu_power),
        ("gpu_power", run.gpu_power),
        ("ram_power", run.ram_power),
        ("cpu_energy", run.cpu_energy),
        ("gpu_energy", run.gpu_energy),
        ("ram_energy", run.ram_energy),
        ("energy_consumed", run.energy_consumed),
        ("water_consumed", run.water_consumed),
        ("cpu_count", run.cpu_count),
        ("gpu_count", run.gpu_count),
        ("longitude", run.longitude),
        ("latitude", run.latitude),
        ("ram_total_size", run.ram_total_size),
        ("cpu_utilization_percent", run.cpu_utilization_percent),
        ("gpu_utilization_percent", run.gpu_utilization_percent),
        ("ram_utilization_percent", run.ram_utilization_percent),
        ("ram_used_gb", run.ram_used_gb),
        ("pue", run.pue),
        ("wue", run.wue),
    ]
}

fn texts(run: &Run) -> Vec<(&'static str, Option<&str>)> {
    vec![
        ("timestamp", run.timestamp.as_deref()),
        ("project_name", run.project_name.as_deref()),
        ("run_id", run.run_id.as_deref()),
        ("experiment_id", run.experiment_id.as_deref()),
        ("country_name", run.country_name.as_deref()),
        ("country_iso_code", run.country_iso_code.as_deref()),
        ("region", run.region.as_deref()),
        ("cloud_provider", run.cloud_provider.as_deref()),
        ("cloud_region", run.cloud_region.as_deref()),
        ("os", run.os.as_deref()),
        ("python_version", run.python_version.as_deref()),
        ("codecarbon_version", run.codecarbon_version.as_deref()),
        ("cpu_model", run.cpu_model.as_deref()),
        ("gpu_model", run.gpu_model.as_deref()),
        ("tracking_mode", run.tracking_mode.as_deref()),
        ("on_cloud", run.on_cloud.as_deref()),
    ]
}

/// Every cell of a file the package wrote is in the result, to the last bit.
fn assert_lossless(text: &str) {
    let imported = read(text);
    assert!(imported.warnings.is_empty(), "{}", lines(&imported.warnings));
    let mut rows = cells(text).into_iter();
    let header = rows.next().unwrap();
    let rows: Vec<_> = rows.collect();
    assert_eq!(imported.value.runs.len(), rows.len());
    for (run, row) in imported.value.runs.iter().zip(&rows) {
        assert!(run.other.is_empty() && !run.superseded);
        let cell = |name: &str| {
            header
                .iter()
                .position(|column| column == name)
                .map_or("", |index| row[index].as_str())
        };
        let mut compared = 0;
        for (name, value) in figures(run) {
            let written = if cell(name).is_empty() {
                None
            } else {
                Some(cell(name).parse::<f64>().unwrap())
            };
            assert_eq!(value.map(f64::to_bits), written.map(f64::to_bits), "{name}");
            compared += usize::from(header.iter().any(|column| column == name));
        }
        for (name, value) in texts(run) {
            assert_eq!(value.unwrap_or(""), cell(name), "{name}");
            compared += usize::from(header.iter().any(|column| column == name));
        }
        assert_eq!(compared, header.len(), "a column of the file is not compared");
    }
}

#[test]
fn the_real_package_is_read_without_loss() {
    assert_lossless(NEWEST);
    assert_lossless(OLD);
    assert_eq!(cells(NEWEST)[0].len(), 38);
    assert_eq!(cells(OLD)[0].len(), 31);
}

/// A file just written by the installed package; see `tests/real_programs/emissions_csv.py`.
#[test]
fn a_file_written_now_is_read_without_loss() {
    match std::env::var("EMISSIONS_CSV") {
        Ok(path) => assert_lossless(&std::fs::read_to_string(path).unwrap()),
        Err(_) => println!("skipped: EMISSIONS_CSV names no file"),
    }
}

#[test]
fn sums_by_project() {
    let emissions = read(NEWEST).value;
    let projects = emissions.projects();
    let names: Vec<_> = projects
        .iter()
        .map(|project| (project.name.as_str(), project.runs))
        .collect();
    let expected = [
        ("train, large", 2),
        ("serve \"chat\"", 1),
        ("naïve été 日本", 1),
        ("facility", 1),
        ("cloud", 1),
    ];
    assert_eq!(names, expected);
    let total: f64 = projects.iter().map(|project| project.emissions_kg).sum();
    let logged: f64 = emissions.runs.iter().filter_map(|run| run.emissions).sum();
    assert!((total / logged - 1.0).abs() < 1e-12);
    for project in &projects {
        let parts = project.cpu_kwh + project.gpu_kwh + project.ram_kwh;
        assert!((parts / project.energy_kwh - 1.0).abs() < 1e-12);
    }
    let france = emissions.runs[0].g_per_kwh().unwrap();
    assert!((france - 56.039).abs() < 0.001, "{france}");
}

#[test]
fn the_same_runs_in_other_file_formats() {
    let original = content(NEWEST);
    let crlf = NEWEST.replace('\n', "\r\n");
    let marked = format!("\u{feff}{NEWEST}");
    let commented = format!("# from the cluster\n{NEWEST}");
    for (name, text) in [
        ("CRLF", &crlf),
        ("byte-order mark", &marked),
        ("a note", &commented),
    ] {
        assert_eq!(content(text), original, "{name}");
    }
    let rows = cells(NEWEST);
    let quoted = |cell: &String| format!("\"{}\"", cell.replace('"', "\"\""));
    let written = |rows: &[Vec<String>], delimiter: &str| {
        let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(delimiter);
        rows.iter().map(line).collect::<Vec<_>>().join("\n") + "\n"
    };
    assert_eq!(content(&written(&rows, ",")), original, "every field quoted");
    assert_eq!(content(&written(&rows, "\t")), original, "tabs");
    let reversed: Vec<Vec<String>> = rows
        .iter()
        .map(|row| row.iter().rev().cloned().collect())
        .collect();
    assert_eq!(content(&written(&reversed, ",")), original, "columns reversed");
}

/// As a European spreadsheet saves it: semicolons, a comma before decimals.
#[test]
fn decimal_commas() {
    let rows = cells(NEWEST);
    let cell = |text: &String| {
        if text.parse::<f64>().is_ok() {
            text.replace('.', ",")
        } else {
            text.clone()
        }
    };
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(";");
    let text = rows.iter().map(line).collect::<Vec<_>>().join("\r\n") + "\r\n";
    let imported = read(&text);
    let plain = |run: &Run| {
        (
            run.emissions,
            run.energy_consumed,
            run.pue,
            run.project_name.clone(),
        )
    };
    let got: Vec<_> = imported.value.runs.iter().map(plain).collect();
    let expected: Vec<_> = content(NEWEST).iter().map(plain).collect();
    assert_eq!(got, expected);
    assert_eq!(imported.warnings.len(), 1);
    assert_eq!(
        (imported.warnings[0].line, imported.warnings[0].column > 1),
        (2, true)
    );
}

/// Why lines were not read, whether others were or none.
fn faults(text: &str) -> Vec<Problem> {
    parse(text).map_or_else(|faults| faults, |imported| imported.left_out)
}

const HEAD: &str = "timestamp,project_name,run_id,duration,emissions,energy_consumed\n";

#[test]
fn broken_files_name_the_line() {
    let cases = [
        ("empty", String::new(), "line 1, column 1: the file is empty"),
        (
            "header only",
            HEAD.to_owned(),
            "line 1, column 1: a header, but no runs",
        ),
        (
            "another file",
            "a,b\n1,2\n".to_owned(),
            "line 1, column 1: this is not the header of an emissions.csv: no column “emissions”",
        ),
        (
            "truncated",
            format!("{HEAD}t,p,r,1,2,3\nt,p,r2,1"),
            "line 3, column 1: 4 cells where the header has 6: the file stops in the middle of this line",
        ),
        (
            "truncated in quotes",
            format!("{HEAD}t,\"p,r,1,2,3\n"),
            "line 2, column 3: this quote is never closed, or text stands behind it",
        ),
        (
            "a decimal comma between commas",
            format!("{HEAD}t,p,r,1,5,2,3\n"),
            "line 2, column 1: 7 cells where the header has 6: a comma before decimals between commas, or a line of another version",
        ),
        (
            "appended by an older version",
            format!("{HEAD}t,p,r,1,2,3\nt,p,1,2,3\n"),
            "line 3, column 1: 5 cells where the header has 6: cut off, or a line of another version",
        ),
        (
            "a word",
            format!("{HEAD}t,p,r,1,two,3\n"),
            "line 2, column 9: “two” is not a number",
        ),
        (
            "infinite",
            format!("{HEAD}t,p,r,1,inf,3\n"),
            "line 2, column 9: “inf” is not a number",
        ),
        (
            "thousands",
            format!("{HEAD}t,p,r,1,\"1,234.5\",3\n"),
            "line 2, column 9: “1,234.5” could be read as more than one number",
        ),
        (
            "a column twice",
            "emissions,duration,emissions\n1,2,3\n".to_owned(),
            "line 1, column 20: “emissions” occurs twice",
        ),
    ];
    for (name, text, expected) in cases {
        assert_eq!(faults(&text)[0].to_string(), expected, "{name}");
    }
    let many = format!("{HEAD}{}", "t,p,r,x,x,x\n".repeat(1000));
    assert_eq!(parse(&many).unwrap_err().len(), MAX_ERRORS);
}

#[test]
fn irregular_files_are_read_with_a_warning() {
    let cases = [
        (
            "no line end",
            format!("{HEAD}t,p,r,1,2,3"),
            "line 2, column 11: the file ends without a line end: the last number of this line may have been cut",
        ),
        (
            "below 0",
            format!("{HEAD}t,p,r,1,-2,3\n"),
            "line 2, column 1: “emissions” is below 0",
        ),
        (
            "put together",
            format!("{HEAD}t,p,r,1,2,3\nduration,emissions,project_name\n1,2,p\n"),
            "line 3, column 1: another header: the lines after it are read by it",
        ),
        (
            "parts",
            "emissions,cpu_energy,gpu_energy,ram_energy,energy_consumed\n1,1,1,1,4\n".to_owned(),
            "line 2, column 1: cpu_energy, gpu_energy and ram_energy do not add up to energy_consumed",
        ),
        (
            "flushed",
            format!("{HEAD}t,p,r,1,2,3\nt,p,r,5,9,8\nt,p,r,4,7,6\n"),
            "line 2, column 1: the same run as line 3, which holds its final figures",
        ),
    ];
    for (name, text, expected) in cases {
        assert_eq!(read(&text).warnings[0].to_string(), expected, "{name}");
    }
    let flushed = read(&format!("{HEAD}t,p,r,1,2,3\nt,p,r,5,9,8\nt,p,r,4,7,6\n")).value;
    let project = &flushed.projects()[0];
    assert_eq!(
        (project.runs, project.emissions_kg.to_bits()),
        (1, 9f64.to_bits())
    );
    assert_eq!(flushed.runs.len(), 3);
}

#[test]
fn unknown_columns_are_kept() {
    let run = &read("emissions,duration,tomorrow\n1,2,x\n").value.runs[0];
    assert_eq!(run.other, [("tomorrow".to_owned(), "x".to_owned())]);
    assert_eq!(
        (run.emissions, run.energy_consumed, run.g_per_kwh()),
        (Some(1.0), None, None)
    );
}

#[test]
fn a_hundred_thousand_rows() {
    let mut text = NEWEST.lines().next().unwrap().to_owned() + "\n";
    let row = NEWEST.lines().nth(1).unwrap();
    let run_id = cells(NEWEST)[1][2].clone();
    for number in 0..100_000 {
        writeln!(text, "{}", row.replacen(&run_id, &format!("run-{number}"), 1)).unwrap();
    }
    let imported = read(&text);
    assert_eq!((imported.value.runs.len(), imported.warnings.len()), (100_000, 0));
    let project = &imported.value.projects()[0];
    let once = imported.value.runs[0].emissions.unwrap();
    assert!((project.emissions_kg / (once * 1e5) - 1.0).abs() < 1e-9);
    assert_eq!(
        (project.runs, imported.value.runs[99_999].line),
        (100_000, 100_001)
    );
    text.push_str("broken\n");
    let imported = read(&text);
    assert_eq!(
        (imported.value.runs.len(), imported.left_out[0].line),
        (100_000, 100_002)
    );
}

/// Wherever a file is cut off, the reader hears of it: an error, or a warning at the line that may be short.
#[test]
fn cut_off_anywhere() {
    let whole = content(NEWEST);
    for (at, _) in NEWEST.char_indices().skip(1) {
        match parse(&NEWEST[..at]) {
            Err(problems) => assert!(!problems.is_empty()),
            Ok(imported) => {
                let lines_left = NEWEST[..at].lines().count();
                let read = imported.value.runs.len() + imported.left_out.len();
                assert_eq!(read, lines_left - 1, "cut at {at}");
                let at_line_end = NEWEST[..at].ends_with('\n');
                let said = imported.warnings.is_empty() && imported.left_out.is_empty();
                assert_eq!(said, at_line_end, "cut at {at}");
                let complete = lines_left - 1 - usize::from(!at_line_end);
                for (run, expected) in imported.value.runs.iter().zip(&whole[..complete]) {
                    assert_eq!(
                        &Run {
                            line: 0,
                            ..run.clone()
                        },
                        expected,
                        "cut at {at}"
                    );
                }
            }
        }
    }
}
