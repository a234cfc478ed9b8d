//! The house style: colours that the colour-blind can tell apart, widths of lines, sizes of text.

/// A colour of the screen: red, green, blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Colour(pub u8, pub u8, pub u8);

/// Text and axes.
pub(super) const INK: Colour = Colour(0x22, 0x22, 0x22);
/// Second thoughts: subtitles, sources, ticks.
pub(super) const QUIET: Colour = Colour(0x5A, 0x5A, 0x5A);
/// Grid lines.
pub(super) const GRID: Colour = Colour(0xDD, 0xDD, 0xDD);
/// What is left white.
pub(super) const PAPER: Colour = Colour(0xFF, 0xFF, 0xFF);
/// Ground without a value.
pub(super) const LAND: Colour = Colour(0xF7, 0xF6, 0xF2);
/// Sea and lakes.
pub(super) const WATER: Colour = Colour(0xCF, 0xE3, 0xEF);
/// Rivers.
pub(super) const RIVER: Colour = Colour(0xA9, 0xCB, 0xDF);
/// Names of water.
pub(super) const WATER_NAME: Colour = Colour(0x4B, 0x7F, 0x9E);

// Okabe and Ito (2008), "Color Universal Design": eight colours that stay apart in every common colour blindness.
pub(super) const BLACK: Colour = Colour(0x00, 0x00, 0x00);
pub(super) const ORANGE: Colour = Colour(0xE6, 0x9F, 0x00);
pub(super) const SKY: Colour = Colour(0x56, 0xB4, 0xE9);
pub(super) const GREEN: Colour = Colour(0x00, 0x9E, 0x73);
pub(super) const BLUE: Colour = Colour(0x00, 0x72, 0xB2);
pub(super) const VERMILION: Colour = Colour(0xD5, 0x5E, 0x00);
pub(super) const PURPLE: Colour = Colour(0xCC, 0x79, 0xA7);

/// Colours for things that have no order, the first for the most important.
pub(super) const CATEGORIES: [Colour; 7] = [BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY, BLACK];

/// Sizes of text, as the em square in pixels; a figure is 1,600 pixels wide, about 160 mm on paper.
pub(super) mod size {
    pub(in super::super) const TITLE: f64 = 38.0;
    pub(in super::super) const SUBTITLE: f64 = 25.0;
    pub(in super::super) const BODY: f64 = 24.0;
    pub(in super::super) const TICK: f64 = 21.0;
    pub(in super::super) const SOURCE: f64 = 18.0;
}

/// A mode of transport, for its colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Trains.
    Rail,
    /// Cars and lorries.
    Highway,
    /// Coaches and buses.
    Bus,
    /// Ships.
    Waterway,
    /// Aircraft.
    Air,
    /// On foot.
    Walk,
}

impl Mode {
    /// The colour of the mode in every figure.
    pub const fn colour(self) -> Colour {
        match self {
            Self::Rail => BLUE,
            Self::Highway => GREEN,
            Self::Bus => ORANGE,
            Self::Waterway => SKY,
            Self::Air => PURPLE,
            Self::Walk => QUIET,
        }
    }
}

/// How a number becomes a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Ramp {
    /// From little (light) to much (dark): times, costs, shares.
    Sequential,
    /// A change where more is better: blue above zero, orange below.
    MoreIsBetter,
    /// A change where less is better: blue below zero, orange above.
    LessIsBetter,
    /// A change where more is better, for lines: grey where nothing changes, for pale lines are not seen.
    MoreIsBetterLines,
}

/// Light to dark, in equal steps of lightness as the eye sees it, ending before lines drawn on top would drown.
const SEQUENTIAL: [Colour; 6] = [
    Colour(0xFD, 0xF7, 0xD8),
    Colour(0xF8, 0xDD, 0x9F),
    Colour(0xEF, 0xBC, 0x7C),
    Colour(0xDB, 0x98, 0x70),
    Colour(0xB9, 0x74, 0x73),
    Colour(0x8A, 0x56, 0x77),
];

/// No change to much better.
const BETTER: [Colour; 4] = [
    Colour(0xF6, 0xF6, 0xF4),
    Colour(0xB9, 0xD7, 0xEA),
    Colour(0x6A, 0xAB, 0xD3),
    Colour(0x1F, 0x6F, 0xA8),
];

/// No change to much worse.
const WORSE: [Colour; 4] = [
    Colour(0xF6, 0xF6, 0xF4),
    Colour(0xF6, 0xCF, 0x9F),
    Colour(0xE3, 0x97, 0x47),
    Colour(0xB0, 0x5A, 0x06),
];

/// No change to much better, as lines.
const BETTER_LINES: [Colour; 4] = [
    Colour(0xC6, 0xC6, 0xC2),
    Colour(0x8F, 0xBB, 0xD9),
    Colour(0x4A, 0x90, 0xC2),
    Colour(0x1F, 0x6F, 0xA8),
];

