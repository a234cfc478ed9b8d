//! Times, and how fast memory can be read.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// One sample is at least so long, so that the clock's own step does not count.
const SAMPLE: Duration = Duration::from_millis(4);
/// How long one work is measured, unless it is so slow that [`FEWEST`] samples take longer.
const BUDGET: Duration = Duration::from_millis(250);
const FEWEST: usize = 3;
const MOST: usize = 31;

/// The median time of a work in seconds, over samples of several runs each. It has run once before.
pub(super) fn median_seconds<T>(mut work: impl FnMut() -> T) -> f64 {
    let start = Instant::now();
    black_box(work());
    let once = start.elapsed().max(Duration::from_nanos(1));
    let runs = (SAMPLE.as_nanos() / once.as_nanos() + 1) as u32;
    let begin = Instant::now();
    let mut samples: Vec<f64> = Vec::new();
    while samples.len() < FEWEST || (samples.len() < MOST && begin.elapsed() < BUDGET) {
        let start = Instant::now();
        for _ in 0..runs {
            black_box(work());
        }
        samples.push(start.elapsed().as_secs_f64() / f64::from(runs));
    }
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

/// Bytes a second that one thread reads from memory: the best of five sums over 256 MB of 8-byte numbers, which no cache
/// holds.
pub(super) fn memory_bandwidth() -> f64 {
    const NUMBERS: usize = 32 << 20;
    let numbers: Vec<u64> = (0..NUMBERS as u64).collect();
    let sum = |numbers: &[u64]| {
        // Eight sums at once, so that additions do not wait for one another.
        let mut sums = [0_u64; 8];
        for chunk in numbers.as_chunks::<8>().0 {
            for (sum, number) in sums.iter_mut().zip(chunk) {
                *sum = sum.wrapping_add(*number);
            }
        }
        sums
    };
    let once = || {
        let start = Instant::now();
        black_box(sum(black_box(&numbers)));
        size_of_val(&*numbers) as f64 / start.elapsed().as_secs_f64()
    };
    (0..5).map(|_| once()).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_longer_work_takes_longer() {
        let work = |steps: u64| median_seconds(|| (0..steps).fold(0, |sum, n| black_box(sum ^ n)));
        assert!(work(100) > 0.0 && work(100_000) > work(100));
    }
}
