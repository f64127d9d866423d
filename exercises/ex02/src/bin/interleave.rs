//! `cargo run -p ex02 --bin ex02-interleave -- HOST SERVICE`: resolves, orders,
//! and connects to the first address that answers.

use std::env;
use std::error::Error;

use endpoint::{Address, ConnectOptions, connect_any, resolve};
use ex02::interleave::interleave;

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [host, service] = args.as_slice() else {
        eprintln!("usage: interleave HOST SERVICE");
        std::process::exit(2);
    };
    let order = interleave(&resolve(host, service)?);
    let order: Vec<Address> = order.into_iter().map(Address::Inet).collect();
    for address in &order {
        println!("to call: {address}");
    }
    let target = format!("{host}:{service}");
    let stream = connect_any(&target, &order, &ConnectOptions::default())?;
    println!("connected to {}", stream.peer()?);
    Ok(())
}
