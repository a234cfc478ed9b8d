//! The course of a link as well-known text: GMNS `geometry`.

use super::{Cell, CellFault, Fault};
use crate::network::Position;
use std::fmt;

/// A WKT `LINESTRING` of longitudes and latitudes; read from a `MULTILINESTRING` too, whose parts follow one another.
#[derive(Debug, Clone, PartialEq)]
pub struct LineString(pub Vec<Position>);

impl LineString {
    /// The points between the first and the last.
    pub fn between(mut self) -> Vec<Position> {
        self.0.pop();
        if !self.0.is_empty() {
            self.0.remove(0);
        }
        self.0
    }
}

impl Cell for LineString {
    fn read(text: &str) -> Result<Self, CellFault> {
        let fault = || CellFault::new(Fault::NotANumber, "the text is no line of points");
        let upper = text.trim_start().to_ascii_uppercase();
        let is_line = upper.starts_with("LINESTRING") || upper.starts_with("MULTILINESTRING");
        let open = text.find('(').filter(|_| is_line).ok_or_else(fault)?;
        let inner = text[open..].replace(['(', ')'], " ");
        let mut points: Vec<Position> =
            inner.split(',').map(point).collect::<Option<_>>().ok_or_else(fault)?;
        points.dedup();
        Ok(Self(points))
    }

    fn expected() -> String {
        "WKT in degrees, such as LINESTRING (117.19 34.26, 117.2 34.3)".to_owned()
    }
}

fn point(text: &str) -> Option<Position> {
    let mut degrees = text.split_whitespace().map(|number| number.parse::<f64>().ok());
    let (lon, lat) = (degrees.next()??, degrees.next()??);
    let is_on_earth = lon.abs() <= 180.0 && lat.abs() <= 90.0;
    is_on_earth.then_some(Position { lon, lat })
}

impl fmt::Display for LineString {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LINESTRING (")?;
        for (at, point) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(f, "{comma}{} {}", point.lon, point.lat)?;
        }
        f.write_str(")")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_as_it_was_written() {
        let text = "LINESTRING (117.19 34.26, 117.2 34.3, -0.5 1)";
        let line = LineString::read(text).unwrap();
        assert_eq!(line.to_string(), text);
        assert_eq!(line.between(), [Position { lon: 117.2, lat: 34.3 }]);
        let parts = LineString::read("MULTILINESTRING ((1 2,3 4),(3 4,5 6))").unwrap();
        assert_eq!(parts.to_string(), "LINESTRING (1 2, 3 4, 5 6)");
    }

    #[test]
    fn what_is_no_line_is_refused() {
        for text in [
            "POINT (1 2)",
            "LINESTRING",
            "LINESTRING (1)",
            "LINESTRING (1 a)",
            "LINESTRING (1 95, 2 3)",
        ] {
            assert!(LineString::read(text).is_err(), "{text}");
        }
    }
}
