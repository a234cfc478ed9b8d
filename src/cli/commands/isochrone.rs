//! `tongqu isochrone`: how far one comes from a place.

use crate::cli::Failure;
use crate::cli::args::{CommonArgs, Format, GridArgs, IsochroneArgs};
use crate::cli::input::{self, World};
use crate::cli::printer::Printer;
use crate::diagnostic::Problem;
use crate::network::grid::Grid;
use crate::network::{Boundaries, Gazetteer, Kind, Network, Place, Position};
use crate::output::OutputDir;
use crate::report::csv::{fixed, to_csv};
use crate::report::figure::Font;
use crate::report::geo;
use crate::report::plots::{self, IsochroneMap};
use crate::report::tables::{signed, table};
use crate::skims::{Leaving, TravelMode};
use crate::study::{Band, Ground, IsochroneQuery, Isochrones, Question, Start};
use crate::supply::StreetRules;
use crate::units::{Kilometres, Seconds};
use std::collections::BTreeSet;

const HEADER: [&str; 6] = ["scenario", "minutes", "area_km2", "people", "counties", "county_names"];

pub(in crate::cli) fn run(
    args: &IsochroneArgs,
    common: &CommonArgs,
    printer: &mut Printer,
) -> Result<(), Failure> {
    let mut world = input::world(common, printer)?;
    let ground = ground(&args.grid, &mut world, printer)?;
    let mut limits: Vec<Seconds> =
        args.minutes.iter().map(|minutes| Seconds(u32::from(*minutes) * 60)).collect();
    limits.sort_unstable();
    limits.dedup();
    let mode = args.grid.mode.into();
    let leaving = args.leaving.leaving(mode)?;
    let mut sides = Vec::new();
    for side in &ground.sides {
        let network = &side.network;
        let longest = limits.last().copied().unwrap_or_default();
        let query = IsochroneQuery {
            start: start(network, &args.place)?,
            mode,
            leaving: leaving.clone(),
            limit: street_limit(network, longest)?,
        };
        let found = Isochrones::new(network, &ground.topology, &ground.grid, &query)
            .map_err(Problem::from)?;
        let bands = found.bands(network, &ground.grid, &limits);
        sides.push(Side { name: side.name, network, circumstances: side.circumstances(), bands });
        printer.stage(&format!("times {}", side.name));
    }
    let grid = &ground.grid;
    if let Some(out) = &args.out {
        let boundaries = args.grid.boundaries.as_deref();
        let boundaries = input::boundaries(boundaries, sides[0].network, &mut world.inputs)?;
        write(out, args, (&sides, &leaving), grid, (&ground.projects, boundaries.as_ref()))?;
        printer.stage("draw and write");
        printer.note(&format!("written to {}", out.display()));
    }
    printer.result(&match args.format {
        Format::Table => text(args, (&sides, &leaving), grid)?,
        Format::Csv => String::from_utf8_lossy(&to_csv(&HEADER, rows(&sides))).into_owned(),
        Format::Json => json(&sides),
    });
    Ok(())
}

/// On streets the scan of a day's departures ends an hour after the longest limit: that is far enough for the cells around
/// its edge.
pub(super) fn street_limit(
    network: &Network,
    longest: Seconds,
) -> Result<Option<Seconds>, Problem> {
    let rules = StreetRules::of(network).map_err(Problem::from)?;
    Ok(rules.map(|_| longest + Seconds::from_minutes(60)))
}

/// A scenario with what was found in it.
struct Side<'a> {
    name: &'static str,
    network: &'a Network,
    circumstances: String,
    bands: Vec<Band>,
}

/// The grid over the network that the flags name, or over both sides of a comparison.
pub(super) fn ground(
    args: &GridArgs,
    world: &mut World,
    printer: &mut Printer,
) -> Result<Ground, Failure> {
    let scenario = world.scenario(&args.scenario)?;
    let question = Question {
        projects: world.project_ids(&args.compare)?,
        date: scenario.date,
        with: scenario.with,
        without: scenario.without,
        modes: vec![args.mode.into()],
        percentiles: Vec::new(),
    };
    let cell = Kilometres(args.cell);
    let ground = Ground::new(&world.network, &world.catalogue, &question, cell)?;
    printer.stage("apply the projects, lay the grid and contract the roads");
    Ok(ground)
}

/// The place that an argument names.
pub(super) fn start(network: &Network, name: &str) -> Result<Start, Problem> {
    if let Some((lon, lat)) = name.split_once(',') {
        let degrees = |text: &str, most: f64| {
            text.trim().parse::<f64>().ok().filter(|value| value.abs() <= most)
        };
        if let (Some(lon), Some(lat)) = (degrees(lon, 180.0), degrees(lat, 90.0)) {
            return Ok(Start::Point(Position { lon, lat }));
        }
    }
    let help = "a zone or station in Chinese, English, pinyin or by its id, or LON,LAT in degrees";
    match Gazetteer::new(network).find(name, &[Kind::Zone, Kind::Stop]) {
        Ok(Place::Zone(zone)) => Ok(Start::Zone(zone)),
        Ok(Place::Stop(stop)) => Ok(Start::Stop(stop)),
        Ok(Place::Node(_)) => {
            let message = format!("`{name}` is neither a zone nor a stop");
            Err(Problem::error("unknown-place", message).help(help))
        }
        Err(error) => Err(Problem::error("unknown-place", error.to_string()).help(help)),
    }
}

