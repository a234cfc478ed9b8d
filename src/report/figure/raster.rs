//! A scene as PNG.
//!
//! The bitmap backend of plotters knows whole pixels only. The scene is therefore painted [`FINE`] times as large and then
//! averaged down, which gives smooth edges and places to a third of a pixel. Letters are already smooth as they come from
//! the font and are laid over the finished picture.

use plotters::prelude::{BitMapBackend, DrawingBackend, RGBColor};

use super::Error;
use super::font::Font;
use super::palette::{Colour, PAPER};
use super::scene::{Anchor, Mark, Scene, Stroke, Text, Xy};

/// Fine pixels per pixel, along each side.
const FINE: usize = 3;

/// The bytes of a PNG file.
pub(super) fn png(scene: &Scene, font: &Font) -> Result<Vec<u8>, Error> {
    let (width, height) = (scene.width as usize, scene.height as usize);
    let fine_size = ((width * FINE) as u32, (height * FINE) as u32);
    let mut fine = vec![PAPER.0; width * height * FINE * FINE * 3];
    paint_shapes(scene, &mut BitMapBackend::with_buffer(&mut fine, fine_size))?;
    let mut pixels = averaged(&fine, width, height);
    let mut canvas = Canvas { width, height, pixels: &mut pixels };
    scene.texts().for_each(|text| canvas.text(text, font));
    packed(&pixels, width, height)
}

fn paint_shapes(scene: &Scene, target: &mut BitMapBackend<'_>) -> Result<(), Error> {
    for mark in &scene.marks {
        match mark {
            Mark::Area { ring, fill } => polygon(target, ring, *fill)?,
            Mark::Line { path, stroke } => line(target, path, *stroke)?,
            Mark::Disc { centre, radius, fill } => disc(target, *centre, *radius, *fill)?,
            Mark::Text(_) => {}
        }
    }
    Ok(())
}

fn rgb(Colour(red, green, blue): Colour) -> RGBColor {
    RGBColor(red, green, blue)
}

fn fine((x, y): Xy) -> (i32, i32) {
    ((x * FINE as f64).round() as i32, (y * FINE as f64).round() as i32)
}

fn refused(error: impl std::fmt::Display) -> Error {
    Error::Paint(error.to_string())
}

fn polygon(target: &mut BitMapBackend<'_>, ring: &[Xy], fill: Colour) -> Result<(), Error> {
    target.fill_polygon(ring.iter().map(|&at| fine(at)), &rgb(fill)).map_err(refused)
}

fn disc(
    target: &mut BitMapBackend<'_>,
    centre: Xy,
    radius: f64,
    fill: Colour,
) -> Result<(), Error> {
    target
        .draw_circle(fine(centre), (radius * FINE as f64).round() as u32, &rgb(fill), true)
        .map_err(refused)
}

/// Each stretch is a rectangle of its own with a disc over each bend: plotters' own thick lines tear at sharp bends.
fn line(target: &mut BitMapBackend<'_>, path: &[Xy], stroke: Stroke) -> Result<(), Error> {
    let Some((dash, gap)) = stroke.dash else { return solid(target, path, stroke) };
    dashes(path, dash, gap).iter().try_for_each(|piece| solid(target, piece, stroke))
}

fn solid(target: &mut BitMapBackend<'_>, path: &[Xy], stroke: Stroke) -> Result<(), Error> {
    for pair in path.windows(2) {
        if let Some(ring) = stretch(pair[0], pair[1], stroke.width) {
            polygon(target, &ring, stroke.colour)?;
        }
    }
    let inner = path.get(1..path.len().saturating_sub(1)).unwrap_or_default();
    let has_bends_worth_rounding = stroke.width > 1.0;
    let bends = inner.iter().filter(|_| has_bends_worth_rounding);
    bends.copied().try_for_each(|bend| disc(target, bend, stroke.width / 2.0, stroke.colour))
}

/// The rectangle along one stretch of a line.
fn stretch(from: Xy, to: Xy, width: f64) -> Option<[Xy; 4]> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.hypot(dy);
    let (nx, ny) = (-dy / length * width / 2.0, dx / length * width / 2.0);
    let ring = [
        (from.0 + nx, from.1 + ny),
        (to.0 + nx, to.1 + ny),
        (to.0 - nx, to.1 - ny),
        (from.0 - nx, from.1 - ny),
    ];
    (length > 0.0).then_some(ring)
}

/// The pieces of a path that a pattern of dash and gap leaves.
fn dashes(path: &[Xy], dash: f64, gap: f64) -> Vec<Vec<Xy>> {
    let mut pieces = Vec::new();
    let (mut is_dash, mut left) = (true, dash);
    let mut piece: Vec<Xy> = path.first().copied().into_iter().collect();
    for pair in path.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        let mut length = (to.0 - from.0).hypot(to.1 - from.1);
        while length > left {
            let share = left / length;
            from = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
            length -= left;
            if is_dash {
                piece.push(from);
                pieces.push(std::mem::take(&mut piece));
            } else {
                piece = vec![from];
            }
            is_dash = !is_dash;
            left = if is_dash { dash } else { gap };
        }
        left -= length;
        if is_dash {
            piece.push(to);
        }
    }
    if is_dash && piece.len() > 1 {
        pieces.push(piece);
    }
    pieces
}

