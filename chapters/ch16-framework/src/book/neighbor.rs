//! A page that is made from another server's answer.

use std::time::Duration;

use carafe::{Context, Error, HttpError, Response, abort};
use serde_json::json;

use super::fetch::{self, Failure};
use super::store::Entry;

/// How long the neighbor may take, in seconds, unless `NEIGHBOR_TIMEOUT`
/// says so.
const PATIENCE: f64 = 2.0;

// ANCHOR: neighbor
/// Shows the entries of the guest book whose address is the setting
/// `NEIGHBOR`. A client cannot choose it: it would let our server look into
/// places that are closed to the client.
pub(super) fn neighbor(context: &Context<'_>) -> Result<Response, Error> {
    let config = context.app().config();
    let address: Option<String> = config.get("NEIGHBOR")?;
    let address = address.ok_or_else(|| abort(404))?;
    let seconds = config.get("NEIGHBOR_TIMEOUT")?.unwrap_or(PATIENCE);
    let patience = Duration::try_from_secs_f64(seconds)?;
    let fetched = fetch::get(&address, "/api/entries", patience);
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
