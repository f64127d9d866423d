//! The interactive client: a reading goes out, the warmest comes back.

use std::io;
use std::net::Shutdown;

use cli::say;
use framing::Framed;
use framing::reading::{Reading, Readings};

/// Reads readings from standard input until it ends.
pub(crate) fn run(address: &str) -> cli::Result {
    let stream = stage::call("ch03", address)?;
    let mut framed = Framed::new(stream, Readings);
    say!("connected to {address}; type \"oslo -4.25 81\", end with Ctrl-D");
    let mut number = 0;
    for line in io::stdin().lines() {
        let sent = match parse(&line?, number + 1) {
            Ok(reading) => framed.send(&reading).map_err(|e| e.to_string()),
            Err(error) => Err(error),
        };
        if let Err(error) = sent {
            say!("{error}");
            continue;
        }
        number += 1;
        let Some(warmest) = framed.read_frame()? else {
            return Err(format!("{address} closed the connection").into());
        };
        say!("warmest so far: {}", show(&warmest));
    }
    framed.get_mut().shutdown(Shutdown::Write)?;
    while framed.read_frame()?.is_some() {}
    say!("bye");
    Ok(())
}

/// "STATION DEGREES HUMIDITY" as a reading.
fn parse(line: &str, number: u32) -> Result<Reading, String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [station, degrees, humidity] = words[..] else {
        return Err("want: STATION DEGREES HUMIDITY, as oslo -4.25 81".into());
    };
    let degrees: f64 = degrees
        .parse()
        .map_err(|_| format!("'{degrees}' is no number of degrees"))?;
    let range = f64::from(i16::MIN)..=f64::from(i16::MAX);
    let centidegrees = (degrees * 100.0).round();
    if !range.contains(&centidegrees) {
        return Err(format!("{degrees} degrees do not fit into two bytes"));
    }
    let humidity = humidity
        .parse()
        .map_err(|_| format!("'{humidity}' is no number of percent"))?;
    let station = station.to_owned();
    let centidegrees = centidegrees as i16;
    Ok(Reading { station, number, centidegrees, humidity })
}

fn show(reading: &Reading) -> String {
    let Reading { station, number, centidegrees, humidity } = reading;
    let degrees = f64::from(*centidegrees) / 100.0;
    format!("{station} #{number}: {degrees:.2} °C, {humidity} %")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_reading_or_says_what_is_wrong_with_it() {
        let reading = parse("oslo -4.25 81", 7).unwrap();
        assert_eq!(show(&reading), "oslo #7: -4.25 °C, 81 %");
        for (line, wrong) in [
            ("oslo -4.25", "want: STATION"),
            ("oslo cold 81", "'cold' is no number"),
            ("oslo 400 81", "do not fit"),
            ("oslo NaN 81", "do not fit"),
            ("oslo 4 wet", "'wet' is no number"),
        ] {
            let error = parse(line, 1).unwrap_err();
            assert!(error.contains(wrong), "{line}: {error}");
        }
    }
}
