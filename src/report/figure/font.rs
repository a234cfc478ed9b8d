//! The font of the figures: what it can draw and how wide a text comes out.
//!
//! ```
//! use tongqu::report::figure::Font;
//! let font = Font::embedded();
//! assert!(font.missing_characters("濉溪 Suixi → 鄄城 Juancheng, ±5 %").is_empty());
//! assert_eq!(font.missing_characters("淮北\u{1F684}"), ['\u{1F684}']);
//! ```

use std::collections::BTreeSet;

use ab_glyph::{Font as _, FontArc, FontVec, PxScale, ScaleFont};

/// Noto Sans CJK SC, cut down; see `fonts/README.md`.
const EMBEDDED: &[u8] = include_bytes!("fonts/NotoSansCJKsc-Regular-subset.otf");

/// What a viewer of an SVG falls back on, in this order.
const FALLBACKS: &str = "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',\
                         'WenQuanYi Micro Hei',sans-serif";

/// A font to measure and draw with.
#[derive(Debug, Clone)]
pub struct Font {
    face: FontArc,
}

/// The bytes given are not a font that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a TrueType or OpenType font")]
pub struct FontError;

/// The shape of one character set in its place, as coverage per pixel.
pub(super) struct Glyph {
    /// Column of the left edge, in pixels.
    pub(super) left: i32,
    /// Row of the top edge, in pixels.
    pub(super) top: i32,
    /// Offset of every touched pixel with the share of it that is covered.
    pub(super) coverage: Vec<(i32, i32, f32)>,
}

impl Font {
    /// The font that comes with the program.
    pub fn embedded() -> Self {
        let face = FontArc::try_from_slice(EMBEDDED).expect("the embedded font is read by a test");
        Self { face }
    }

    /// A font file of the user's own: TrueType or OpenType, the first face of a collection.
    ///
    /// # Errors
    /// When the bytes are not such a font.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, FontError> {
        let face = FontVec::try_from_vec_and_index(bytes, 0).map_err(|_| FontError)?;
        Ok(Self { face: FontArc::from(face) })
    }

    /// The characters of a text that this font lacks, each once, in order; white space is never missing.
    pub fn missing_characters(&self, text: &str) -> Vec<char> {
        let characters: BTreeSet<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        characters.into_iter().filter(|&c| self.face.glyph_id(c).0 == 0).collect()
    }

    /// The width of a text whose em square is `size` pixels high.
    pub fn width(&self, text: &str, size: f64) -> f64 {
        let scaled = self.face.as_scaled(self.scale(size));
        text.chars().map(|c| f64::from(scaled.h_advance(scaled.glyph_id(c)))).sum()
    }

    /// The width of the widest of some texts.
    pub fn widest<'a>(&self, texts: impl IntoIterator<Item = &'a str>, size: f64) -> f64 {
        texts.into_iter().map(|text| self.width(text, size)).fold(0.0, f64::max)
    }

    /// The text broken into lines no wider than `width`: where it has line breaks, at spaces, and before any Chinese
    /// character.
    pub fn wrap(&self, text: &str, size: f64, width: f64) -> Vec<String> {
        text.lines().flat_map(|line| self.wrap_line(line, size, width)).collect()
    }

    fn wrap_line(&self, text: &str, size: f64, width: f64) -> Vec<String> {
        let mut lines = vec![String::new()];
        for piece in pieces(text) {
            let line = lines.last_mut().expect("there is always a last line");
            if line.is_empty() || self.width(&format!("{line}{}", piece.trim_end()), size) <= width
            {
                line.push_str(piece);
            } else {
                lines.push(piece.to_owned());
            }
        }
        lines
            .iter()
            .map(|line| line.trim_end().to_owned())
            .filter(|line| !line.is_empty())
            .collect()
    }

    /// The glyphs of a text that starts at `x` on the baseline `y`, in pixels.
    pub(super) fn glyphs(&self, text: &str, size: f64, (x, y): (f64, f64)) -> Vec<Glyph> {
        let scale = self.scale(size);
        let scaled = self.face.as_scaled(scale);
        let mut pen = x;
        let mut glyphs = Vec::new();
        for c in text.chars() {
            let id = scaled.glyph_id(c);
            let placed = id.with_scale_and_position(scale, ab_glyph::point(pen as f32, y as f32));
            pen += f64::from(scaled.h_advance(id));
            let Some(outline) = self.face.outline_glyph(placed) else { continue };
            let bounds = outline.px_bounds();
            let mut coverage = Vec::new();
            outline
                .draw(|dx, dy, share| coverage.push((dx.cast_signed(), dy.cast_signed(), share)));
            glyphs.push(Glyph { left: bounds.min.x as i32, top: bounds.min.y as i32, coverage });
        }
        glyphs
    }

    /// The value of an SVG's `font-family`.
    pub(super) const fn families() -> &'static str {
        FALLBACKS
    }

    /// `ab_glyph` counts a font's size from ascent to descent, everybody else in em.
    fn scale(&self, size: f64) -> PxScale {
        let em = f64::from(self.face.units_per_em().unwrap_or(1000.0));
        PxScale::from((size * f64::from(self.face.height_unscaled()) / em) as f32)
    }
}

