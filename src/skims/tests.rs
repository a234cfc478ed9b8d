//! Modes on the tiny network with a coach and a flight beside its trains.

use super::*;
use crate::formats::{embedded, load_network};
use crate::index::{RouteIdx, StopIdx};
use crate::network::{Exchange, ParameterRow, Position, Route, RouteClass, Stop, StopTime, Trip};
use crate::supply::{Barrier, Misfit, RoadPlaces, RoadTopology, Vessel, Waterways};

const JIA: Position = Position { lon: 117.0, lat: 34.0 };
const YI: Position = Position { lon: 118.0, lat: 34.0 };
/// Stops of `tiny` are bing, jia and yi; then come ours.
const RAIL_YI: StopIdx = StopIdx(2);
const BUS_JIA: StopIdx = StopIdx(3);
const BUS_YI: StopIdx = StopIdx(4);
const AIR_JIA: StopIdx = StopIdx(5);
const AIR_YI: StopIdx = StopIdx(6);

fn tiny() -> Network {
    load_network(&embedded::network_folder("tiny").unwrap()).unwrap().0
}

/// A coach from Jia at 07:00 to Yi at 08:20 and on to the station and the airport there, and a flight at 11:00 of half an hour.
fn with_coach_and_flight() -> Network {
    let mut network = tiny();
    for (id, position) in [("bus-jia", JIA), ("bus-yi", YI), ("air-jia", JIA), ("air-yi", YI)] {
        add_stop(&mut network, id, position);
    }
    let coach = [(BUS_JIA, 420), (BUS_YI, 500), (RAIL_YI, 510), (AIR_YI, 520)];
    add_trip(&mut network, RouteClass::Bus, &coach);
    add_trip(&mut network, RouteClass::Air, &[(AIR_JIA, 660), (AIR_YI, 690)]);
    network
}

fn add_stop(network: &mut Network, id: &str, position: Position) {
    let like = network.transit.stops[0].clone();
    network.transit.stops.push(Stop { id: id.to_owned(), position, node: None, ..like });
}

fn add_trip(network: &mut Network, class: RouteClass, calls: &[(StopIdx, u32)]) {
    let route = RouteIdx::new(network.transit.routes.len());
    let like = network.transit.routes[0].clone();
    network.transit.routes.push(Route { class, ..like });
    let call = |(stop, minute): &(StopIdx, u32)| {
        let time = Seconds(minute * 60);
        StopTime::new(*stop, time, time)
    };
    let like = network.transit.trips[0].clone();
    let stop_times = calls.iter().map(call).collect();
    network.transit.trips.push(Trip { route, stop_times, ..like });
}

/// As in the Huaihai network: 10, 3 and 8 min at a bus stop; 75, 25 and 60 min at an airport.
fn with_parameters(mut network: Network) -> Network {
    let like = network.modes.rows[0].clone();
    for (mode, times) in [("coach", [10.0, 3.0, 8.0]), ("air", [75.0, 25.0, 60.0])] {
        for (parameter, value) in
            ["station_entry", "station_exit", "minimum_change"].into_iter().zip(times)
        {
            let (mode, parameter) = (mode.to_owned(), parameter.to_owned());
            network.modes.rows.push(ParameterRow {
                mode,
                parameter,
                facility_type: None,
                free_speed: None,
                value,
                ..like.clone()
            });
        }
    }
    network
}

fn jia_to_yi(network: &Network, supply: &Supply, mode: TravelMode) -> Option<u32> {
    let ids = network.ids();
    let skim = compute(network, supply, &Query::new(mode));
    Some(skim.cell(ids.zones["jia"], ids.zones["yi"])?.fastest.0 / 60)
}

#[test]
fn each_mode_by_hand() {
    let network = with_parameters(with_coach_and_flight());
    let supply = Supply::build(&network).unwrap();
    let minutes = |mode| jia_to_yi(&network, &supply, mode);
    // Zones and stops are at the same points: a taxi takes its wait of 5, a walk nothing.
    assert_eq!(minutes(TravelMode::Rail), Some(5 + 20 + 27 + 10 + 5));
    assert_eq!(minutes(TravelMode::Public), Some(20 + 27 + 10));
    assert_eq!(minutes(TravelMode::Coach), Some(10 + 80 + 3));
    assert_eq!(minutes(TravelMode::Air), Some(5 + 75 + 30 + 25 + 5));
    assert_eq!(minutes(TravelMode::All), Some(20 + 27 + 10));
}

#[test]
fn a_stop_is_of_the_highest_kind_that_calls_there() {
    let network = with_parameters(with_coach_and_flight());
    let supply = Supply::build(&network).unwrap();
    let minutes = |stop| {
        let times = supply.coach.stop(stop);
        [times.entry, times.exit, times.change].map(|time| time.0 / 60)
    };
    assert_eq!(minutes(BUS_YI), [10, 3, 8]);
    assert_eq!(minutes(RAIL_YI), [20, 10, 12], "the coach calls at the station, too");
    assert_eq!(minutes(AIR_YI), [75, 25, 60], "and at the airport");
    assert!(supply.coach.serves(RAIL_YI) && !supply.coach.serves(AIR_JIA));
}

