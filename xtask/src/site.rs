//! The static site: Trunk compiles the program and collects the files; then the program is split into its pieces and
//! optimised, and the scripts are bundled.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::wasm::TARGET;
use crate::{hashed, run, tools};

/// Name of the program.
const PROGRAM: &str = "genai-footprint";

/// The WebAssembly features that rustc uses for this target: wasm-opt has to accept them, and must not introduce
/// others, which older browsers may lack.
const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// Folder of the finished site.
pub(crate) fn dist() -> PathBuf {
    run::root().join("dist")
}

/// Cargo's target folder.
fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| run::root().join("target"), PathBuf::from)
}

/// A Trunk command with the project's tools on PATH; it downloads nothing.
pub(crate) fn trunk(subcommand: &str, path: &OsStr) -> Command {
    let mut command = run::command("trunk");
    command
        .args([subcommand, "--offline", "--skip-version-check"])
        .env("PATH", path)
        // Trunk rejects any value except true and false.
        .env_remove("NO_COLOR")
        // Set by the cargo that runs xtask.
        .env_remove("CARGO");
    command
}

/// Builds the site in release mode into `dist/`.
pub(crate) fn build() -> Result<(), String> {
    let path = tools::ready()?;
    let site = target().join("site");
    println!("Building the page.");
    run::show(
        trunk("build", &path)
            .args(["--release", "--features", "split", "--dist"])
            .arg(&site)
            // wasm-split finds out from the relocations which function calls which.
            .env(
                "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
                "-Clink-args=--emit-relocs",
            ),
    )?;
    Release::new(&path, site.clone())?.finish()?;
    if dist().exists() {
        fs::remove_dir_all(dist()).map_err(|error| format!("dist/ cannot be replaced: {error}"))?;
    }
    copy_folder(&site, &dist())?;
    println!("The site is in {}.", dist().display());
    Ok(())
}

/// Builds a development site with a feature that releases do not have, and returns its folder.
pub(crate) fn build_with(feature: &str) -> Result<PathBuf, String> {
    let path = tools::ready()?;
    let site = target().join(feature);
    run::show(
        trunk("build", &path)
            .args(["--features", feature, "--dist"])
            .arg(&site),
    )?;
    Ok(site)
}

/// Turns what Trunk has built into the site that is published.
struct Release<'a> {
    /// PATH with the project's tools.
    path: &'a OsStr,
    /// Folder that Trunk has written the site to.
    site: PathBuf,
    /// Folder for the pieces of the program and other intermediate files.
    work: PathBuf,
}

impl<'a> Release<'a> {
    fn new(path: &'a OsStr, site: PathBuf) -> Result<Self, String> {
        let work = target().join("split");
        if work.exists() {
            fs::remove_dir_all(&work).map_err(|error| format!("{}: {error}", work.display()))?;
        }
        fs::create_dir_all(&work).map_err(|error| format!("{}: {error}", work.display()))?;
        Ok(Self { path, site, work })
    }

    /// Replaces the whole program by its optimised pieces and bundles the scripts.
    fn finish(&self) -> Result<(), String> {
        self.split()?;
        let chunks = named(&self.work, ".wasm", "_bg.wasm")?;
        self.publish_chunks(&chunks)?;
        let page = self.site.join("index.html");
        let mut html = read(&page)?;
        self.replace_code(&mut html)?;
        self.replace_script(
            &mut html,
            "genai-footprint",
            &self.work.join(format!("{PROGRAM}.js")),
        )?;
        let loader = self.one(".js", "boot-")?;
        self.replace_script(&mut html, "boot", &self.site.join(loader))?;
        remove(&self.site.join("manifest.js"))?;
        fs::write(&page, html).map_err(|error| format!("{}: {error}", page.display()))
    }

    /// Splits the program, generates its script, and optimises every piece.
    fn split(&self) -> Result<(), String> {
        let whole = target()
            .join(TARGET)
            .join("release")
            .join(format!("{PROGRAM}.wasm"));
        run::show(
            self.tool("wasm-split-cli")
                .args(["--out-name", PROGRAM])
                .arg(&whole)
                .arg(&self.work),
        )?;
        run::show(
            self.tool("wasm-bindgen")
                // The pieces refer to each other by the names that the linker assigned.
                .args([
                    "--target",
                    "web",
                    "--keep-lld-exports",
                    "--no-demangle",
                    "--no-typescript",
                ])
                .arg("--out-dir")
                .arg(&self.work)
                .arg(self.work.join(format!("{PROGRAM}.wasm"))),
        )?;
        remove(&self.work.join(format!("{PROGRAM}.wasm")))?;
        for name in named(&self.work, ".wasm", "")? {
            let piece = self.work.join(name);
            run::show(
                self.tool("wasm-opt")
                    .args([
                        "-Oz",
                        "--strip-debug",
                        "--strip-producers",
                        "--strip-target-features",
                    ])
                    .args(FEATURES)
                    .arg("-o")
                    .arg(&piece)
                    .arg(&piece),
            )?;
        }
        Ok(())
    }

