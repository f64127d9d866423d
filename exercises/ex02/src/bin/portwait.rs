//! `cargo run -p ex02 --bin ex02-portwait -- HOST SERVICE SECONDS`: exit status
//! 0 as soon as the server answers, 1 when the time is over.

use std::env;
use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use endpoint::{Address, ConnectOptions, connect_any, resolve};
use ex02::portwait::wait_until_open;

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    let limit = args
        .get(2)
        .and_then(|seconds| seconds.parse().ok())
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    let (Some(host), Some(service), Some(limit)) =
        (args.first(), args.get(1), limit)
    else {
        eprintln!("usage: portwait HOST SERVICE SECONDS");
        return ExitCode::from(2);
    };
    let addresses = match resolve(host, service) {
        Ok(addresses) => addresses,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    match wait_until_open(&addresses, limit, call) {
        Ok(address) => {
            println!("{address} answers");
            ExitCode::SUCCESS
        }
        Err(error) => {
            let last = error.last.map_or(String::new(), |e| format!(": {e}"));
            eprintln!("nobody answers{last}");
            ExitCode::FAILURE
        }
    }
}

fn call(address: SocketAddr, timeout: Duration) -> io::Result<()> {
    let options = ConnectOptions { timeout, ..ConnectOptions::default() };
    connect_any(&address.to_string(), &[Address::Inet(address)], &options)
        .map(drop)
        .map_err(io::Error::other)
}
