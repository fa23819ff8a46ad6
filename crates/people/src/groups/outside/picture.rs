//! A picture of a join code: read, made small, and drawn again, so that nothing of the phone that
//! took it (place, device, time) stays in it.

use std::io::Cursor;

use image::{
    DynamicImage, GrayImage, ImageFormat, ImageReader, Limits, codecs::jpeg::JpegEncoder,
    imageops::FilterType,
};
use kernel::{Error, FieldError, Result};

/// The largest picture that is kept, in bytes.
pub const PICTURE_MAX: usize = 300 << 10;
/// The widest picture that is opened, in pixels: a phone's camera, and no bomb.
const SIDE_MAX: u32 = 12_000;
/// Codes are looked for, and kept, at this size: more shows nothing more.
const SIDE: u32 = 1000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// PNG or JPEG, at most [`PICTURE_MAX`].
    pub bytes: Vec<u8>,
    /// What the code in it says, if one can be read.
    pub points: Option<String>,
}

impl Picture {
    pub fn content_type(bytes: &[u8]) -> &'static str {
        if bytes.starts_with(b"\x89PNG") { "image/png" } else { "image/jpeg" }
    }
}

/// Reads an upload; away from the threads that serve pages, because it is work of a tenth of a
/// second.
pub async fn read(field: &'static str, upload: Vec<u8>) -> Result<Picture> {
    tokio::task::spawn_blocking(move || redraw(field, &upload)).await.map_err(Error::broken)?
}

pub(super) fn redraw(field: &'static str, upload: &[u8]) -> Result<Picture> {
    let wrong = || Error::from(FieldError::new(field, "picture_invalid"));
    let mut reader =
        ImageReader::new(Cursor::new(upload)).with_guessed_format().map_err(|_| wrong())?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(256 << 20);
    reader.limits(limits);
    let picture = reader.decode().map_err(|_| wrong())?;
    let small = if picture.width().max(picture.height()) > SIDE {
        picture.resize(SIDE, SIDE, FilterType::Triangle)
    } else {
        picture
    };
    // A code that the smaller picture blurred may still be read in one that was only flattened.
    let points = scan(&small.to_luma8());
    Ok(Picture { bytes: encode(&small)?, points })
}

/// The first code that can be read; bytes that are no text count as none.
fn scan(picture: &GrayImage) -> Option<String> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        let (x, y) = (u32::try_from(x).unwrap_or(0), u32::try_from(y).unwrap_or(0));
        picture.get_pixel_checked(x, y).map_or(255, |pixel| pixel.0.first().copied().unwrap_or(255))
    });
    prepared
        .detect_grids()
        .into_iter()
        .find_map(|grid| grid.decode().ok())
        .map(|(_, text)| kernel::text::line(&text).chars().take(500).collect())
}

/// PNG where it is small (a code is), else JPEG, as large as still fits.
fn encode(picture: &DynamicImage) -> Result<Vec<u8>> {
    let mut png = Cursor::new(Vec::new());
    picture.to_rgb8().write_to(&mut png, ImageFormat::Png).map_err(Error::broken)?;
    if png.get_ref().len() <= PICTURE_MAX {
        return Ok(png.into_inner());
    }
    for (side, quality) in [(SIDE, 85), (SIDE, 70), (800, 70), (600, 60), (400, 50)] {
        let smaller = picture.resize(side, side, FilterType::Triangle).to_rgb8();
        let mut jpeg = Vec::new();
        smaller
            .write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, quality))
            .map_err(Error::broken)?;
        if jpeg.len() <= PICTURE_MAX {
            return Ok(jpeg);
        }
    }
    Err(Error::broken("a picture of 400 pixels that is larger than 300 KB"))
}
