//! Messages for the next page: Flask's `flash`.
//!
//! A view that answers with a redirection cannot show anything. It leaves a
//! message in the session, and whichever page asks first takes it out.

use serde_json::Value;

use crate::{Context, Error, Session};

/// Where the session keeps them, as in Flask.
const FLASHES: &str = "_flashes";

/// A message for the next page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flash {
    /// `message`, unless it was flashed with another one.
    pub category: String,
    /// The text. Templates escape it as any other.
    pub message: String,
}

impl Session {
    /// Leaves a message of the category `message`.
    ///
    /// # Errors
    ///
    /// No `SECRET_KEY`.
    pub fn flash(&self, message: &str) -> Result<(), Error> {
        self.flash_with(message, "message")
    }

    /// Leaves a message of some category.
    ///
    /// # Errors
    ///
    /// No `SECRET_KEY`.
    pub fn flash_with(
        &self,
        message: &str,
        category: &str,
    ) -> Result<(), Error> {
        let waiting = self.get::<Vec<(String, String)>>(FLASHES);
        let mut all = waiting.unwrap_or_default();
        all.push((category.to_owned(), message.to_owned()));
        self.set(FLASHES, all)
    }

    /// The messages of these categories, or all if none is named. The first
    /// call takes them out of the session; later ones in the same request
    /// give the same again.
    pub fn get_flashed_messages(&self, categories: &[&str]) -> Vec<Flash> {
        let mut state = self.access();
        let all = match state.flashed.take() {
            Some(all) => all,
            None => state.take(FLASHES).map(read).unwrap_or_default(),
        };
        let all = state.flashed.insert(all);
        let wanted = |flash: &&Flash| {
            categories.is_empty() || categories.contains(&&*flash.category)
        };
        all.iter().filter(wanted).cloned().collect()
    }
}

fn read(waiting: Value) -> Vec<Flash> {
    let all = serde_json::from_value::<Vec<(String, String)>>(waiting);
    let flash = |(category, message)| Flash { category, message };
    all.unwrap_or_default().into_iter().map(flash).collect()
}

impl Context<'_> {
    /// Leaves a message for the next page: see [`Session::flash`].
    ///
    /// # Errors
    ///
    /// No `SECRET_KEY`.
    pub fn flash(&self, message: &str) -> Result<(), Error> {
        self.session()?.flash(message)
    }

    /// The same with a category.
    ///
    /// # Errors
    ///
    /// No `SECRET_KEY`.
    pub fn flash_with(
        &self,
        message: &str,
        category: &str,
    ) -> Result<(), Error> {
        self.session()?.flash_with(message, category)
    }

    /// The messages left: see [`Session::get_flashed_messages`].
    ///
    /// # Errors
    ///
    /// A configuration that cannot be used.
    pub fn get_flashed_messages(
        &self,
        categories: &[&str],
    ) -> Result<Vec<Flash>, Error> {
        Ok(self.session()?.get_flashed_messages(categories))
    }
}
