use super::*;
use crate::kernels::queue::mean_wait;
use proptest::prelude::*;

fn chamber(room: u32, cycle: u32, turn: u32) -> LockChamber {
    LockChamber { room, cycle, turn }
}

fn vessel(at: u32, side: u8, size: u32) -> Arrival {
    Arrival { at, side, size, chambers: u32::MAX }
}

/// The rules, second by second.
#[expect(clippy::too_many_lines, reason = "it is plainer in one piece")]
fn stepped(chambers: &[LockChamber], vessels: &[Arrival], outages: &[Outage]) -> Crossings {
    let mut starts = vec![None; vessels.len()];
    let mut cycles = Vec::new();
    // By chamber: the side, the second it is free, whether it turns empty.
    let mut standing = vec![(0_u8, 0_u32, false); chambers.len()];
    let last = vessels.last().map_or(0, |vessel| vessel.at);
    let longest: u32 =
        chambers.iter().map(|chamber| chamber.cycle + chamber.turn).max().unwrap_or(0);
    let out = outages.iter().map(|outage| outage.until).max().unwrap_or(0);
    for now in 0..=last.max(out) + (vessels.len() as u32 + 2) * (longest + 1) {
        loop {
            let waits = |at: usize, side: u8, starts: &[Option<u32>]| {
                vessels[at].at <= now && starts[at].is_none() && vessels[at].side == side
            };
            let holds = |at: usize, chamber: usize| {
                vessels[at].chambers >> chamber & 1 == 1
                    && vessels[at].size <= chambers[chamber].room
            };
            let ready: Vec<usize> = (0..chambers.len())
                .filter(|chamber| standing[*chamber].1 <= now)
                .filter(|chamber| {
                    !outages.iter().any(|outage| {
                        outage.chamber == *chamber && (outage.from..outage.until).contains(&now)
                    })
                })
                .collect();
            let somebody = |chamber: usize, side: u8, starts: &[Option<u32>]| {
                (0..vessels.len()).any(|at| waits(at, side, starts) && holds(at, chamber))
            };
            let loading = ready.iter().find(|at| somebody(**at, standing[**at].0, &starts));
            if let Some(&chamber) = loading {
                let side = standing[chamber].0;
                let (mut room, mut count) = (chambers[chamber].room, 0);
                let called = (0..vessels.len())
                    .filter(|at| waits(*at, side, &starts) && holds(*at, chamber))
                    .take(LOOK_AHEAD);
                for at in called.collect::<Vec<_>>() {
                    if vessels[at].size <= room {
                        room -= vessels[at].size;
                        count += 1;
                        starts[at] = Some(now);
                    }
                }
                let size = chambers[chamber].room - room;
                cycles.push(Cycle { chamber, at: now, side, vessels: count, size });
                standing[chamber] = (1 - side, now + chambers[chamber].cycle, false);
                continue;
            }
            let turning = ready.iter().find(|chamber| {
                let to = 1 - standing[**chamber].0;
                let waiting: u32 = (0..vessels.len())
                    .filter(|at| waits(*at, to, &starts))
                    .map(|at| vessels[at].size)
                    .sum();
                let coming: u32 = (0..chambers.len())
                    .filter(|at| standing[*at].2 && standing[*at].1 > now && standing[*at].0 == to)
                    .map(|at| chambers[at].room)
                    .sum();
                somebody(**chamber, to, &starts) && waiting > coming
            });
            let Some(&chamber) = turning else { break };
            let side = standing[chamber].0;
            cycles.push(Cycle { chamber, at: now, side, vessels: 0, size: 0 });
            standing[chamber] = (1 - side, now + chambers[chamber].turn, true);
        }
    }
    Crossings { starts, cycles }
}

prop_compose! {
    fn some_vessels()(mut vessels in prop::collection::vec((0_u32..300, 0_u8..2, 1_u32..6, 1_u32..8), 0..60)) -> Vec<Arrival> {
        vessels.sort_unstable();
        vessels.into_iter().map(|(at, side, size, chambers)| Arrival { at, side, size, chambers }).collect()
    }
}

prop_compose! {
    fn some_outages()(outages in prop::collection::vec((0_usize..3, 0_u32..300, 1_u32..100), 0..4)) -> Vec<Outage> {
        outages.into_iter().map(|(chamber, from, long)| Outage { chamber, from, until: from + long }).collect()
    }
}