/// By what and, where it was asked for, when.
pub(super) fn way(mode: TravelMode, leaving: &Leaving) -> String {
    match leaving {
        Leaving::AtBest => mode.description().to_owned(),
        Leaving::At { .. } => format!("{}, {}", mode.description(), leaving.description()),
    }
}

/// The Chinese and the English name of a place.
pub(super) fn names(network: &Network, start: Start) -> (String, String) {
    match start {
        Start::Zone(zone) => {
            let zone = &network.zones[zone.at()];
            (zone.name.clone(), zone.name_en.clone())
        }
        Start::Stop(stop) => {
            let stop = &network.transit.stops[stop.at()];
            (stop.name.clone(), stop.name_en.clone())
        }
        Start::Point(at) => (String::new(), format!("{:.3}, {:.3}", at.lon, at.lat)),
    }
}

fn rows(sides: &[Side<'_>]) -> Vec<[String; 6]> {
    let row = |side: &Side<'_>, band: &Band| {
        let names = band.counties.iter().map(|zone| side.network.zones[zone.at()].name.as_str());
        [
            side.name.to_owned(),
            fixed(Some(band.limit.minutes()), 0),
            fixed(Some(band.square_kilometres), 1),
            fixed(Some(band.people), 0),
            band.counties.len().to_string(),
            names.collect::<Vec<_>>().join(";"),
        ]
    };
    sides.iter().flat_map(|side| side.bands.iter().map(move |band| row(side, band))).collect()
}

fn json(sides: &[Side<'_>]) -> String {
    let number =
        |text: &String| text.parse::<f64>().map_or_else(|_| text.clone().into(), Into::into);
    let object = |row: [String; 6]| {
        let cells = HEADER.iter().zip(&row).map(|(key, cell)| ((*key).to_owned(), number(cell)));
        cells.collect::<serde_json::Map<String, serde_json::Value>>()
    };
    format!("{:#}\n", serde_json::json!(rows(sides).into_iter().map(object).collect::<Vec<_>>()))
}

fn text(
    args: &IsochroneArgs,
    (sides, leaving): (&[Side<'_>], &Leaving),
    grid: &Grid,
) -> Result<String, Failure> {
    let network = sides[0].network;
    let (zh, en) = names(network, start(network, &args.place)?);
    let mode: TravelMode = args.grid.mode.into();
    let mut text = format!(
        "From {}, {}; {} cells of {} km\n\n",
        format!("{zh} {en}").trim(),
        way(mode, leaving),
        grid.cells().len(),
        grid.size().0
    );
    for side in sides {
        let lines = side.bands.iter().map(|band| {
            vec![
                fixed(Some(band.limit.minutes()), 0),
                fixed(Some(band.square_kilometres), 0),
                fixed(Some(band.people / 1e4), 0),
                band.counties.len().to_string(),
            ]
        });
        text += &format!("{}\n", side.circumstances);
        text += &table(&["minutes", "area km²", "people (10,000)", "counties"], lines, 4);
    }
    if let [without, with] = sides {
        text += &format!("\nwith less without\n{}", differences(without, with));
    }
    Ok(text)
}

fn differences(without: &Side<'_>, with: &Side<'_>) -> String {
    let lines = without.bands.iter().zip(&with.bands).map(|(old, new)| {
        let won = new.counties.iter().filter(|zone| !old.counties.contains(zone));
        let won: Vec<&str> = won.map(|zone| with.network.zones[zone.at()].name.as_str()).collect();
        vec![
            won.join("、"),
            fixed(Some(old.limit.minutes()), 0),
            signed(Some(new.square_kilometres - old.square_kilometres), 0, ""),
            signed(Some((new.people - old.people) / 1e4), 1, ""),
            signed(Some(new.counties.len() as f64 - old.counties.len() as f64), 0, ""),
        ]
    });
    table(&["counties won", "minutes", "area km²", "people (10,000)", "counties"], lines, 4)
}

fn write(
    out: &std::path::Path,
    args: &IsochroneArgs,
    (sides, leaving): (&[Side<'_>], &Leaving),
    grid: &Grid,
    (projects, boundaries): (&BTreeSet<String>, Option<&Boundaries>),
) -> Result<(), Failure> {
    let mut folder = OutputDir::new(out);
    folder.add("isochrone.csv", to_csv(&HEADER, rows(sides)));
    for side in sides {
        let name = if sides.len() > 1 {
            format!("isochrone_{}", side.name)
        } else {
            "isochrone".to_owned()
        };
        folder.add(format!("{name}.geojson"), geo::isochrones(&side.bands));
        let start = start(side.network, &args.place)?;
        let (zh, en) = names(side.network, start);
        let map = IsochroneMap {
            network: side.network,
            grid,
            start,
            name: (&zh, &en),
            mode: args.grid.mode.into(),
            leaving,
            bands: &side.bands,
            circumstances: &side.circumstances,
            projects,
        };
        let drawn =
            plots::files(&name, &plots::outlined(map.figure(), boundaries), &Font::embedded())
                .map_err(|error| Problem::error("undrawable-figure", error.to_string()))?;
        for (name, bytes) in drawn {
            folder.add(name, bytes);
        }
    }
    folder.finish()?;
    Ok(())
}
