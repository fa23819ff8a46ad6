//! QR codes: error correction M, a quiet zone of four modules, always black on white whatever the
//! theme, because scanners at the till are not clever.

use std::fmt::Write as _;

use kernel::{Error, Result};
use maud::{Markup, PreEscaped};
use qrcode::{Color, EcLevel, QrCode};

use super::pictures;

const QUIET: usize = 4;

/// The code as a picture for a page; `label` is what a screen reader says. Text that no code can
/// hold (above 2,331 bytes) is refused.
pub fn svg(text: &str, label: &str) -> Result<Markup> {
    Ok(PreEscaped(draw(text, label)?))
}

/// The code as PNG, `width` pixels wide.
pub fn png(text: &str, width: u32) -> Result<Vec<u8>> {
    pictures::png(&draw(text, "")?, width)
}

/// The bare drawing, to place inside another picture: modules with quiet zone, and how many of
/// them a side has.
pub fn path(text: &str) -> Result<(String, usize)> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)
        .map_err(|wrong| Error::broken(format!("QR of {} bytes: {wrong}", text.len())))?;
    let side = code.width();
    let mut path = String::new();
    for (at, colour) in code.to_colors().into_iter().enumerate() {
        if colour == Color::Dark {
            let (x, y) = (at % side + QUIET, at / side + QUIET);
            let _ = write!(path, "M{x} {y}h1v1h-1z");
        }
    }
    Ok((path, side + 2 * QUIET))
}

fn draw(text: &str, label: &str) -> Result<String> {
    let (path, side) = path(text)?;
    let label = maud::html! { (label) }.into_string().replace('"', "&quot;");
    let role = if label.is_empty() {
        String::new()
    } else {
        format!(r#" role="img" aria-label="{label}""#)
    };
    Ok(format!(
        r##"<svg class="qr" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges"{role}><path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{path}"/></svg>"##
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_drawn_with_its_quiet_zone() {
        let (path, side) = path("https://shop.example/fresh/j/K74QP").unwrap();
        assert!(path.starts_with("M4 4h1v1h-1z") && side >= 29, "{side}");
        assert!(svg("x", "Scan \"me\"").unwrap().into_string().contains("&quot;me&quot;"));
        assert!(super::path(&"x".repeat(3000)).is_err());
    }

    #[test]
    fn a_png_is_a_png_of_the_asked_width() {
        let png = png("https://shop.example/fresh/j/K74QP", 296).unwrap();
        assert_eq!(png.get(..8).unwrap(), b"\x89PNG\r\n\x1a\n");
        assert_eq!(png.get(16..20).unwrap(), 296u32.to_be_bytes());
    }
}
