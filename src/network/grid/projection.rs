//! A plane on which areas are right.

use crate::network::Position;

/// The cylindrical equal-area projection of the WGS 84 ellipsoid, in kilometres.
///
/// Meridians and parallels are straight and cross at right angles, so that a grid on the plane is one of longitudes and
/// latitudes too. Shapes are right along one parallel, on both sides of the equator; four degrees away they are a twentieth
/// too wide. Formulas: Snyder (1987), *Map Projections: A Working Manual*, doi 10.3133/pp1395, equations 3-12 and 10-13
/// to 10-15.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EqualArea {
    /// Degrees of longitude where x is 0.
    pub central_meridian: f64,
    /// Degrees of latitude where shapes are right.
    pub standard_parallel: f64,
}

/// Semi-major axis of WGS 84 in kilometres.
const MAJOR: f64 = 6378.137;
/// Square of its eccentricity.
const SQUARE: f64 = 0.006_694_379_990_141_317;

impl EqualArea {
    /// The scale along the standard parallel, equation 10-13.
    fn scale(self) -> f64 {
        let (sin, cos) = self.standard_parallel.to_radians().sin_cos();
        cos / (1.0 - SQUARE * sin * sin).sqrt()
    }

    /// Kilometres east and north on the plane.
    pub fn to_plane(self, place: Position) -> (f64, f64) {
        let x = MAJOR * self.scale() * (place.lon - self.central_meridian).to_radians();
        (x, MAJOR * authalic(place.lat.to_radians()) / (2.0 * self.scale()))
    }

    /// The place of a point of the plane.
    pub fn to_place(self, (x, y): (f64, f64)) -> Position {
        let lon = self.central_meridian + (x / (MAJOR * self.scale())).to_degrees();
        let wanted = 2.0 * y * self.scale() / MAJOR;
        let mut lat = (wanted / 2.0).clamp(-1.0, 1.0).asin();
        // Newton's method; three steps are enough for a tenth of a millimetre at any latitude people live at.
        for _ in 0..4 {
            let (sin, cos) = lat.sin_cos();
            let slope = 2.0 * (1.0 - SQUARE) * cos / (1.0 - SQUARE * sin * sin).powi(2);
            lat += (wanted - authalic(lat)) / slope.max(1e-9);
        }
        Position { lon, lat: lat.to_degrees() }
    }
}

/// `q` of equation 3-12, of a latitude in radians.
fn authalic(latitude: f64) -> f64 {
    let (sin, e) = (latitude.sin(), SQUARE.sqrt());
    let logarithm = ((1.0 - e * sin) / (1.0 + e * sin)).ln();
    (1.0 - SQUARE) * (sin / (1.0 - SQUARE * sin * sin) - logarithm / (2.0 * e))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Snyder's example on page 281: Clarke 1866 there, so within the difference of the ellipsoids.
    #[test]
    fn a_printed_example_is_met() {
        let projection = EqualArea { central_meridian: -75.0, standard_parallel: 5.0 };
        let (x, y) = projection.to_plane(Position { lon: -78.0, lat: 5.0 });
        assert!((x + 332.6998).abs() < 0.02 && (y - 554.2484).abs() < 0.06, "{x} {y}");
    }

    proptest! {
        #[test]
        fn the_plane_leads_back(lon in 60.0_f64..180.0, lat in -70.0_f64..70.0) {
            let projection = EqualArea { central_meridian: 118.0, standard_parallel: 34.0 };
            let place = projection.to_place(projection.to_plane(Position { lon, lat }));
            prop_assert!((place.lon - lon).abs() < 1e-9 && (place.lat - lat).abs() < 1e-9);
        }
    }
}
