//! File names with content hashes, so that caches never mix two builds, and integrity attributes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256, Sha384};

/// A file name with the hash of the content before its extension: `tables.txt` becomes
/// `tables-0123456789abcdef.txt`. Replaces the hash that Trunk has put there.
pub(crate) fn name(name: &str, content: &[u8]) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    // wasm-bindgen's suffix for code stays behind the hash.
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

/// The value of the `integrity` attribute for a file.
pub(crate) fn integrity(content: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(content)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_precedes_the_extension() {
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
        // The digest of the empty message, from the test vectors of FIPS 180-4.
        assert_eq!(
            integrity(b""),
            "sha384-OLBgp1GsljhM2TJ+sbHjaiH9txEUvgdDTAzHv2P24donTt6/529l+9Ua0vFImLlb"
        );
    }
}
