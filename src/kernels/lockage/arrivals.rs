//! When vessels come, by chance.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// How a rate varies: a factor for each of some periods of equal length, over and over.
#[derive(Debug, Clone, PartialEq)]
pub struct Pace {
    period: u32,
    factors: Vec<f64>,
}

impl Pace {
    /// The same all the time.
    pub fn even() -> Self {
        Self { period: 86_400, factors: vec![1.0] }
    }

    /// One factor for each `period` of so many seconds, scaled to a mean of one; the first again after the last. None
    /// if there is none, one is negative or no number, or all are 0.
    pub fn new(period: u32, factors: &[f64]) -> Option<Self> {
        let sum: f64 = factors.iter().sum();
        let are_numbers = factors.iter().all(|factor| *factor >= 0.0 && factor.is_finite());
        if period == 0 || !are_numbers || !(sum > 0.0) {
            return None;
        }
        let mean = sum / factors.len() as f64;
        Some(Self { period, factors: factors.iter().map(|factor| factor / mean).collect() })
    }

    fn factor(&self, at: f64) -> f64 {
        let period = (at / f64::from(self.period)) as usize % self.factors.len();
        self.factors[period]
    }

    /// The first time after `at` at which the factor may change.
    fn end(&self, at: f64) -> f64 {
        let period = f64::from(self.period);
        ((at / period).floor() + 1.0) * period
    }
}

/// A Poisson process whose rate varies with the season and the hour: numbers in disjoint times are independent (Çinlar 1975,
/// "Introduction to Stochastic Processes", theorem 4.7.4: times of a process of rate one, stretched).
///
/// The same seed and stream give the same process of rate one, so that with a higher rate all vessels come sooner and the
/// first n remain the same n: common random numbers.
#[derive(Debug, Clone)]
pub struct Arrivals {
    random: ChaCha8Rng,
    rate: f64,
    paces: [Pace; 2],
    at: f64,
}

impl Arrivals {
    /// `rate` is of vessels a second on average; the paces multiply.
    pub fn new(rate: f64, paces: [Pace; 2], seed: u64, stream: u64) -> Self {
        Self { random: random(seed, stream), rate, paces, at: 0.0 }
    }
}

/// Random numbers of a stream of their own.
fn random(seed: u64, stream: u64) -> ChaCha8Rng {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    random.set_stream(stream);
    random
}

/// Even over the numbers above 0 and below 1.
fn uniform(random: &mut impl Rng) -> f64 {
    ((random.next_u64() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
}

impl Iterator for Arrivals {
    type Item = f64;

    /// The second the next one comes; none if nobody ever comes.
    fn next(&mut self) -> Option<f64> {
        if !(self.rate > 0.0) {
            return None;
        }
        let mut left = -uniform(&mut self.random).ln();
        loop {
            let [season, hour] = &self.paces;
            let rate = self.rate * season.factor(self.at) * hour.factor(self.at);
            let end = season.end(self.at).min(hour.end(self.at));
            let until_end = rate * (end - self.at);
            if left < until_end {
                self.at += left / rate;
                return Some(self.at);
            }
            left -= until_end;
            self.at = end;
        }
    }
}

/// Draws places of a list by their shares, over and over.
#[derive(Debug, Clone)]
pub struct Shares {
    random: ChaCha8Rng,
    /// Where each share ends, the last at 1.
    ends: Vec<f64>,
}

impl Shares {
    /// Shares need not add up to one.
    pub fn new(shares: &[f64], seed: u64, stream: u64) -> Self {
        let whole: f64 = shares.iter().sum();
        let mut end = 0.0;
        let ends = shares.iter().map(|share| {
            end += share / whole;
            end
        });
        Self { random: random(seed, stream), ends: ends.collect() }
    }
}

impl Iterator for Shares {
    type Item = usize;

    /// The next place; none of an empty list.
    fn next(&mut self) -> Option<usize> {
        let last = self.ends.len().checked_sub(1)?;
        let drawn = uniform(&mut self.random);
        Some(self.ends.partition_point(|end| *end <= drawn).min(last))
    }
}
