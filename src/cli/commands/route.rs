//! `tongqu route`: one journey, leg by leg.

use crate::cli::Failure;
use crate::cli::args::{CommonArgs, Format, RouteArgs};
use crate::cli::input;
use crate::cli::printer::Printer;
use crate::diagnostic::Problem;
use crate::network::{Gazetteer, Kind, Network, Place};
use crate::report::csv::{fixed, span, to_csv};
use crate::report::tables::table;
use crate::skims::{Endpoint, Journey, Query, TravelMode, When, departures, find_journey};
use crate::study::{Fares, leg_text};
use crate::supply::Supply;
use crate::units::Seconds;

pub(in crate::cli) fn run(
    args: &RouteArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let mut world = input::world(common, printer)?;
    let network = world.network_of(&args.scenario)?;
    printer.stage("apply the projects");
    let gazetteer = Gazetteer::new(&network);
    let ends = (endpoint(&gazetteer, &args.from)?, endpoint(&gazetteer, &args.to)?);
    let supply = Supply::build(&network).map_err(Problem::from)?;
    printer.stage("prepare roads, access and timetable");
    let mode: TravelMode = args.mode.into();
    let when = match (args.depart, args.arrive) {
        (Some(depart), _) => When::Depart(depart),
        (_, Some(arrive)) => When::Arrive(arrive),
        _ => When::AnyTime,
    };
    let journey = find_journey(&network, &supply, mode, ends, when);
    printer.stage("find the journey");
    let Some(journey) = journey else {
        let message =
            format!("there is no journey from {} to {} {}", args.from, args.to, mode.description());
        let help = "`--mode car` asks for the drive; without `--depart` and `--arrive` the whole day is searched";
        return Err(Problem::error("no-journey", message).help(help).into());
    };
    // A network without rates has no fares.
    let yuan = Fares::new(&network, &supply).ok().map(|mut fares| fares.of(ends, &journey));
    let text = match args.format {
        Format::Table => {
            text(
                &network,
                &supply,
                &journey,
                (&label(&network, ends.0), &label(&network, ends.1)),
                ends,
            ) + &yuan.map_or_else(String::new, |yuan| {
                let what = if mode == TravelMode::Car { "running cost and tolls" } else { "fares" };
                format!("{what}: about {yuan:.0} yuan (estimated by distance)\n")
            })
        }
        Format::Csv => String::from_utf8_lossy(&to_csv(
            &["kind", "what", "departure", "arrival", "minutes"],
            rows(&network, &journey),
        ))
        .into_owned(),
        Format::Json => json(&network, &journey, yuan),
    };
    printer.result(&text);
    Ok(())
}

pub(super) fn endpoint(gazetteer: &Gazetteer, name: &str) -> Result<Endpoint, Problem> {
    match gazetteer.find(name, &[Kind::Zone, Kind::Stop]) {
        Ok(Place::Zone(zone)) => Ok(Endpoint::Zone(zone)),
        Ok(Place::Stop(stop)) => Ok(Endpoint::Stop(stop)),
        Ok(Place::Node(_)) => {
            Err(Problem::error("unknown-place", format!("`{name}` is neither a zone nor a stop")))
        }
        Err(error) => Err(Problem::error("unknown-place", error.to_string()).help(
            "a place in Chinese, English, pinyin or by its id; 站 behind it asks for the station",
        )),
    }
}

pub(super) fn label(network: &Network, end: Endpoint) -> String {
    match end {
        Endpoint::Zone(zone) => network.zones[zone.at()].label(),
        Endpoint::Stop(stop) => format!("{} (station)", network.transit.stops[stop.at()].label()),
    }
}

fn text(
    network: &Network,
    supply: &Supply,
    journey: &Journey,
    names: (&str, &str),
    ends: (Endpoint, Endpoint),
) -> String {
    let mut text = format!(
        "{} → {}, {}: {}\n",
        names.0,
        names.1,
        journey.mode.description(),
        journey.duration()
    );
    text += &legs(network, journey);
    if journey.mode != TravelMode::Car {
        let list = departures(supply, &Query::new(journey.mode), ends);
        if let (Some(first), Some(last)) = (list.first(), list.last()) {
            let quickest =
                list.iter().map(|(leave, arrive, _)| *arrive - *leave).min().unwrap_or_default();
            let services = format!(
                "{} departures a day are worth taking: the first at {}, the last at {}; the fastest takes {quickest}\n",
                list.len(),
                first.0.clock(),
                last.0.clock()
            );
            text += &if journey.trips() > 0 {
                services
            } else {
                format!("with a train, coach or plane: {services}")
            };
        }
    }
    text
}

/// A journey's legs as a table.
pub(super) fn legs(network: &Network, journey: &Journey) -> String {
    table(&["leg", "what", "leaves", "arrives", "minutes"], rows(network, journey), 3)
}

fn rows(network: &Network, journey: &Journey) -> Vec<Vec<String>> {
    let mut clock = journey.departure;
    let has_clock = journey.trips() > 0;
    let mut rows = Vec::new();
    for leg in &journey.legs {
        let (start, end) = span(leg, clock, journey.arrival);
        clock = end;
        let show = |time: Seconds| if has_clock { time.clock() } else { String::new() };
        let (kind, what) = leg_text(network, leg);
        rows.push(vec![
            kind,
            what,
            show(start),
            show(end),
            fixed(Some((end - start).minutes()), 0),
        ]);
    }
    rows
}

fn json(network: &Network, journey: &Journey, yuan: Option<f64>) -> String {
    let legs: Vec<_> = rows(network, journey)
        .into_iter()
        .map(|row| serde_json::json!({ "kind": row[0], "what": row[1], "departure": row[2], "arrival": row[3], "minutes": row[4].parse::<f64>().ok() }))
        .collect();
    let split = journey.split();
    // Without a service there is no departure to wait for, so no clock either.
    let clock = |time: Seconds| (journey.trips() > 0).then(|| time.clock());
    let value = serde_json::json!({
        "mode": journey.mode.name(),
        "departure": clock(journey.departure),
        "arrival": clock(journey.arrival),
        "minutes": journey.duration().minutes(),
        "trains": journey.trips(),
        "access_min": split.access.minutes(),
        "ride_min": split.ride.minutes(),
        "transfer_min": split.transfer.minutes(),
        "egress_min": split.egress.minutes(),
        "fare_yuan": yuan.map(|yuan| (yuan * 10.0).round() / 10.0),
        "legs": legs,
    });
    format!("{value:#}\n")
}
