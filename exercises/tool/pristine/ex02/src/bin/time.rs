//! `cargo run -p ex02 --bin ex02-time -- [HOST:PORT]`: the server of the
//! exercise; `127.0.0.1:0` asks for any free port.

use std::env;
use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use endpoint::Datagram;
use ex02::time::serve;

fn main() -> Result<(), Box<dyn Error>> {
    let address = env::args().nth(1).unwrap_or("127.0.0.1:9037".to_owned());
    let socket = Datagram::bind(&address)?;
    println!("listening on udp:{}", socket.address()?);
    let now = || {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        now.map_or(0, |since| since.as_secs())
    };
    serve(&socket, now, usize::MAX)?;
    Ok(())
}