    /// Copies the pieces that are loaded later to the site, with hashes in their names. The script that fetches them
    /// gets the new names and checks their integrity.
    fn publish_chunks(&self, chunks: &[String]) -> Result<(), String> {
        let script = self.work.join("__wasm_split.js");
        let mut text = read(&script)?;
        for name in chunks {
            let content = read_bytes(&self.work.join(name))?;
            let published = hashed::name(&format!("{PROGRAM}-{name}"), &content);
            let fetched = format!("new URL(\"./{name}\", import.meta.url)");
            let checked = format!(
                "new URL(\"./{published}\", import.meta.url), {{ integrity: \"{}\" }}",
                hashed::integrity(&content)
            );
            replace_once(&mut text, &fetched, &checked)?;
            write(&self.site.join(published), &content)?;
        }
        // Streaming fails on hosts that serve WebAssembly under another media type; the main program works there, too.
        let streaming = "WebAssembly.instantiateStreaming(src, imports)";
        if !text.contains(streaming) {
            return Err(format!("the script of wasm-split has no {streaming:?}"));
        }
        text = text.replace(
            streaming,
            "WebAssembly.instantiate(await (await src).arrayBuffer(), imports)",
        );
        write(&script, text.as_bytes())
    }

    /// Replaces the whole program by the piece for the first picture. Browsers do not check `integrity` on the preload
    /// of WebAssembly and warn about it, and the size of a compressed response is not that of its content: hash and
    /// size are therefore written to attributes that the loader reads.
    fn replace_code(&self, html: &mut String) -> Result<(), String> {
        let before = self.one("_bg.wasm", PROGRAM)?;
        let old = read_bytes(&self.site.join(&before))?;
        let new = read_bytes(&self.work.join(format!("{PROGRAM}_bg.wasm")))?;
        let name = hashed::name(&before, &new);
        let integrity = format!(
            "data-size=\"{}\" data-integrity=\"{}\"",
            new.len(),
            hashed::integrity(&new)
        );
        let given = hashed::integrity(&old);
        let attribute = [format!("integrity=\"{given}\""), format!("integrity={given}")]
            .into_iter()
            .find(|attribute| html.contains(attribute))
            .ok_or_else(|| format!("index.html has no integrity for {before}"))?;
        replace_once(html, &attribute, &integrity)?;
        replace_once(html, &before, &name)?;
        remove(&self.site.join(&before))?;
        write(&self.site.join(name), &new)
    }

    /// Bundles a script with its imports and replaces the script that Trunk wrote by the bundle.
    fn replace_script(&self, html: &mut String, base: &str, entry: &Path) -> Result<(), String> {
        let before = self.one(".js", &format!("{base}-"))?;
        let bundle = self.work.join(format!("{base}.bundle.js"));
        run::show(
            self.tool("esbuild")
                .arg(entry)
                .args([
                    "--bundle",
                    "--minify",
                    "--format=esm",
                    "--target=es2022",
                    "--log-level=warning",
                ])
                .arg(format!("--outfile={}", bundle.display())),
        )?;
        let old = read_bytes(&self.site.join(&before))?;
        let new = read_bytes(&bundle)?;
        let name = hashed::name(&before, &new);
        *html = html.replace(&before, &name);
        *html = html.replace(&hashed::integrity(&old), &hashed::integrity(&new));
        remove(&self.site.join(&before))?;
        write(&self.site.join(name), &new)
    }

    fn tool(&self, name: &str) -> Command {
        let mut command = run::command(name);
        command.env("PATH", self.path);
        command
    }

    /// The name of the only file of the site with this beginning and ending.
    fn one(&self, ending: &str, beginning: &str) -> Result<String, String> {
        let mut found = named(&self.site, ending, "\0")?;
        found.retain(|name| name.starts_with(beginning));
        // The names of the pieces that are loaded later begin with that of the program.
        found.retain(|name| {
            !name.starts_with(&format!("{PROGRAM}-split_")) && !name.starts_with(&format!("{PROGRAM}-chunk_"))
        });
        match found.as_slice() {
            [name] => Ok(name.clone()),
            _ => Err(format!(
                "expected one file {beginning}*{ending} in the site, found {found:?}"
            )),
        }
    }
}

/// Sorted names of the files in a folder that end in `ending` but not in `except`.
fn named(folder: &Path, ending: &str, except: &str) -> Result<Vec<String>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(ending) && (except.is_empty() || !name.ends_with(except)))
        .collect();
    names.sort();
    Ok(names)
}

/// Replaces a text that must occur exactly once: the build fails if a new version of a tool changes its output.
fn replace_once(text: &mut String, from: &str, to: &str) -> Result<(), String> {
    match text.matches(from).count() {
        1 => {
            *text = text.replacen(from, to, 1);
            Ok(())
        }
        count => Err(format!(
            "{from:?} is expected once in the output of a tool but occurs {count} times"
        )),
    }
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn write(path: &Path, content: &[u8]) -> Result<(), String> {
    fs::write(path, content).map_err(|error| format!("{}: {error}", path.display()))
}

fn remove(path: &Path) -> Result<(), String> {
    fs::remove_file(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), String> {
    let text = |error: std::io::Error| format!("{}: {error}", to.display());
    fs::create_dir_all(to).map_err(text)?;
    for entry in fs::read_dir(from).map_err(text)?.flatten() {
        let (source, goal) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy_folder(&source, &goal)?;
        } else {
            fs::copy(&source, &goal).map_err(text)?;
        }
    }
    Ok(())
}
