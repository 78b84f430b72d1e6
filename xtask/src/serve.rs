//! Serves the site locally.

use crate::{run, site, tools};

const PORT: &str = "8080";

/// Builds and serves the site; with `--watch`, serves a development build and rebuilds it on every change.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let (mut watch, mut port) = (false, PORT);
    let mut rest = args.iter();
    while let Some(arg) = rest.next() {
        match arg.as_str() {
            "--watch" => watch = true,
            "--port" => {
                let number = rest.next().filter(|text| text.parse::<u16>().is_ok());
                port = number.ok_or("--port needs a number from 0 to 65535")?;
            }
            other => run::options(&[other.to_owned()], &[])?,
        }
    }
    if watch {
        let path = tools::ready()?;
        println!("Reload http://127.0.0.1:{port} after a change; stop with Ctrl+C.");
        return run::show(
            site::trunk("serve", &path)
                .args(["--port", port])
                .args(["--dist", "target/development"]),
        );
    }
    site::build()?;
    println!("Serving on http://127.0.0.1:{port} - stop with Ctrl+C.");
    run::show(
        run::command("python3")
            .args(["-m", "http.server", port, "--bind", "127.0.0.1", "--directory"])
            .arg(site::dist()),
    )
}
