//! Pictures that leave the house as PNG (posters, share cards), drawn from SVG with the fonts of
//! the system. Chinese needs a CJK font there: Debian's `fonts-noto-cjk`.

use std::sync::{Arc, LazyLock};

use kernel::{Error, Result};
use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg::{Options, Tree, fontdb::Database},
};

/// Largest width we draw: an A4 poster at 300 dpi.
pub const WIDEST: u32 = 2480;

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    fonts.load_system_fonts();
    fonts.set_serif_family("Noto Serif");
    fonts.set_sans_serif_family("Noto Sans");
    Arc::new(fonts)
});

/// How many font faces the system has: without any, posters have no words.
pub fn fonts() -> usize {
    FONTS.len()
}

/// The drawing `width` pixels wide (at most [`WIDEST`]), as high as it needs. This is work of
/// some 50 ms: call it from a blocking task.
pub fn png(svg: &str, width: u32) -> Result<Vec<u8>> {
    let options = Options {
        font_family: "sans-serif".to_owned(),
        fontdb: FONTS.clone(),
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(Error::broken)?;
    let width = width.clamp(1, WIDEST);
    #[expect(clippy::cast_precision_loss, reason = "at most 2480 pixels")]
    let scale = width as f32 / tree.size().width();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "positive, and clamped in the same line"
    )]
    let height = ((tree.size().height() * scale).round() as u32).clamp(1, WIDEST * 4);
    let mut pixels =
        Pixmap::new(width, height).ok_or_else(|| Error::broken("a picture without size"))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(Error::broken)
}

/// As [`png`], away from the threads that answer others.
pub async fn drawn(svg: String, width: u32) -> Result<Vec<u8>> {
    tokio::task::spawn_blocking(move || png(&svg, width)).await.map_err(Error::broken)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_drawing_is_an_error_and_not_a_panic() {
        assert!(png("<p>no</p>", 100).is_err());
        assert!(png("", 100).is_err());
    }
}
