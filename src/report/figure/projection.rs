//! From degrees to pixels and kilometres.

use super::scene::{Rect, Xy};

/// Kilometres to a degree of latitude.
const KM_PER_DEGREE: f64 = 111.195;

/// A box of longitudes and latitudes, in degrees of WGS 84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Extent {
    /// Least longitude.
    pub west: f64,
    /// Least latitude.
    pub south: f64,
    /// Greatest longitude.
    pub east: f64,
    /// Greatest latitude.
    pub north: f64,
}

impl Extent {
    /// The smallest box around some longitudes and latitudes, with a border of a share of its size on every side.
    ///
    /// A single place gets a box of half a degree; no place at all, the whole world.
    pub fn around(places: impl IntoIterator<Item = (f64, f64)>, border: f64) -> Self {
        let finite = places.into_iter().filter(|(lon, lat)| lon.is_finite() && lat.is_finite());
        let bounds = finite.fold(None, |bounds: Option<Self>, (lon, lat)| {
            let old = bounds.unwrap_or(Self { west: lon, south: lat, east: lon, north: lat });
            let (west, south) = (old.west.min(lon), old.south.min(lat));
            Some(Self { west, south, east: old.east.max(lon), north: old.north.max(lat) })
        });
        let Some(bounds) = bounds else {
            return Self { west: -180.0, south: -85.0, east: 180.0, north: 85.0 };
        };
        let (width, height) = (bounds.east - bounds.west, bounds.north - bounds.south);
        let (dx, dy) = (
            (width * border).max((0.5 - width) / 2.0),
            (height * border).max((0.5 - height) / 2.0),
        );
        Self {
            west: bounds.west - dx,
            south: bounds.south - dy,
            east: bounds.east + dx,
            north: bounds.north + dy,
        }
    }

    fn middle(&self) -> (f64, f64) {
        (f64::midpoint(self.west, self.east), f64::midpoint(self.south, self.north))
    }

    /// Height over width on the ground.
    pub(super) fn aspect(&self) -> f64 {
        (self.north - self.south) / ((self.east - self.west) * shrink(self.middle().1)).max(1e-9)
    }
}

/// How much shorter a degree of longitude is than one of latitude.
fn shrink(latitude: f64) -> f64 {
    latitude.to_radians().cos()
}

/// An equirectangular projection whose scale is right along the middle parallel.
#[derive(Debug, Clone, Copy)]
pub(super) struct Projection {
    /// The frame of the map.
    pub(super) frame: Rect,
    /// What the frame shows: the extent asked for, widened on two sides to fill the frame.
    pub(super) extent: Extent,
    pixels_per_degree: f64,
    shrink: f64,
}

impl Projection {
    /// Fits an extent into a frame.
    pub(super) fn fit(extent: &Extent, frame: Rect) -> Self {
        let (lon, lat) = extent.middle();
        let shrink = shrink(lat);
        let across = frame.width() / ((extent.east - extent.west) * shrink).max(1e-9);
        let pixels_per_degree =
            across.min(frame.height() / (extent.north - extent.south).max(1e-9));
        let half_width = frame.width() / pixels_per_degree / shrink / 2.0;
        let half_height = frame.height() / pixels_per_degree / 2.0;
        let extent = Extent {
            west: lon - half_width,
            south: lat - half_height,
            east: lon + half_width,
            north: lat + half_height,
        };
        Self { frame, extent, pixels_per_degree, shrink }
    }

    /// Longitude and latitude to pixels.
    pub(super) fn at(&self, (lon, lat): (f64, f64)) -> Xy {
        let x = self.frame.left + (lon - self.extent.west) * self.shrink * self.pixels_per_degree;
        let y = self.frame.top + (self.extent.north - lat) * self.pixels_per_degree;
        (x, y)
    }

    pub(super) fn path(&self, places: &[(f64, f64)]) -> Vec<Xy> {
        places.iter().map(|&place| self.at(place)).collect()
    }

    pub(super) fn pixels_per_km(&self) -> f64 {
        self.pixels_per_degree / KM_PER_DEGREE
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Rect = Rect { left: 100.0, top: 50.0, right: 1100.0, bottom: 850.0 };

    #[test]
    fn the_middle_of_the_extent_is_the_middle_of_the_frame() {
        let projection =
            Projection::fit(&Extent { west: 116.0, south: 33.0, east: 118.0, north: 35.0 }, FRAME);
        let (x, y) = projection.at((117.0, 34.0));
        assert!((x - 600.0).abs() < 1e-9 && (y - 450.0).abs() < 1e-9);
    }

    #[test]
    fn a_kilometre_east_is_as_long_as_a_kilometre_north() {
        let projection =
            Projection::fit(&Extent { west: 110.0, south: 59.0, east: 120.0, north: 61.0 }, FRAME);
        let origin = projection.at((115.0, 60.0));
        // At 60° a degree of longitude is half a degree of latitude.
        let (east, north) = (projection.at((117.0, 60.0)), projection.at((115.0, 61.0)));
        assert!(((east.0 - origin.0) - (origin.1 - north.1)).abs() < 1e-6);
        assert!((projection.pixels_per_km() * KM_PER_DEGREE - (origin.1 - north.1)).abs() < 1e-6);
    }

    #[test]
    fn extents_hold_their_places_with_a_border() {
        let extent = Extent::around([(116.0, 33.0), (118.0, 34.0)], 0.1);
        assert!((extent.west - 115.8).abs() < 1e-9 && (extent.north - 34.1).abs() < 1e-9);
        assert!((Extent::around([(116.0, 33.0)], 0.1).west - 115.75).abs() < 1e-9);
    }
}