/// Cuts a text where a line may break; each piece keeps the space behind it.
fn pieces(text: &str) -> Vec<&str> {
    let mut cuts = vec![0];
    let mut previous = ' ';
    for (at, c) in text.char_indices() {
        let may_break = previous == ' ' && c != ' ' || is_ideograph(c);
        if at > 0 && may_break {
            cuts.push(at);
        }
        previous = c;
    }
    cuts.push(text.len());
    cuts.windows(2).map(|cut| &text[cut[0]..cut[1]]).collect()
}

/// Whether a character is a Chinese one (not its punctuation, which must not begin a line).
fn is_ideograph(c: char) -> bool {
    ('\u{3400}'..='\u{9FFF}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_characters_are_as_wide_as_the_em_square() {
        let font = Font::embedded();
        assert!((font.width("淮北", 20.0) - 40.0).abs() < 1e-3);
        assert!(font.width("Huaibei", 20.0) < 7.0 * 20.0 * 0.7);
    }

    #[test]
    fn every_sign_the_figures_use_is_there() {
        let font = Font::embedded();
        let names = "徐州连云港宿迁淮北宿州商丘济宁枣庄菏泽临沂亳州蚌埠濉溪鄄城郯城睢宁邳州沭阳泗洪盱眙莒南涡阳颍上";
        let signs = "→×–—±Δ√²³°−≤≥≈·…“”‘’（），。、：；％āáǎàēéěèīíǐìōóǒòūúǔùü";
        assert_eq!(font.missing_characters(&format!("{names}{signs}")), []);
    }

    #[test]
    fn missing_characters_are_named_once_and_in_order() {
        assert_eq!(
            Font::embedded().missing_characters("\u{2A6A5}淮\u{1F684}\u{1F684}"),
            ['\u{1F684}', '\u{2A6A5}']
        );
    }

    #[test]
    fn bytes_that_are_no_font_are_refused() {
        assert_eq!(Font::from_bytes(b"not a font".to_vec()).err(), Some(FontError));
    }

    #[test]
    fn long_lines_break_at_spaces_and_between_ideographs() {
        let font = Font::embedded();
        assert_eq!(font.wrap("one two", 10.0, 25.0), ["one", "two"]);
        assert_eq!(font.wrap("淮北，宿州", 10.0, 30.0), ["淮北，", "宿州"]);
        assert_eq!(font.wrap("one\ntwo", 10.0, 90.0), ["one", "two"]);
        assert_eq!(font.wrap("", 10.0, 30.0), Vec::<String>::new());
    }
}
