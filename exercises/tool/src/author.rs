//! `cargo learn pristine`, for those who write exercises.

use std::fs;
use std::io::Write;

use crate::cargo::write_if_new;
use crate::error::{Error, Result};
use crate::pristine::Pristine;
use crate::root::Root;

/// `pristine`: takes `exercises/` as the untouched files.
pub(crate) fn pristine(
    root: &Root,
    force: bool,
    out: &mut dyn Write,
) -> Result<bool> {
    let copy = root.path().join("exercises/tool/pristine");
    let new = Pristine::read(&root.exercises(""))?;
    let old = match copy.is_dir() {
        true => Pristine::read(&copy)?,
        false => Pristine::read(&root.exercises("tool"))?,
    };
    let differences = new.differences(&old);
    let to_do = |text: &str| text.contains("todo!(");
    // A file that is gone belongs to an exercise that was taken out.
    let solved = differences.iter().find(|name| {
        old.text(name).is_some_and(|text| to_do(&text))
            && new.text(name).is_some_and(|text| !to_do(&text))
    });
    if let (Some(name), false) = (solved, force) {
        return Err(Error::Told(format!(
            "exercises/{name} has no todo!() any more: is it solved? \
             --force takes it as untouched all the same"
        )));
    }
    for name in &differences {
        let path = copy.join(name);
        match new.get(name) {
            Some(bytes) => {
                write_if_new(&path, bytes)?;
                writeln!(out, "copied  {name}")?;
            }
            None => {
                fs::remove_file(&path)
                    .map_err(Error::file("cannot remove", &path))?;
                writeln!(out, "removed {name}")?;
            }
        }
    }
    writeln!(out, "{} files changed", differences.len())?;
    Ok(true)
}
