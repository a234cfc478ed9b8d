//! Against formulae, the conservation of energy, laws that must hold, and a plain simulation in small steps of time.

use super::*;
use proptest::prelude::*;

/// No resistance, no end of power: constant rates.
fn constant(up: f64, down: f64) -> Train {
    Train {
        mass: 1000.0,
        rotating_mass_factor: 1.0,
        starting_effort: 1000.0 * up,
        power: 1e12,
        resistance: [0.0; 3],
        braking: down,
        length: 0.0,
        top_speed: 200.0,
    }
}

/// Much like a high-speed set of eight cars.
fn set() -> Train {
    Train {
        mass: 465_000.0,
        rotating_mass_factor: 1.06,
        starting_effort: 255_000.0,
        power: 10_140_000.0,
        resistance: [2736.0, 41.0, 6.5],
        braking: 0.65,
        length: 209.0,
        top_speed: 350.0 / 3.6,
    }
}

fn time(train: &Train, sections: &[Section]) -> f64 {
    run(train, sections, &[]).unwrap().time()
}

#[test]
fn a_short_hop_never_reaches_the_limit() {
    // 100 m, 1 m/s² both ways: 10 m/s reached half way, 10 s up and 10 s down.
    let found = time(&constant(1.0, 1.0), &[Section::level(100.0, 50.0)]);
    assert!((found - 20.0).abs() < 1e-9, "{found}");
}

#[test]
fn a_slow_section_is_braked_for_in_time() {
    // Up to 20 m/s in 200 m, 450 m at 20, down to 10 in 150 m; then 100 m: 50 m at 10 and 50 m of braking.
    let sections = [Section::level(800.0, 20.0), Section::level(100.0, 10.0)];
    let expected = 20.0 + 22.5 + 10.0 + 5.0 + 10.0;
    assert!((time(&constant(1.0, 1.0), &sections) - expected).abs() < 1e-9);
}

#[test]
fn rates_that_differ_meet_where_they_must() {
    // 0.4 m/s² up, 0.6 down, 12 km at most 60 m/s: 150 s over 4,500 m, 100 s over 3,000 m, 4,500 m at 60 m/s.
    let found = time(&constant(0.4, 0.6), &[Section::level(12_000.0, 60.0)]);
    assert!((found - 325.0).abs() < 1e-9, "{found}");
}

#[test]
fn a_long_train_speeds_up_when_its_tail_is_out() {
    // 200 m long: 10 m/s from 50 m (10 s) to 1,200 m (115 s), up to 20 m/s in 150 m (10 s), 450 m (22.5 s), 20 s of braking.
    let train = Train { length: 200.0, ..constant(1.0, 1.0) };
    let sections = [Section::level(1000.0, 10.0), Section::level(1000.0, 20.0)];
    let expected = 10.0 + 115.0 + 10.0 + 22.5 + 20.0;
    assert!((time(&train, &sections) - expected).abs() < 1e-9, "{}", time(&train, &sections));
}

#[test]
fn each_stop_is_reached_when_it_is_told() {
    let train = constant(1.0, 1.0);
    let found = run(&train, &[Section::level(1100.0, 20.0)], &[100.0]).unwrap();
    assert_eq!(found.arrivals.len(), 2);
    assert!((found.arrivals[0] - 20.0).abs() < 1e-9);
    assert!((found.arrivals[1] - 90.0).abs() < 1e-9);
}

#[test]
fn effort_and_resistance_balance_below_the_limit() {
    // 1 kN against 10 N/(m/s) v: 100 m/s is never quite reached; the step below is held.
    let train = Train { resistance: [0.0, 10.0, 0.0], top_speed: 150.0, ..constant(1.0, 1.0) };
    let found = run(&train, &[Section::level(200_000.0, 150.0)], &[]).unwrap();
    let fastest = found.samples.iter().map(|sample| sample.speed).fold(0.0, f64::max);
    assert!((fastest - 100.0).abs() <= SPEED_STEP, "{fastest}");
}

#[test]
fn a_way_too_steep_is_told() {
    let wall = Section { gradient: 0.2, ..Section::level(1000.0, 20.0) };
    let stalled = run(&set(), &[Section::level(500.0, 20.0), wall], &[]).unwrap_err();
    assert!(stalled.position > 500.0 && stalled.position < 1000.0, "{stalled}");
}

#[test]
fn no_way_takes_no_time() {
    assert!(time(&set(), &[]).abs() < 1e-12);
}

