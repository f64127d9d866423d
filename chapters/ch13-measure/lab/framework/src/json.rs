//! JSON from one of 200 routes: half of them fixed, half with a number.

use axum::extract::Path;
use axum::routing::get;
use axum::{Json, Router};
use carafe::App;
use serde::Serialize;

const HALF: usize = 100;

#[derive(Serialize)]
struct Item {
    id: u64,
    name: &'static str,
    price: u32,
    tags: [&'static str; 3],
}

fn item(id: u64) -> Item {
    let tags = ["kitchen", "tea", "steel"];
    Item { id, name: "Teapot", price: 1999, tags }
}

/// Ours.
pub(crate) fn app() -> App {
    let mut app = App::new();
    for number in 0..HALF {
        app.get(&format!("/latest{number}"), || carafe::Json(item(7)));
        let rule = format!("/shop{number}/<int:id>");
        app.get(&rule, |carafe::Path(id): carafe::Path<u64>| {
            carafe::Json(item(id))
        });
    }
    app
}

/// axum's.
pub(crate) fn router() -> Router {
    (0..HALF).fold(Router::new(), |router, number| {
        let latest = format!("/latest{number}");
        let shop = format!("/shop{number}/{{id}}");
        let one = async |Path(id): Path<u64>| Json(item(id));
        router
            .route(&latest, get(async || Json(item(7))))
            .route(&shop, get(one))
    })
}
