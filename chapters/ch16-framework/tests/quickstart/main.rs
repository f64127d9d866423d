//! Flask's "Quickstart", from its first heading to its last: what it shows
//! works here, in the same order.

mod answers;
mod requests;
mod routing;

use carafe::App;

/// What `GET` answers.
fn get(app: &App, target: &str) -> String {
    app.client().get(target).text()
}
