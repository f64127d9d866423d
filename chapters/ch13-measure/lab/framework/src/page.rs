//! A page from a template, the same on both sides.

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use carafe::{App, Context, Error, Response};
use minijinja::Environment;
use serde::Serialize;

const NAME: &str = "shop.html";
const SOURCE: &str = include_str!("shop.html");
/// What is asked for.
pub(crate) const PATH: &str = "/shop";

#[derive(Serialize)]
struct Shop {
    title: &'static str,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    name: &'static str,
    price: u32,
    sold_out: bool,
}

/// Twenty items; some names must be escaped.
fn shop() -> Shop {
    let names = ["Teapot", "Cup & saucer", "Kettle <2 l>", "Spoon"];
    let item = |number: usize| Item {
        name: names[number % names.len()],
        price: 100 + number as u32,
        sold_out: number.is_multiple_of(7),
    };
    Shop { title: "Tea & coffee", items: (0..20).map(item).collect() }
}

fn page(context: &Context<'_>) -> Result<Response, Error> {
    context.render(NAME, shop())
}

/// Ours.
pub(crate) fn app() -> App {
    let mut app = App::new();
    app.template(NAME, SOURCE).expect("a good template");
    app.get(PATH, page);
    app
}

/// axum's, with minijinja as its documentation has it.
pub(crate) fn router() -> Router {
    let mut templates = Environment::new();
    templates.add_template(NAME, SOURCE).expect("a good template");
    let page = async |State(templates): State<Arc<Environment<'static>>>| {
        let template = templates.get_template(NAME).expect("it is there");
        Html(template.render(shop()).expect("all that it needs"))
    };
    Router::new().route(PATH, get(page)).with_state(Arc::new(templates))
}
