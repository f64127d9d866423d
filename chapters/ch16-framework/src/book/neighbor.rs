//! A page that is made from another server's answer.

use carafe::{Context, Error, HttpError, Response, abort};
use serde_json::json;

use super::fetch::{self, Failure};
use super::settings::Settings;
use super::store::Entry;

// ANCHOR: neighbor
/// Shows the entries of the guest book whose address is the setting
/// `NEIGHBOR`. A client cannot choose it: it would let our server look into
/// places that are closed to the client.
pub(super) fn neighbor(
    context: &Context<'_>,
    settings: Settings,
) -> Result<Response, Error> {
    let address = settings.neighbor.ok_or_else(|| abort(404))?;
    let fetched = fetch::get(&address, "/api/entries", settings.patience);
    let bytes = fetched.map_err(gateway)?;
    let entries: Vec<Entry> = serde_json::from_slice(&bytes)
        .map_err(|error| abort(502).because(error))?;
    let values = json!({ "address": address, "entries": entries });
    context.render("neighbor.html", values)
}

/// We stand between the client and the neighbor: what the neighbor does
/// wrong is not the client's mistake (4xx), and not our own (500).
fn gateway(failure: Failure) -> HttpError {
    let status = if failure.is_slow() { 504 } else { 502 };
    abort(status).because(failure)
}
// ANCHOR_END: neighbor
