//! The same over sockets: the program `servers`.

use std::process::Command;

/// Runs `servers` for the rows with `word`, and the words of this program's own
/// command line. Whether all its targets hold; what is wrong is told.
pub fn sockets_hold(word: &str) -> bool {
    let mut servers = Command::new(env!("CARGO"));
    servers.args(["run", "--release", "--quiet", "-p", "servers"]);
    servers.arg("--manifest-path");
    servers.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"));
    servers.args(["--", word]).args(std::env::args().skip(1));
    match servers.status() {
        Ok(status) => status.success(),
        Err(error) => {
            eprintln!("servers: cannot start cargo: {error}");
            false
        }
    }
}
