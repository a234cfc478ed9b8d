//! Round numbers for axes, and how numbers are written.

/// Round numbers that span a range: about `count` steps of 1, 2, 2.5 or 5 times a power of ten, the ends included.
///
/// The first is at or below `low`, the last at or above `high`.
pub(super) fn ticks(low: f64, high: f64, count: usize) -> Vec<f64> {
    let step = nice_step(low, high, count);
    let (first, last) = ((low / step + 1e-9).floor(), (high / step - 1e-9).ceil());
    (0..=(last - first).max(1.0) as u32).map(|n| (first + f64::from(n)) * step).collect()
}

fn nice_step(low: f64, high: f64, count: usize) -> f64 {
    let span = (high - low).abs();
    let raw = if span > 0.0 && span.is_finite() { span } else { low.abs().max(1.0) }
        / count.max(1) as f64;
    let power = 10_f64.powf(raw.log10().floor());
    let distance = |multiple: &f64| (multiple * power / raw).ln().abs();
    let nearest =
        [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().min_by(|a, b| distance(a).total_cmp(&distance(b)));
    nearest.unwrap_or(1.0) * power
}

/// The number of decimals that tells the numbers of a list apart, at most three.
pub(super) fn decimals(numbers: &[f64]) -> usize {
    let is_exact = |power: f64| {
        numbers.iter().all(|number| (number * power - (number * power).round()).abs() < 1e-6)
    };
    [1.0, 10.0, 100.0].into_iter().position(is_exact).unwrap_or(3)
}

/// A number with thousands apart and a real minus: `−1,234.5`.
pub(super) fn number(value: f64, decimals: usize) -> String {
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut out = String::new();
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        out.push('.');
        out.push_str(fraction);
    }
    let is_zero = digits.chars().all(|c| c == '0' || c == '.');
    if value < 0.0 && !is_zero { format!("−{out}") } else { out }
}

/// A change, with its sign: `+3`, `−3`, `0`.
pub(super) fn signed(value: f64, decimals: usize) -> String {
    let text = number(value, decimals);
    let is_zero = text.chars().all(|c| c == '0' || c == '.');
    if value > 0.0 && !is_zero { format!("+{text}") } else { text }
}

/// Where a number lies on an axis.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scaling {
    /// The least and the greatest number.
    pub(super) from: (f64, f64),
    /// Their places in pixels.
    pub(super) to: (f64, f64),
}

impl Scaling {
    /// The place of a number.
    pub(super) fn at(&self, value: f64) -> f64 {
        let share = (value - self.from.0) / (self.from.1 - self.from.0);
        self.to.0 + share * (self.to.1 - self.to.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_hold_the_range() {
        assert_eq!(ticks(0.0, 97.0, 5), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(ticks(-3.0, 12.0, 3), [-5.0, 0.0, 5.0, 10.0, 15.0]);
        assert_eq!(ticks(5.0, 5.0, 4).len(), 2);
    }

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!(
            [number(-1234.5, 1), number(-0.01, 1), number(999.0, 0)],
            ["−1,234.5", "0.0", "999"]
        );
        assert_eq!([signed(3.0, 0), signed(-3.0, 0), signed(0.2, 0)], ["+3", "−3", "0"]);
        assert_eq!([decimals(&[0.0, 2.5]), decimals(&[1.0]), decimals(&[1.0 / 3.0])], [1, 0, 3]);
    }
}
