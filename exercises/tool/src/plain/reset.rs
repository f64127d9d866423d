//! `reset`: an exercise untouched again.

use std::io::{self, IsTerminal as _, Write};

use super::Desk;
use crate::error::{Error, Result};
use crate::files;

/// `reset`.
pub(crate) fn reset(
    desk: &mut Desk,
    name: &str,
    yes: bool,
    out: &mut dyn Write,
) -> Result<bool> {
    let one = desk.named(name)?;
    if !yes {
        if !io::stdin().is_terminal() {
            return Err(Error::Told(format!(
                "nobody is here to be asked whether to reset {}; --yes \
                 answers",
                one.key()
            )));
        }
        write!(
            out,
            "Make {} untouched again? Yours is kept in .learn/. [y/N] ",
            one.key()
        )?;
        out.flush()?;
        let mut answer = String::new();
        io::stdin().read_line(&mut answer)?;
        if !matches!(answer.trim(), "y" | "Y" | "yes") {
            writeln!(out, "Nothing was changed.")?;
            return Ok(false);
        }
    }
    let done = files::reset(&desk.root, &desk.pristine, &one)?;
    for reset in &done {
        match &reset.backup {
            Some(backup) => {
                writeln!(out, "{} is reset; yours is {backup}", reset.file)?;
            }
            None => writeln!(out, "{} was gone and is back", reset.file)?,
        }
    }
    if done.is_empty() {
        writeln!(out, "{} is untouched already", one.key())?;
    }
    Ok(true)
}
