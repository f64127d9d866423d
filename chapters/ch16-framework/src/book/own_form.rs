//! Forms that come from our own pages.

use carafe::{Context, Error, Extract, Form, abort};
use serde::de::DeserializeOwned;

use super::random;

/// The name in the session, and of the form's hidden field.
const TOKEN: &str = "token";

// ANCHOR: own-form
/// A form with the session's token in it.
///
/// Another site's page can send a form to ours, and the browser may add our
/// cookie. But it cannot read our pages, so it does not know the token.
pub(super) struct OwnForm<T>(pub(super) T);

impl<T: DeserializeOwned> Extract for OwnForm<T> {
    fn extract(context: &Context<'_>) -> Result<Self, Error> {
        let known: Option<String> = context.session()?.get(TOKEN);
        let sent = context.request().form()?.get(TOKEN);
        let both = known.zip(sent);
        if !both.is_some_and(|(known, sent)| random::same(&known, sent)) {
            let why = "This form is too old, or not from this site. \
                       Load the page again and send it once more.";
            return Err(abort(400).describe(why).into());
        }
        let Form(form) = Form::extract(context)?;
        Ok(OwnForm(form))
    }
}
// ANCHOR_END: own-form

/// The session's token; it gets one when it has none.
pub(super) fn token(context: &Context<'_>) -> Result<String, Error> {
    let session = context.session()?;
    if let Some(token) = session.get(TOKEN) {
        return Ok(token);
    }
    let token = random::hex(16)?;
    session.set(TOKEN, &token)?;
    Ok(token)
}
