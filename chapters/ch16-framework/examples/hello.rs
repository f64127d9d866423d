//! The smallest application with a server around it.

// ANCHOR: hello
use carafe::{App, Path, escape};

fn hello(Path(name): Path<String>) -> String {
    format!("<p>Hello, {}!</p>\n", escape(&name))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut app = App::new();
    app.get("/", || "<p>Hello, World!</p>\n");
    app.get("/hello/<name>", hello);
    app.check()?;
    let address = std::env::var("SERVE_ADDR");
    let address = address.as_deref().unwrap_or("127.0.0.1:9016");
    let mut server = wsgi::make_server(address, app)?;
    println!("listening on {}", server.server_address());
    server.serve_forever()?;
    Ok(())
}
// ANCHOR_END: hello
