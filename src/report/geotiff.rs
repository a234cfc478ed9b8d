//! Values of a grid as `GeoTIFF` 1.1 (OGC 19-008r4): one band of 32-bit floats, in metres on the grid's equal-area plane.

use crate::network::grid::Grid;
use std::io::Cursor;
use tiff::TiffResult;
use tiff::encoder::TiffEncoder;
use tiff::encoder::colortype::Gray32Float;
use tiff::tags::Tag;

/// Where a cell is not in the grid or has no value.
const NO_DATA: f32 = -9999.0;

/// `ProjCoordTransGeoKey`: cylindrical equal area.
const CYLINDRICAL_EQUAL_AREA: u16 = 28;
/// A code that says "defined by the keys that follow".
const USER_DEFINED: u16 = 32_767;

/// One value for each cell of the grid.
///
/// # Errors
/// What the encoder says; a grid of more columns or rows than a TIFF may have.
pub fn geotiff(grid: &Grid, values: &[Option<f64>]) -> TiffResult<Vec<u8>> {
    let pixels: Vec<f32> = (0..grid.columns() * grid.rows())
        .map(|at| grid.at(at % grid.columns(), at / grid.columns()))
        .map(|cell| cell.and_then(|cell| values[cell]).map_or(NO_DATA, |value| value as f32))
        .collect();
    let side = grid.size().0 * 1000.0;
    let (west, north) = (grid.corner().0 * 1000.0, grid.corner().1 * 1000.0);
    let (keys, doubles) = keys(grid);
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut bytes)?;
    let mut image = encoder.new_image::<Gray32Float>(grid.columns() as u32, grid.rows() as u32)?;
    let tags = image.encoder();
    tags.write_tag(Tag::ModelPixelScaleTag, &[side, side, 0.0][..])?;
    tags.write_tag(Tag::ModelTiepointTag, &[0.0, 0.0, 0.0, west, north, 0.0][..])?;
    tags.write_tag(Tag::GeoKeyDirectoryTag, &keys[..])?;
    tags.write_tag(Tag::GeoDoubleParamsTag, &doubles[..])?;
    tags.write_tag(Tag::GdalNodata, "-9999")?;
    image.write_data(&pixels)?;
    Ok(bytes.into_inner())
}

/// The plane: the keys, and the numbers that some of them refer to.
fn keys(grid: &Grid) -> (Vec<u16>, Vec<f64>) {
    let plane = grid.projection();
    let doubles = vec![plane.standard_parallel, plane.central_meridian, 0.0, 0.0];
    let plain = |key: u16, value: u16| [key, 0, 1, value];
    let number = |key: u16, at: u16| [key, 34_736, 1, at];
    let entries = [
        plain(1024, 1),
        plain(1025, 1),
        plain(2048, 4326),
        plain(2054, 9102),
        plain(3072, USER_DEFINED),
        plain(3074, USER_DEFINED),
        plain(3075, CYLINDRICAL_EQUAL_AREA),
        plain(3076, 9001),
        number(3078, 0),
        number(3080, 1),
        number(3082, 2),
        number(3083, 3),
    ];
    let header = [1, 1, 1, entries.len() as u16];
    (header.into_iter().chain(entries.into_iter().flatten()).collect(), doubles)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::{embedded_network_folder, load_network};
    use crate::units::Kilometres;
    use tiff::decoder::{Decoder, DecodingResult};

    #[test]
    fn what_is_written_reads_back_where_it_belongs() {
        let network = load_network(&embedded_network_folder()).unwrap().0;
        let grid = Grid::new(&network, Kilometres(20.0)).unwrap();
        let values: Vec<Option<f64>> =
            (0..grid.cells().len()).map(|at| (at % 7 != 0).then_some(at as f64)).collect();
        let bytes = geotiff(&grid, &values).unwrap();
        let mut decoder = Decoder::new(Cursor::new(bytes)).unwrap();
        let (width, height) = decoder.dimensions().unwrap();
        assert_eq!((width as usize, height as usize), (grid.columns(), grid.rows()));
        let corner = decoder.get_tag_f64_vec(Tag::ModelTiepointTag).unwrap();
        assert!((corner[3] - grid.corner().0 * 1000.0).abs() < 1e-6);
        let DecodingResult::F32(pixels) = decoder.read_image().unwrap() else { panic!("floats") };
        for (at, cell) in grid.cells().iter().enumerate() {
            let pixel = f64::from(pixels[cell.row * grid.columns() + cell.column]);
            let wanted = values[at].unwrap_or(f64::from(NO_DATA));
            assert!((pixel - wanted).abs() < 1e-6, "{at}: {pixel} {wanted}");
        }
    }
}
