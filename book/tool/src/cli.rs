//! placeholder
use std::process::ExitCode;
/// x
pub fn main() -> ExitCode {
    let root = crate::root::here().unwrap();
    match crate::render::build(&root) {
        Ok(p) => { println!("{}", p.display()); ExitCode::SUCCESS }
        Err(e) => { eprintln!("{e}"); ExitCode::FAILURE }
    }
}