/// Averages squares of fine pixels.
fn averaged(fine: &[u8], width: usize, height: usize) -> Vec<u8> {
    let mut pixels = Vec::with_capacity(width * height * 3);
    let mut sums = vec![0_u16; width * 3];
    for band in fine.chunks_exact(width * FINE * 3 * FINE) {
        sums.fill(0);
        for row in band.chunks_exact(width * FINE * 3) {
            for (sum, square) in sums.chunks_exact_mut(3).zip(row.chunks_exact(FINE * 3)) {
                for pixel in square.chunks_exact(3) {
                    (0..3).for_each(|channel| sum[channel] += u16::from(pixel[channel]));
                }
            }
        }
        pixels.extend(sums.iter().map(|sum| (sum / (FINE * FINE) as u16) as u8));
    }
    pixels
}

/// The finished picture, to write letters on.
struct Canvas<'a> {
    width: usize,
    height: usize,
    pixels: &'a mut [u8],
}

impl Canvas<'_> {
    fn text(&mut self, text: &Text, font: &Font) {
        let width = font.width(&text.content, text.size);
        let start = match text.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => -width / 2.0,
            Anchor::End => -width,
        };
        let (x, y) = text.at;
        // An upright text is set around the origin and each of its pixels turned by a quarter.
        let origin = if text.is_upright { (start, 0.0) } else { (x + start, y) };
        let turned = |column: i32, row: i32| (row + x.round() as i32, y.round() as i32 - column);
        let place = |column, row| if text.is_upright { turned(column, row) } else { (column, row) };
        let glyphs = font.glyphs(&text.content, text.size, origin);
        let spots: Vec<((i32, i32), f32)> = glyphs
            .iter()
            .flat_map(|glyph| {
                glyph
                    .coverage
                    .iter()
                    .map(|&(dx, dy, share)| ((glyph.left + dx, glyph.top + dy), share))
            })
            .map(|((column, row), share)| (place(column, row), share))
            .collect();
        self.halo(&spots, text.halo);
        for (at, share) in spots {
            self.blend(at, share, text.colour);
        }
    }

    /// Paper around every letter, so that it reads on lines and dark areas.
    fn halo(&mut self, spots: &[((i32, i32), f32)], width: f64) {
        let reach = width.ceil() as i32;
        let around: Vec<(i32, i32)> = (-reach..=reach)
            .flat_map(|dy| (-reach..=reach).map(move |dx| (dx, dy)))
            .filter(|&(dx, dy)| f64::from(dx * dx + dy * dy) <= width * width)
            .collect();
        for &((x, y), _) in spots.iter().filter(|(_, share)| width > 0.0 && *share > 0.35) {
            for (dx, dy) in &around {
                self.blend((x + dx, y + dy), 0.6, PAPER);
            }
        }
    }

    fn blend(&mut self, (x, y): (i32, i32), share: f32, colour: Colour) {
        let (Ok(x), Ok(y)) = (usize::try_from(x), usize::try_from(y)) else { return };
        if x >= self.width || y >= self.height {
            return;
        }
        let at = (y * self.width + x) * 3;
        let old = Colour(self.pixels[at], self.pixels[at + 1], self.pixels[at + 2]);
        let Colour(red, green, blue) = old.mixed(colour, f64::from(share.clamp(0.0, 1.0)));
        self.pixels[at..at + 3].copy_from_slice(&[red, green, blue]);
    }
}

fn packed(pixels: &[u8], width: usize, height: usize) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width as u32, height as u32);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_filter(png::FilterType::NoFilter);
    encoder.set_compression(png::Compression::Default);
    encoder.write_header()?.write_image_data(pixels)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_leave_gaps_and_go_round_corners() {
        // 10 along, then 10 up: dash 6, gap 6 → 0..6 and 12..18, the second wholly on the second leg.
        let pieces = dashes(&[(0.0, 0.0), (10.0, 0.0), (10.0, 10.0)], 6.0, 6.0);
        assert_eq!(pieces, [vec![(0.0, 0.0), (6.0, 0.0)], vec![(10.0, 2.0), (10.0, 8.0)]]);
    }

    #[test]
    fn a_square_is_painted_where_it_lies() {
        let mut scene = Scene::new("", 9.0, 9.0);
        scene.area(vec![(3.0, 3.0), (6.0, 3.0), (6.0, 6.0), (3.0, 6.0)], Colour(0, 0, 0));
        let size = (9 * FINE as u32, 9 * FINE as u32);
        let mut fine = vec![PAPER.0; 9 * 9 * 3 * FINE * FINE];
        paint_shapes(&scene, &mut BitMapBackend::with_buffer(&mut fine, size)).unwrap();
        let pixels = averaged(&fine, 9, 9);
        assert_eq!([pixels[(4 * 9 + 4) * 3], pixels[(4 * 9 + 1) * 3]], [0, 255]);
    }
}
