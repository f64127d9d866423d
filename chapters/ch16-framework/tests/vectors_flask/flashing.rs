//! `tests/test_basic.py::test_flashes` and `test_extended_flashing`.

use carafe::{App, Context, Error};

use crate::Judge;

pub(crate) fn facts(judge: &mut Judge) {
    flashes(judge);
    extended(judge);
}

fn flashes(judge: &mut Judge) {
    fn view(context: &Context<'_>) -> Result<String, Error> {
        let session = context.session()?;
        let mut modified = vec![session.modified()];
        context.flash("Zap")?;
        session.set_modified(false);
        context.flash("Zip")?;
        modified.push(session.modified());
        let all = context.get_flashed_messages(&[])?;
        let all: Vec<_> = all.into_iter().map(|flash| flash.message).collect();
        Ok(format!("{modified:?} {all:?}"))
    }
    let mut app = crate::app("testing key");
    app.get("/", view);
    let text = app.client().get("/").text();
    let expected = "[false, true] [\"Zap\", \"Zip\"]";
    judge.is("test_flashes", &*text, expected);
}

/// What one filter shows on the page after three messages.
fn after_three(template: &'static str) -> String {
    let mut app: App = crate::app("testing key");
    app.get("/", |context: &Context<'_>| {
        context.flash("Hello World")?;
        context.flash_with("Hello World", "error")?;
        context.flash_with("Testing", "warning")
    });
    app.get("/test", move |context: &Context<'_>| {
        context.render_string(template, ())
    });
    let mut client = app.client();
    client.get("/");
    client.get("/test").text()
}

fn extended(judge: &mut Judge) {
    for (template, expected) in [
        (
            "{{ get_flashed_messages()|join(', ') }}",
            "Hello World, Hello World, Testing",
        ),
        (
            "{% for c, m in get_flashed_messages(with_categories=True) %}\
             {{ c }}: {{ m }}. {% endfor %}",
            "message: Hello World. error: Hello World. warning: Testing. ",
        ),
        (
            "{% for c, m in get_flashed_messages(\
             category_filter=['message'], with_categories=True) %}\
             {{ c }}: {{ m }}. {% endfor %}",
            "message: Hello World. ",
        ),
        (
            "{% for c, m in get_flashed_messages(\
             category_filter=['message', 'warning'], with_categories=True) %}\
             {{ c }}: {{ m }}. {% endfor %}",
            "message: Hello World. warning: Testing. ",
        ),
        (
            "{{ get_flashed_messages(category_filter=\
             ['message', 'warning'])|join(', ') }}",
            "Hello World, Testing",
        ),
    ] {
        let text = after_three(template);
        judge.is("test_extended_flashing", &*text, expected);
    }
}
