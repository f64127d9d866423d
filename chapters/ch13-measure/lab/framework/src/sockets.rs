//! The same over sockets: the package `servers`.

use std::process::Command;

/// Whether the targets hold there, too.
pub(crate) fn hold() -> bool {
    let mut servers = Command::new(env!("CARGO"));
    servers.args(["run", "--release", "--quiet", "-p", "servers"]);
    servers.arg("--manifest-path");
    servers.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"));
    servers.args(["--", "ch16"]).args(std::env::args().skip(1));
    match servers.status() {
        Ok(status) => status.success(),
        Err(error) => {
            eprintln!("framework: cannot start cargo: {error}");
            false
        }
    }
}
