//! A scene as SVG.
//!
//! Written here and not by the SVG backend of plotters, which rounds to whole pixels and knows neither dashes nor rims
//! around letters. Texts stay texts, in the first font of a list that the viewer has; `textLength` holds them to the width
//! they were laid out with, so that another font does not make them overlap.

use std::fmt::Write;

use super::font::Font;
use super::palette::PAPER;
use super::scene::{Anchor, BACKGROUND, Mark, Scene, Stroke, Text, Xy};

/// The text of an SVG file.
pub(super) fn svg(scene: &Scene, font: &Font) -> String {
    let (width, height) = (scene.width, scene.height);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" font-family=\"{}\" role=\"img\">\n<title>{}</title>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n",
        Font::families(),
        escaped(&scene.title),
        BACKGROUND.hex(),
    );
    for mark in &scene.marks {
        out.push_str(&element(mark, font));
        out.push('\n');
    }
    out.push_str("</svg>\n");
    out
}

fn element(mark: &Mark, font: &Font) -> String {
    match mark {
        Mark::Area { ring, fill } => {
            format!("<polygon points=\"{}\" fill=\"{}\"/>", points(ring), fill.hex())
        }
        Mark::Line { path, stroke } => line(path, *stroke),
        Mark::Disc { centre, radius, fill } => format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"{}\" fill=\"{}\"/>",
            short(centre.0),
            short(centre.1),
            short(*radius),
            fill.hex()
        ),
        Mark::Text(label) => text(label, font),
    }
}

fn line(path: &[Xy], stroke: Stroke) -> String {
    let dash = stroke.dash.map_or_else(String::new, |(dash, gap)| {
        format!(" stroke-dasharray=\"{} {}\"", short(dash), short(gap))
    });
    format!(
        "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"{}\" stroke-linejoin=\"round\"{dash}/>",
        points(path),
        stroke.colour.hex(),
        short(stroke.width)
    )
}

fn text(label: &Text, font: &Font) -> String {
    let (x, y) = (short(label.at.0), short(label.at.1));
    let (size, colour) = (short(label.size), label.colour.hex());
    let width = short(font.width(&label.content, label.size));
    let anchor = match label.anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    };
    let turn = if label.is_upright {
        format!(" transform=\"rotate(-90 {x} {y})\"")
    } else {
        String::new()
    };
    format!(
        "<text x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{colour}\" textLength=\"{width}\" \
         lengthAdjust=\"spacingAndGlyphs\"{anchor}{turn}{}>{}</text>",
        halo(label.halo),
        escaped(&label.content)
    )
}

fn halo(width: f64) -> String {
    if width > 0.0 {
        let (rim, paper) = (short(2.0 * width), PAPER.hex());
        format!(
            " paint-order=\"stroke\" stroke=\"{paper}\" stroke-width=\"{rim}\" stroke-linejoin=\"round\""
        )
    } else {
        String::new()
    }
}

fn points(path: &[Xy]) -> String {
    let mut out = String::new();
    for (n, (x, y)) in path.iter().enumerate() {
        let gap = if n == 0 { "" } else { " " };
        write!(out, "{gap}{},{}", short(*x), short(*y)).expect("writing to a string does not fail");
    }
    out
}

/// A number to a hundredth of a pixel, without trailing zeros; never `-0`.
fn short(number: f64) -> String {
    let rounded = (number * 100.0).round() / 100.0 + 0.0;
    rounded.to_string()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::figure::palette::INK;

    #[test]
    fn texts_are_escaped_and_numbers_short() {
        let mut scene = Scene::new("a < b", 100.0, 50.0);
        scene.text(Text::new("R&D \"x\"", (1.0 / 3.0, 2.0), 10.0).haloed());
        scene.line(vec![(0.0, -0.001), (1.5, 2.0)], Stroke::new(INK, 1.0).dashed(4.0, 2.0));
        let svg = svg(&scene, &Font::embedded());
        assert!(
            svg.contains("<title>a &lt; b</title>")
                && svg.contains(">R&amp;D &quot;x&quot;</text>"),
            "{svg}"
        );
        assert!(
            svg.contains("points=\"0,0 1.5,2\"") && svg.contains("stroke-dasharray=\"4 2\""),
            "{svg}"
        );
        assert!(svg.contains("x=\"0.33\""), "{svg}");
    }
}
