//! Every method against rows that the real programs printed (`tests/data/parity`; each file's first line says
//! how it was made, `tests/real_programs` holds what made it).

#[path = "../xtask/src/validate/parity.rs"]
mod parity;

use std::path::{Path, PathBuf};

fn rows() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/parity")
}

#[test]
fn every_row_of_the_real_programs_matches() {
    let reports = parity::check_folder(&rows()).unwrap();
    let names: Vec<_> = reports.iter().map(|report| report.file).collect();
    assert_eq!(
        names,
        [
            "ecologits_llm.csv",
            "ecologits_models.csv",
            "ecologits_video.csv",
            "ecologits_0_8.csv",
            "codecarbon_emissions.csv",
            "codecarbon_emissions_sample.csv",
            "codecarbon_hardware.csv",
            "codecarbon_units.csv",
            "green_algorithms.csv",
            "green_algorithms_ai.csv",
            "ml_co2_impact.csv",
            "cloud_carbon_footprint.csv",
        ]
    );
    for report in reports {
        assert!(
            report.misses.is_empty(),
            "{}: {}",
            report.method,
            report.misses.join("\n")
        );
        assert!(
            report.rows > 0 && report.matched == report.rows,
            "{} has no rows",
            report.file
        );
        assert!(report.worst <= parity::TOLERANCE, "{}", report.file);
    }
}

/// The check itself: a figure or a text that is off in its last digits is a miss.
#[test]
fn a_changed_row_is_reported() {
    let folder = std::env::temp_dir().join(format!("parity-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let cases = [
        ("ecologits_0_8.csv", 12, "1.000001"),
        ("codecarbon_units.csv", 3, "2e-9"),
        ("green_algorithms.csv", 27, "0.01 Wh"),
        ("ml_co2_impact.csv", 17, "9.99"),
    ];
    for (file, column, wrong) in cases {
        let text = std::fs::read_to_string(rows().join(file)).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut cells: Vec<&str> = lines[2].split(',').collect();
        cells[column] = wrong;
        lines[2] = cells.join(",");
        std::fs::write(folder.join(file), lines.join("\n")).unwrap();
        let report = parity::check_folder(&folder).unwrap().pop().unwrap();
        assert_eq!(
            (report.file, report.rows - report.matched),
            (file, 1),
            "{}",
            report.misses.join("\n")
        );
        assert!(!report.misses.is_empty());
        std::fs::remove_file(folder.join(file)).unwrap();
    }
    std::fs::remove_dir(&folder).unwrap();
}
