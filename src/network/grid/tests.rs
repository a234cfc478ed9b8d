use super::*;
use crate::formats::{embedded, load_network};
use crate::network::Zone;
use proptest::collection::vec;
use proptest::prelude::*;

fn tiny() -> Network {
    load_network(&embedded::network_folder("tiny").unwrap()).unwrap().0
}

fn network(zones: &[(f64, f64, f64, bool)]) -> Network {
    let mut network = tiny();
    let like = network.zones[0].clone();
    let zone = |(at, &(lon, lat, people, is_core)): (usize, &(f64, f64, f64, bool))| Zone {
        id: format!("z{at}"),
        super_zone: None,
        role: if is_core { Role::Core } else { Role::Gateway },
        position: Position { lon, lat },
        opportunities: BTreeMap::from([("population".to_owned(), people)]),
        ..like.clone()
    };
    network.zones = zones.iter().enumerate().map(zone).collect();
    network
}

#[test]
fn the_study_area_has_a_handy_number_of_cells() {
    let huaihai = load_network(&embedded::network_folder("huaihai").unwrap()).unwrap().0;
    let grid = Grid::new(&huaihai, Kilometres(5.0)).unwrap();
    assert!((3_000..=10_000).contains(&grid.cells().len()), "{}", grid.cells().len());
    let is_own = |zone: &ZoneIdx| {
        !huaihai.is_aggregate(*zone) && huaihai.zones[zone.at()].role == Role::Core
    };
    let zones = (0..huaihai.zones.len()).map(ZoneIdx::new).filter(is_own);
    let people: f64 = zones.map(|zone| huaihai.zones[zone.at()].opportunity("population")).sum();
    let found: f64 = grid.cells().iter().map(|cell| cell.people).sum();
    assert!(found as u64 == people as u64 && people > 6e7, "{found} {people}");
}

#[test]
fn sizes_that_make_no_grid_are_told() {
    for size in [0.0, -1.0, f64::NAN, 0.001, 1e6] {
        assert!(matches!(Grid::new(&tiny(), Kilometres(size)), Err(GridError::Size(..))), "{size}");
    }
    let nobody = network(&[(117.0, 34.0, 1e6, false)]);
    assert_eq!(Grid::new(&nobody, Kilometres(5.0)), Err(GridError::NoZones));
}

#[test]
fn people_are_thinner_farther_from_the_centre_and_a_cell_is_found_by_its_place() {
    let grid = Grid::new(&network(&[(117.0, 34.0, 1e6, true)]), Kilometres(2.0)).unwrap();
    let centre = Position { lon: 117.0, lat: 34.0 };
    let mut cells: Vec<(f64, f64)> =
        grid.cells().iter().map(|cell| (cell.position.distance(centre).0, cell.people)).collect();
    cells.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (near, far) = (cells[0], cells[cells.len() - 1]);
    let expected = ((far.0 - near.0) / FALL.0).exp();
    assert!((near.1 / far.1 / expected - 1.0).abs() < 0.02, "{near:?} {far:?}");
    for (at, cell) in grid.cells().iter().enumerate() {
        assert_eq!(grid.at(cell.column, cell.row), Some(at));
        let place = grid.to_place((cell.column as f64, cell.row as f64));
        assert!(place.distance(cell.position).0 < 1e-6);
    }
    assert_eq!((grid.at(grid.columns(), 0), grid.at(0, grid.rows())), (None, None));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_zone_keeps_its_people(
        zones in vec((116.0_f64..118.0, 33.0_f64..35.0, 0_u32..20_000_000, any::<bool>()), 1..25),
        size in 3.0_f64..12.0,
    ) {
        let mut zones: Vec<_> = zones.into_iter().map(|(lon, lat, people, is_core)| (lon, lat, f64::from(people), is_core)).collect();
        zones[0].3 = true;
        let network = network(&zones);
        let grid = Grid::new(&network, Kilometres(size)).unwrap();
        prop_assert!(grid.cells().iter().all(|cell| cell.people >= 0.0));
        let core: f64 = zones.iter().filter(|zone| zone.3).map(|zone| zone.2).sum();
        prop_assert_eq!(grid.cells().iter().map(|cell| cell.people).sum::<f64>() as u64, core as u64);
        let zones = Zones::new(&network).unwrap();
        // Where each zone has cells of its own, each has its own people there.
        let is_there = |zone: &Centre| grid.cells().iter().any(|cell| cell.zone == zone.zone);
        if zones.centres.iter().filter(|zone| zone.is_core).all(is_there) {
            for zone in zones.centres.iter().filter(|zone| zone.is_core) {
                let people: f64 = grid.cells().iter().filter(|cell| cell.zone == zone.zone).map(|cell| cell.people).sum();
                prop_assert_eq!(people as u64, network.zones[zone.zone.at()].opportunity("population") as u64);
            }
        }
        for cell in grid.cells() {
            let distance = |zone: &Centre| (zone.at.0 - grid.projection.to_plane(cell.position).0).hypot(zone.at.1 - grid.projection.to_plane(cell.position).1);
            let own = zones.centres.iter().find(|zone| zone.zone == cell.zone).unwrap();
            prop_assert!(zones.centres.iter().all(|other| distance(own) <= distance(other) + 1e-6));
        }
    }
}
