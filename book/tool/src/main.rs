//! `cargo book`: see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    book::cli::main()
}
