//! actix-web with one worker.

use actix_web::web::{Bytes, PayloadConfig, get, post};
use actix_web::{App, HttpResponse, HttpServer};

use crate::{HELLO, MAX, TEXT, announce};

pub(crate) fn serve() -> crate::Result {
    actix_web::rt::System::new().block_on(async {
        let server = HttpServer::new(|| {
            App::new()
                .app_data(PayloadConfig::new(MAX))
                .route("/", get().to(hello))
                .route("/echo", post().to(echo))
        });
        let server = server.workers(1).disable_signals();
        let server = server.bind(("127.0.0.1", 0))?;
        server.addrs().into_iter().for_each(announce);
        Ok(server.run().await?)
    })
}

async fn hello() -> HttpResponse {
    HttpResponse::Ok().content_type(TEXT).body(HELLO)
}

async fn echo(body: Bytes) -> HttpResponse {
    HttpResponse::Ok().content_type(TEXT).body(body)
}