/// Work along the samples, by quadrature that knows nothing of the phases: efforts from the change of speed alone.
fn work_of_samples(train: &Train, found: &Run) -> (f64, f64) {
    let inertia = train.mass * train.rotating_mass_factor;
    let (mut net, mut resistance) = (0.0, 0.0);
    for pair in found.samples.windows(2) {
        let way = pair[1].position - pair[0].position;
        let parts = 50;
        for part in 0..parts {
            let share = (f64::from(part) + 0.5) / f64::from(parts);
            let squared = pair[0].speed.powi(2) * (1.0 - share) + pair[1].speed.powi(2) * share;
            resistance += train.resistance(squared.sqrt()) * way / f64::from(parts);
        }
        net += inertia * (pair[1].speed.powi(2) - pair[0].speed.powi(2)) / 2.0;
    }
    (net, resistance)
}

#[derive(Debug, Clone)]
struct Drawn {
    train: Train,
    sections: Vec<Section>,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let section = (300.0..20_000.0_f64, 8.0..95.0_f64, -0.012..0.012_f64)
        .prop_map(|(length, limit, gradient)| Section { length, limit, gradient });
    let train = (200e3..1200e3_f64, 0.25..0.6_f64, 8.0..22.0_f64, 0.3..0.9_f64, 0.0..500.0_f64)
        .prop_map(|(mass, start, watts, braking, length)| Train {
            mass,
            rotating_mass_factor: 1.08,
            starting_effort: mass * start,
            power: mass * watts,
            resistance: [mass * 0.006, mass * 0.0001, mass * 0.000_014],
            braking,
            length,
            top_speed: 90.0,
        });
    (train, prop::collection::vec(section, 1..5))
        .prop_map(|(train, sections)| Drawn { train, sections })
}

