//! Names and integrity of files by their content, so that caches never mix two builds.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256, Sha384};

/// A name with the hash of the content before its ending: `tables.txt` becomes `tables-0123456789abcdef.txt`. The
/// hash that Trunk has put there goes.
pub(crate) fn name(name: &str, content: &[u8]) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    // wasm-bindgen's ending of the code; it stays last.
    let (stem, part) = stem.strip_suffix("_bg").map_or((stem, ""), |stem| (stem, "_bg"));
    let is_hash = |text: &str| text.len() == 16 && text.bytes().all(|b| b.is_ascii_hexdigit());
    let stem = match stem.rsplit_once('-') {
        Some((base, hash)) if is_hash(hash) => base,
        _ => stem,
    };
    let digest = Sha256::digest(content);
    let hash = digest
        .iter()
        .take(8)
        .fold(0, |hash: u64, byte| (hash << 8) | u64::from(*byte));
    format!("{stem}-{hash:016x}{part}.{ending}")
}

/// The `integrity` attribute of a file.
pub(crate) fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(content)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_stands_before_the_ending() {
        for (before, after) in [
            ("tables.txt", "tables-e3b0c44298fc1c14.txt"),
            ("app-0123456789abcdef.js", "app-e3b0c44298fc1c14.js"),
            ("app-0123456789abcdef_bg.wasm", "app-e3b0c44298fc1c14_bg.wasm"),
            (
                "genai-footprint_bg.wasm",
                "genai-footprint-e3b0c44298fc1c14_bg.wasm",
            ),
        ] {
            assert_eq!(name(before, b""), after);
        }
    }

    #[test]
    fn integrity_is_what_browsers_compute() {
        // The digest of nothing, from FIPS 180-4's test vectors.
        assert_eq!(
            integrity(b""),
            "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb"
        );
    }
}
