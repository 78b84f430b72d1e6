//! The site on this machine.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use std::{fs, thread};

use crate::{run, site};

const PORT: u16 = 8080;

/// Builds, serves, and with `--watch` builds again on every change.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let (mut watch, mut port) = (false, PORT);
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match arg.as_str() {
            "--watch" => watch = true,
            "--port" => {
                let number = rest.next().and_then(|text| text.parse().ok());
                port = number.ok_or("--port needs a number from 0 to 65535")?;
            }
            other => run::options(&[other.to_owned()], &[])?,
        }
    }
    let listener = TcpListener::bind(("127.0.0.1", port))
        .map_err(|error| format!("port {port} is taken ({error}); choose another with --port"))?;
    let before = newest();
    site::build()?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    println!("Serving on http://{address} - stop with Ctrl+C.");
    if watch {
        println!("Watching for changes.");
        thread::spawn(move || rebuild_on_change(before));
    }
    for stream in listener.incoming().flatten() {
        // A browser that goes away in the middle of an answer is no reason to stop.
        thread::spawn(move || answer(stream).ok());
    }
    Ok(())
}

fn rebuild_on_change(mut seen: Option<SystemTime>) {
    loop {
        thread::sleep(Duration::from_millis(500));
        let now = newest();
        if now > seen {
            seen = now;
            match site::build() {
                Ok(()) => println!("Built again: reload the page."),
                Err(message) => eprintln!("{message}"),
            }
        }
    }
}

/// Time of the last change to anything the page is made of.
fn newest() -> Option<SystemTime> {
    let root = run::root();
    let parts = [
        "src",
        "assets",
        "tables",
        "index.html",
        "Trunk.toml",
        "Cargo.toml",
        "build.rs",
    ];
    parts.iter().filter_map(|part| newest_in(&root.join(part))).max()
}

fn newest_in(path: &Path) -> Option<SystemTime> {
    if path.is_dir() {
        return fs::read_dir(path)
            .ok()?
            .flatten()
            .filter_map(|entry| newest_in(&entry.path()))
            .max();
    }
    fs::metadata(path).ok()?.modified().ok()
}

fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    let mut line = String::new();
    BufReader::new(&stream).read_line(&mut line)?;
    let asked = line.split_whitespace().nth(1).unwrap_or("/");
    let (status, kind, body) = match file(asked).and_then(|path| Some((fs::read(&path).ok()?, path))) {
        Some((body, path)) => ("200 OK", kind(&path), body),
        None => ("404 Not Found", "text/plain", b"not found".to_vec()),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        body.len()
    )?;
    stream.write_all(&body)
}

/// The file of the site behind an address; nothing outside it.
fn file(asked: &str) -> Option<PathBuf> {
    let path = asked.split(['?', '#']).next()?.trim_start_matches('/');
    if path.split('/').any(|part| part == "..") {
        return None;
    }
    let path = if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    };
    Some(site::dist().join(path))
}

fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|end| end.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        Some("csv") => "text/csv; charset=utf-8",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