/// Small steps of time; the speed allowed is looked up at every step from all sections and stops ahead.
fn plain_time(drawn: &Drawn, stops: &[f64]) -> f64 {
    let step = 0.01;
    let Drawn { train, sections } = drawn;
    let mut starts = Vec::new();
    let mut total = 0.0;
    for section in sections {
        starts.push(total);
        total += section.length;
    }
    let limit_at = |at: f64| {
        let touched = sections.iter().zip(&starts).filter(|(section, start)| {
            **start <= at && **start + section.length > at - train.length
        });
        touched.map(|(section, _)| section.limit).fold(train.top_speed, f64::min)
    };
    let (mut clock, mut from) = (0.0, 0.0);
    for stop in stops.iter().copied().chain([total]) {
        let (mut at, mut speed) = (from, 0.0_f64);
        while at < stop - 0.02 {
            let ahead =
                starts.iter().zip(sections).filter(|(start, _)| **start > at && **start < stop);
            let slow = ahead
                .map(|(start, section)| section.limit.powi(2) + 2.0 * train.braking * (start - at));
            let allowed = slow.fold(2.0 * train.braking * (stop - at), f64::min).sqrt();
            let section = starts.iter().rposition(|start| *start <= at).unwrap_or(0);
            let faster = speed + train.acceleration(speed, sections[section].gradient) * step;
            speed = faster.min(limit_at(at)).min(allowed).max(0.0);
            at += speed * step;
            clock += step;
            if clock > 1e5 || (speed <= 0.0 && faster <= 0.0) {
                return f64::INFINITY;
            }
        }
        // The last centimetres at the brake's rate.
        clock += (2.0 * (stop - at).max(0.0) / train.braking).sqrt();
        from = stop;
    }
    clock
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_plain_simulation_takes_as_long(drawn in drawn(), share in 0.2..0.8_f64) {
        let total: f64 = drawn.sections.iter().map(|section| section.length).sum();
        let stops = [total * share];
        if let Ok(found) = run(&drawn.train, &drawn.sections, &stops) {
            let plain = plain_time(&drawn, &stops);
            prop_assert!((found.time() / plain - 1.0).abs() < 2e-3, "{} {plain}", found.time());
        }
    }

    #[test]
    fn energy_is_kept(drawn in drawn()) {
        if let Ok(found) = run(&drawn.train, &drawn.sections, &[]) {
            let work = found.work;
            let taken = work.resistance + work.gradient + work.braking;
            prop_assert!((work.traction - taken).abs() < 1e-9 * work.traction, "{work:?}");
            let (net, resistance) = work_of_samples(&drawn.train, &found);
            prop_assert!(net.abs() < 1e-9 * work.traction);
            prop_assert!((resistance / work.resistance - 1.0).abs() < 1e-4, "{resistance} {work:?}");
            let climbed: f64 = drawn.sections.iter().map(|it| it.gradient * it.length).sum();
            let lifted = drawn.train.mass * GRAVITY * climbed;
            prop_assert!((work.gradient - lifted).abs() < 1e-6 * work.traction, "{work:?} {lifted}");
        }
    }

    #[test]
    fn effort_never_exceeds_what_the_train_has(drawn in drawn()) {
        if let Ok(found) = run(&drawn.train, &drawn.sections, &[]) {
            for pair in found.samples.windows(2) {
                let way = pair[1].position - pair[0].position;
                if pair[1].speed <= pair[0].speed || way < 1e-6 { continue; }
                let rate = (pair[1].speed.powi(2) - pair[0].speed.powi(2)) / (2.0 * way);
                let at = f64::midpoint(pair[0].position, pair[1].position);
                let mut end = 0.0;
                let section = drawn.sections.iter().find(|it| { end += it.length; at <= end }).unwrap();
                let most = drawn.train.acceleration(pair[0].speed.max(1e-3) - SPEED_STEP, section.gradient);
                prop_assert!(pair[0].speed < SPEED_STEP * 2.0 || rate <= most + 1e-6, "{rate} {most}");
            }
        }
    }

    #[test]
    fn no_limit_is_broken(drawn in drawn()) {
        if let Ok(found) = run(&drawn.train, &drawn.sections, &[]) {
            for pair in found.samples.windows(2) {
                let at = f64::midpoint(pair[0].position, pair[1].position);
                let mut start = 0.0;
                for section in &drawn.sections {
                    let is_under = start < at && start + section.length > at - drawn.train.length;
                    start += section.length;
                    let most = section.limit * (1.0 + 1e-9);
                    prop_assert!(!is_under || pair[0].speed.min(pair[1].speed) <= most);
                }
            }
            let length: f64 = drawn.sections.iter().map(|section| section.length).sum();
            let last = found.samples.last().unwrap();
            prop_assert!((last.position - length).abs() < 1e-3 && last.speed < 1e-6, "{last:?}");
        }
    }

    #[test]
    fn a_higher_limit_is_never_slower(drawn in drawn(), which in 0_usize..5, more in 0.0..30.0_f64) {
        let mut faster = drawn.sections.clone();
        let which = which % faster.len();
        faster[which].limit += more;
        if let (Ok(slow), Ok(fast)) = (run(&drawn.train, &drawn.sections, &[]), run(&drawn.train, &faster, &[])) {
            prop_assert!(fast.time() <= slow.time() * (1.0 + 1e-9), "{} {}", fast.time(), slow.time());
        }
    }

    #[test]
    fn a_stop_more_is_never_faster(drawn in drawn(), share in 0.05..0.95_f64, more in 0.05..0.95_f64) {
        let total: f64 = drawn.sections.iter().map(|section| section.length).sum();
        let mut stops = vec![total * share, total * more];
        stops.sort_by(f64::total_cmp);
        let once = run(&drawn.train, &drawn.sections, &[total * share]);
        if let (Ok(once), Ok(twice)) = (once, run(&drawn.train, &drawn.sections, &stops)) {
            prop_assert!(twice.time() >= once.time() * (1.0 - 1e-9), "{} {}", once.time(), twice.time());
        }
    }

    #[test]
    fn a_shorter_train_is_never_slower(drawn in drawn(), share in 0.0..1.0_f64) {
        let short = Train { length: drawn.train.length * share, ..drawn.train };
        if let (Ok(long), Ok(short)) = (run(&drawn.train, &drawn.sections, &[]), run(&short, &drawn.sections, &[])) {
            prop_assert!(short.time() <= long.time() * (1.0 + 1e-9));
        }
    }

    #[test]
    fn cutting_a_section_in_two_changes_nothing(drawn in drawn(), share in 0.01..0.99_f64) {
        let first = drawn.sections[0];
        let parts = [share, 1.0 - share].map(|part| Section { length: first.length * part, ..first });
        let cut: Vec<Section> = parts.into_iter().chain(drawn.sections[1..].iter().copied()).collect();
        if let Ok(whole) = run(&drawn.train, &drawn.sections, &[]) {
            prop_assert!((time(&drawn.train, &cut) / whole.time() - 1.0).abs() < 1e-9);
        }
    }
}