proptest! {
    #[test]
    fn events_are_the_seconds(
        chambers in prop::collection::vec((3_u32..9, 1_u32..40, 0_u32..20), 1..4),
        vessels in some_vessels(),
        outages in some_outages(),
    ) {
        let chambers: Vec<_> = chambers.into_iter().map(|(room, cycle, turn)| chamber(room, cycle, turn)).collect();
        prop_assert_eq!(cross(&chambers, &vessels, &outages), stepped(&chambers, &vessels, &outages));
    }

    #[test]
    fn vessels_are_kept_and_little_s_law_holds(vessels in some_vessels(), outages in some_outages()) {
        let chambers = [chamber(6, 30, 10), chamber(5, 20, 5), chamber(7, 35, 0)];
        let run = cross(&chambers, &vessels, &outages);
        prop_assert!(run.starts.iter().all(Option::is_some));
        prop_assert_eq!(run.cycles.iter().map(|cycle| cycle.vessels as usize).sum::<usize>(), vessels.len());
        prop_assert!(run.cycles.iter().all(|cycle| cycle.size <= chambers[cycle.chamber].room));
        // The queue over time, second by second, holds as many vessel-seconds as the vessels wait.
        let waited: u32 = vessels.iter().zip(&run.starts).map(|(vessel, start)| start.unwrap() - vessel.at).sum();
        let end = run.starts.iter().flatten().max().copied().unwrap_or(0);
        let queue = |now: u32| vessels.iter().zip(&run.starts).filter(|(vessel, start)| vessel.at <= now && start.unwrap() > now).count();
        prop_assert_eq!((0..=end).map(queue).sum::<usize>(), waited as usize);
    }
}

/// Vessels that fill a chamber each, at a share of what the chambers can take across, and their mean wait in cycles.
fn simulated(chambers: u32, use_: f64, vessels: usize) -> f64 {
    const CYCLE: u32 = 1000;
    let rate = use_ * f64::from(chambers) / f64::from(CYCLE);
    let times = Arrivals::new(rate, [Pace::even(), Pace::even()], 7, 0);
    let vessels: Vec<Arrival> = times
        .take(vessels)
        .enumerate()
        .map(|(at, time)| vessel(time as u32, (at % 2) as u8, 1))
        .collect();
    let run = cross(&vec![chamber(1, CYCLE, 0); chambers as usize], &vessels, &[]);
    let waits = vessels
        .iter()
        .zip(&run.starts)
        .map(|(vessel, start)| f64::from(start.unwrap() - vessel.at));
    waits.sum::<f64>() / vessels.len() as f64 / f64::from(CYCLE)
}

#[test]
fn full_chambers_wait_as_in_closed_form() {
    for chambers in [1, 2, 3] {
        for use_ in [0.3, 0.6, 0.8, 0.95] {
            let (queue, formula) =
                (simulated(chambers, use_, 1_000_000), mean_wait(chambers, use_).unwrap());
            let off = (queue - formula).abs() / formula;
            assert!(off < 0.05, "{chambers} chambers, use {use_}: {queue} {formula}");
        }
    }
}

#[test]
fn a_small_vessel_goes_where_a_large_one_has_to_wait() {
    let chambers = [chamber(5, 100, 10)];
    let run = cross(&chambers, &[vessel(0, 0, 3), vessel(0, 0, 3), vessel(0, 0, 2)], &[]);
    // Across with 3 and 2, back empty, across with 3.
    assert_eq!(run.starts, [Some(0), Some(110), Some(0)]);
}

#[test]
fn one_chamber_is_enough_for_one_vessel() {
    // Both stand open to side 0; only one of them goes for the vessel at side 1.
    let run = cross(&[chamber(5, 100, 10); 2], &[vessel(0, 1, 3)], &[]);
    assert_eq!((run.cycles.len(), run.starts[0]), (2, Some(10)));
}

#[test]
fn a_chamber_out_of_service_ends_what_it_began() {
    let outage = Outage { chamber: 0, from: 50, until: 500 };
    let run = cross(&[chamber(5, 100, 10)], &[vessel(0, 0, 3), vessel(60, 1, 3)], &[outage]);
    assert_eq!(run.starts, [Some(0), Some(500)]);
}

#[test]
fn who_fits_nowhere_stays() {
    let run = cross(&[chamber(5, 100, 10)], &[vessel(0, 0, 6), vessel(1, 0, 5)], &[]);
    assert_eq!(run.starts, [None, Some(1)]);
}

#[test]
fn a_pace_moves_arrivals_and_keeps_their_number() {
    // All in the second half of each day.
    let half = Pace::new(43_200, &[0.0, 1.0]).unwrap();
    let times: Vec<f64> = Arrivals::new(0.01, [Pace::even(), half], 1, 0).take(20_000).collect();
    assert!(times.iter().all(|time| time % 86_400.0 >= 43_200.0));
    let rate = 20_000.0 / times[19_999];
    assert!((rate / 0.01 - 1.0).abs() < 0.03, "{rate}");
    assert_eq!(Pace::new(60, &[]), None);
    assert_eq!(Pace::new(60, &[0.0, 0.0]), None);
    assert_eq!(Pace::new(60, &[1.0, -1.0]), None);
    assert_eq!(Arrivals::new(0.0, [Pace::even(), Pace::even()], 1, 0).next(), None);
}

#[test]
fn twice_the_rate_brings_the_same_vessels_in_half_the_time() {
    let even = || [Pace::even(), Pace::even()];
    let slow = Arrivals::new(0.001, even(), 3, 1).take(500);
    let fast = Arrivals::new(0.002, even(), 3, 1).take(500);
    for (slow, fast) in slow.zip(fast) {
        assert!((slow / fast - 2.0).abs() < 1e-9);
    }
}