#[test]
fn entry_and_exit_of_a_journey_are_those_of_its_stops() {
    let network = with_parameters(with_coach_and_flight());
    let supply = Supply::build(&network).unwrap();
    let ids = network.ids();
    let ends = (Endpoint::Zone(ids.zones["jia"]), Endpoint::Zone(ids.zones["yi"]));
    let journey = find_journey(&network, &supply, TravelMode::Air, ends, When::AnyTime).unwrap();
    let (Leg::Access { entry, means, .. }, Leg::Egress { exit, .. }) =
        (&journey.legs[0], &journey.legs[2])
    else {
        panic!("{journey:?}")
    };
    assert_eq!((*means, *entry, *exit), (Means::Taxi, Seconds(75 * 60), Seconds(25 * 60)));
}

#[test]
fn all_services_are_never_slower_than_some() {
    let network = with_parameters(with_coach_and_flight());
    let supply = Supply::build(&network).unwrap();
    let times = |mode| compute(&network, &supply, &Query::new(mode)).times();
    let all = times(TravelMode::All);
    for mode in [TravelMode::Rail, TravelMode::Public, TravelMode::Coach, TravelMode::Air] {
        for (all, some) in all.iter().zip(times(mode)) {
            assert!(some.is_none_or(|some| all.is_some_and(|all| all <= some)), "{mode:?}");
        }
    }
}

#[test]
fn a_bus_stop_without_its_parameters_is_named() {
    let missing = Supply::build(&with_coach_and_flight()).unwrap_err();
    assert_eq!((missing.mode.as_str(), missing.parameter.as_str()), ("coach", "station_entry"));
    assert!(Supply::build(&tiny()).is_ok(), "without buses nobody asks for them");
}

/// Published is 600 km (claim c37a, which no table was made from).
#[test]
fn coal_from_liangshan_to_nanjing_goes_as_far_as_published() {
    let network = load_network(&embedded::network_folder("huaihai").unwrap()).unwrap().0;
    let ids = network.ids();
    let ends = (ids.nodes["water-liangshan-port"], ids.nodes["water-nanjing-longtan"]);
    let (waterways, barges) = (Waterways::new(&network), Vessel::barges(&network.modes));
    let fit = largest_vessel(&network, &waterways, &barges, ends);
    let largest = fit.largest.unwrap();
    assert_eq!(largest.mode, "barge_1000");
    let route = water_route(&network, &waterways, &largest, ends).unwrap();
    assert!((route.length.0 - 600.0).abs() < 60.0, "{:?}", route.length);
    let (next, barriers) = fit.limit.unwrap();
    assert_eq!(next.mode, "barge_2000");
    let limit = Misfit::Limit { limit_t: 1000.0 };
    let is_reach =
        |barrier: &Barrier| matches!(barrier, Barrier::Reach(_, misfit) if *misfit == limit);
    assert!(!barriers.is_empty() && barriers.iter().all(is_reach), "{barriers:?}");
}

/// Where no train may be boarded or left, no journey starts, ends or changes.
#[test]
fn closed_calls_are_passed_by() {
    let network = tiny();
    let supply = Supply::build(&network).unwrap();
    let open = jia_to_yi(&network, &supply, TravelMode::Rail);
    assert!(open.is_some());
    for exchange in [Exchange::AlightOnly, Exchange::BoardOnly, Exchange::Neither] {
        let mut network = network.clone();
        let calls = network.transit.trips.iter_mut().flat_map(|trip| &mut trip.stop_times);
        calls.for_each(|call| call.exchange = exchange);
        let supply = Supply::build(&network).unwrap();
        assert_eq!(jia_to_yi(&network, &supply, TravelMode::Rail), None, "{exchange:?}");
        let ends = [0, 1].map(|zone| Endpoint::Zone(ZoneIdx::new(zone)));
        let found =
            find_journey(&network, &supply, TravelMode::Rail, (ends[0], ends[1]), When::AnyTime);
        assert_eq!(found.map(|journey| journey.legs.len()), None, "{exchange:?}");
    }
}

/// From each zone to all others as points: the times of the skim, by rail with local transport alone where it is quicker.
#[test]
fn points_at_zones_have_the_times_of_zones() {
    let network = with_parameters(with_coach_and_flight());
    let topology = RoadTopology::new([&network]);
    let supply = Supply::build_on(&network, Some(&topology)).unwrap();
    let metric = topology.metric(&network, &supply.roads).unwrap();
    let zones: Vec<Position> = network.zones.iter().map(|zone| zone.position).collect();
    let points = RoadPlaces::new(&topology, zones.clone());
    for (_, mode) in TravelMode::ALL {
        let skim = compute(&network, &supply, &Query::new(mode));
        let services = Services::new(&network, &supply.roads, &metric, mode).unwrap();
        for (from, zone) in zones.iter().enumerate() {
            let place = RoadPlaces::new(&topology, vec![*zone]);
            let (network, metric, services) = (&network, &metric, services.as_ref());
            let (place, leaving) = (&place, &Leaving::AtBest);
            let question =
                PlaceTimes { network, metric, services, place, leaving, stop: None, limit: None };
            let times = place_times(&question, &points).unwrap();
            for (to, time) in times.iter().enumerate().filter(|(to, _)| *to != from) {
                let (from, to) = (ZoneIdx::new(from), ZoneIdx::new(to));
                let service = skim.cell(from, to).map(|cell| cell.fastest);
                let local = supply.access.local(from, to).filter(|_| mode != TravelMode::Car);
                assert_eq!(
                    *time,
                    service.into_iter().chain(local).min(),
                    "{mode:?} {from:?} {to:?}"
                );
            }
        }
    }
}