/// No change to much worse, as lines.
const WORSE_LINES: [Colour; 4] = [
    Colour(0xC6, 0xC6, 0xC2),
    Colour(0xDD, 0xA8, 0x66),
    Colour(0xD9, 0x8A, 0x35),
    Colour(0xB0, 0x5A, 0x06),
];

impl Ramp {
    /// The colour of a place on the ramp: 0 to 1 for [`Ramp::Sequential`], −1 to 1 for changes; more is cut off.
    pub fn at(self, place: f64) -> Colour {
        match self {
            Self::Sequential => along(&SEQUENTIAL, place),
            Self::MoreIsBetter => change(place),
            Self::LessIsBetter => change(-place),
            Self::MoreIsBetterLines if place < 0.0 => along(&WORSE_LINES, -place),
            Self::MoreIsBetterLines => along(&BETTER_LINES, place),
        }
    }
}

/// The colour of an improvement between −1 and 1.
fn change(improvement: f64) -> Colour {
    if improvement < 0.0 { along(&WORSE, -improvement) } else { along(&BETTER, improvement) }
}

fn along(stops: &[Colour], place: f64) -> Colour {
    let position = place.clamp(0.0, 1.0) * (stops.len() - 1) as f64;
    let below = (position.floor() as usize).min(stops.len() - 2);
    stops[below].mixed(stops[below + 1], position - below as f64)
}

/// The stops of a ramp, the first for little or none: of changes those to the better or to the worse.
pub(super) fn hexes(ramp: Ramp, is_worse: bool) -> Vec<String> {
    let stops: &[Colour] = match ramp {
        Ramp::Sequential => &SEQUENTIAL,
        Ramp::MoreIsBetter | Ramp::LessIsBetter if is_worse => &WORSE,
        Ramp::MoreIsBetter | Ramp::LessIsBetter => &BETTER,
        Ramp::MoreIsBetterLines if is_worse => &WORSE_LINES,
        Ramp::MoreIsBetterLines => &BETTER_LINES,
    };
    stops.iter().map(|colour| colour.hex()).collect()
}

impl Colour {
    /// As `#RRGGBB`.
    pub fn hex(self) -> String {
        format!("#{:02X}{:02X}{:02X}", self.0, self.1, self.2)
    }

    /// A colour between this one (share 0) and another (share 1).
    #[must_use]
    pub fn mixed(self, other: Self, share: f64) -> Self {
        let channel =
            |a: u8, b: u8| (f64::from(a) + (f64::from(b) - f64::from(a)) * share).round() as u8;
        Self(channel(self.0, other.0), channel(self.1, other.1), channel(self.2, other.2))
    }

    /// Relative luminance after WCAG 2: 0 for black, 1 for white.
    pub fn luminance(self) -> f64 {
        let linear = |channel: u8| {
            let share = f64::from(channel) / 255.0;
            if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2)
    }

    /// The text colour that reads best on this one.
    pub(super) fn ink(self) -> Self {
        if self.luminance() > 0.35 { INK } else { PAPER }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminances(ramp: Ramp, from: f64, to: f64) -> Vec<f64> {
        (0..=100).map(|n| ramp.at(from + (to - from) * f64::from(n) / 100.0).luminance()).collect()
    }

    #[test]
    fn ramps_get_darker_all_the_way_from_nothing_to_much() {
        let ways = [
            (Ramp::Sequential, 1.0),
            (Ramp::MoreIsBetter, 1.0),
            (Ramp::MoreIsBetter, -1.0),
            (Ramp::MoreIsBetterLines, 1.0),
            (Ramp::MoreIsBetterLines, -1.0),
        ];
        for (ramp, end) in ways {
            assert!(
                luminances(ramp, 0.0, end).windows(2).all(|pair| pair[1] <= pair[0]),
                "{ramp:?} to {end}"
            );
        }
    }

    #[test]
    fn better_is_blue_whichever_way_the_numbers_run() {
        let is_blue = |Colour(red, _, blue): Colour| blue > red;
        assert!(is_blue(Ramp::MoreIsBetter.at(0.8)) && !is_blue(Ramp::MoreIsBetter.at(-0.8)));
        assert!(is_blue(Ramp::LessIsBetter.at(-0.8)) && !is_blue(Ramp::LessIsBetter.at(0.8)));
    }

    #[test]
    fn colours_outside_a_ramp_are_its_ends() {
        assert_eq!(Ramp::Sequential.at(7.0), Ramp::Sequential.at(1.0));
        assert_eq!(Ramp::LessIsBetter.at(-7.0), Ramp::LessIsBetter.at(-1.0));
    }
}
