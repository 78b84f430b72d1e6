//! Tables and words in the form in which the page fetches them. Trunk runs this command during every build
//! (`Trunk.toml`).

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::json;
use tables::Errors;
use tables::built::built;

use crate::{hashed, run};

/// Writes the texts, with hashes in their names, and `manifest.js` into the folder that Trunk is building.
pub(crate) fn run() -> Result<(), String> {
    let folder = std::env::var_os("TRUNK_STAGING_DIR")
        .ok_or("this command is run by Trunk, which sets TRUNK_STAGING_DIR to its folder")?;
    let mut errors = Errors::new();
    let texts = built(&run::root().join("assets"), &mut errors).texts;
    if !errors.is_empty() {
        let lines: Vec<String> = errors.iter().map(ToString::to_string).collect();
        return Err(lines.join("\n"));
    }
    let write = |name: &str, text: &str| {
        let path = Path::new(&folder).join(name);
        fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))
    };
    write("manifest.js", &manifest(&texts))?;
    for (name, text) in texts.iter().filter(|(name, _)| !name.starts_with(LOADER)) {
        write(&hashed::name(name, text.as_bytes()), text)?;
    }
    Ok(())
}

/// Prefix of the files with the words of the loader itself.
const LOADER: &str = "loader-words-";

/// The module that `assets/boot.js` imports. `texts` has the address and integrity of each text by its name without
/// extension; `words` has the words of the loader itself by language, needed before any text has been downloaded.
fn manifest(texts: &[(String, String)]) -> String {
    let (mut files, mut words) = (BTreeMap::new(), BTreeMap::new());
    for (name, text) in texts {
        let id = name.trim_end_matches(".txt");
        if let Some(language) = id.strip_prefix(LOADER) {
            let own: BTreeMap<&str, &str> = text
                .lines()
                .filter_map(|line| line.strip_prefix("boot.")?.split_once('\t'))
                .collect();
            words.insert(language, own);
        } else {
            let file = json!({
                "href": hashed::name(name, text.as_bytes()),
                "integrity": hashed::integrity(text.as_bytes()),
            });
            files.insert(id, file);
        }
    }
    format!(
        "export const texts = {};\nexport const words = {};\n",
        json!(files),
        json!(words)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_names_files_and_holds_the_loaders_words() {
        let texts = [("tables.txt", "x"), ("loader-words-fr.txt", "boot.run\tArrêt\n")]
            .map(|(name, text)| (name.to_owned(), text.to_owned()));
        let module = manifest(&texts);
        let href = format!(r#""href":"{}""#, hashed::name("tables.txt", b"x"));
        assert!(module.contains(&href), "{module}");
        assert!(
            module.ends_with("words = {\"fr\":{\"run\":\"Arrêt\"}};\n"),
            "{module}"
        );
    }
}
