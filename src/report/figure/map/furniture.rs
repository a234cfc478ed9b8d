//! What a map needs around it: degrees, scale bar, north arrow.

use super::super::axis::{decimals, number, ticks};
use super::super::palette::{GRID, INK, PAPER, QUIET, size};
use super::super::projection::Projection;
use super::super::scene::{Anchor, Rect, Scene, Stroke, Text};

/// Height of scale bar and north arrow together.
pub(super) const HEIGHT: f64 = 130.0;

/// Faint lines along whole degrees.
pub(super) fn draw_graticule(scene: &mut Scene, projection: &Projection) {
    let frame = projection.frame;
    let stroke = Stroke::new(GRID, 1.0);
    for lon in meridians(projection) {
        let x = projection.at((lon, 0.0)).0;
        scene.line(vec![(x, frame.top), (x, frame.bottom)], stroke);
    }
    for lat in parallels(projection) {
        let y = projection.at((0.0, lat)).1;
        scene.line(vec![(frame.left, y), (frame.right, y)], stroke);
    }
}

/// Degrees along the left and lower side of the frame.
pub(super) fn draw_degrees(scene: &mut Scene, projection: &Projection) {
    let frame = projection.frame;
    let (meridians, parallels) = (meridians(projection), parallels(projection));
    for &lon in &meridians {
        let x = projection.at((lon, 0.0)).0;
        scene.line(vec![(x, frame.bottom), (x, frame.bottom + 7.0)], Stroke::new(QUIET, 1.5));
        let text =
            Text::new(degrees(lon, &meridians, "E", "W"), (x, frame.bottom + 29.0), size::SOURCE);
        scene.text(text.anchored(Anchor::Middle).coloured(QUIET));
    }
    for &lat in &parallels {
        let y = projection.at((0.0, lat)).1;
        scene.line(vec![(frame.left - 7.0, y), (frame.left, y)], Stroke::new(QUIET, 1.5));
        let text =
            Text::centred(degrees(lat, &parallels, "N", "S"), (frame.left - 11.0, y), size::SOURCE);
        scene.text(text.anchored(Anchor::End).coloured(QUIET));
    }
}

fn meridians(projection: &Projection) -> Vec<f64> {
    let (west, east) = (projection.extent.west, projection.extent.east);
    // Not so near the corners that the words leave the frame.
    let border = (east - west) * 0.03;
    ticks(west, east, 7)
        .into_iter()
        .filter(|lon| (west + border..east - border).contains(lon))
        .collect()
}

fn parallels(projection: &Projection) -> Vec<f64> {
    let (south, north) = (projection.extent.south, projection.extent.north);
    let border = (north - south) * 0.02;
    ticks(south, north, 6)
        .into_iter()
        .filter(|lat| (south + border..north - border).contains(lat))
        .collect()
}

fn degrees(value: f64, all: &[f64], positive: &str, negative: &str) -> String {
    let side = if value < 0.0 { negative } else { positive };
    format!("{}°{side}", number(value.abs(), decimals(all)))
}

/// A scale bar with its north arrow at the foot of the panel.
pub(super) fn draw_scale_and_north(
    scene: &mut Scene,
    projection: &Projection,
    left: f64,
    width: f64,
) {
    let bottom = projection.frame.bottom;
    let km = bar_length(projection, width * 0.78);
    let right = left + km * projection.pixels_per_km();
    let middle = f64::midpoint(left, right);
    let (top, base) = (bottom - 44.0, bottom - 34.0);
    scene.rect(Rect { left, top, right, bottom: base }, INK);
    scene
        .rect(Rect { left: middle, top: top + 1.8, right: right - 1.8, bottom: base - 1.8 }, PAPER);
    let labels = [
        (left, "0".to_owned(), Anchor::Start),
        (right, format!("{} km", number(km, 0)), Anchor::End),
    ];
    for (x, label, anchor) in labels {
        scene.text(Text::new(label, (x, base + 26.0), size::SOURCE).anchored(anchor));
    }
    draw_north(scene, left + width - 40.0, bottom - 8.0);
}

/// A round number of kilometres no longer than some pixels.
fn bar_length(projection: &Projection, pixels: f64) -> f64 {
    let most = pixels / projection.pixels_per_km();
    let power = 10_f64.powf(most.log10().floor());
    let multiple =
        [5.0, 2.0, 1.0].into_iter().find(|multiple| multiple * power <= most).unwrap_or(1.0);
    multiple * power
}

fn draw_north(scene: &mut Scene, x: f64, bottom: f64) {
    let top = bottom - 78.0;
    scene.area(vec![(x, top), (x + 15.0, bottom), (x, bottom - 15.0)], INK);
    scene.area(vec![(x, top), (x - 15.0, bottom), (x, bottom - 15.0)], INK);
    scene.area(
        vec![(x - 1.5, top + 14.0), (x - 11.5, bottom - 7.0), (x - 1.5, bottom - 16.0)],
        PAPER,
    );
    scene.text(Text::new("北 N", (x, top - 8.0), size::TICK).anchored(Anchor::Middle));
}
