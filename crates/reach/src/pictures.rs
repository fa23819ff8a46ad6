//! Pictures of messages and posts: read, made small and drawn again, so that nothing of the phone
//! that took them (place, device, time) stays in them.

use std::io::Cursor;

use axum::{
    body::Bytes,
    http::header,
    response::{IntoResponse as _, Response},
};
use image::{
    DynamicImage, ImageDecoder as _, ImageReader, Limits, codecs::jpeg::JpegEncoder,
    imageops::FilterType,
};
use kernel::{Error, FieldError, OrgId, PictureId, Result};
use store::{Read, Tx, args, sql};

/// The largest picture that is kept, in bytes.
pub const PICTURE_MAX: usize = 400 << 10;
/// The widest picture that is opened, in pixels: a phone's camera, and no bomb.
const SIDE_MAX: u32 = 12_000;
/// The longer side of what is kept: sharp on any phone.
const SIDE: u32 = 1600;

/// Reads an upload, away from the threads that serve pages. What is no picture, or one too large to
/// open, is an error of `field`.
pub async fn read(field: &'static str, upload: &Bytes) -> Result<Vec<u8>> {
    let upload = upload.clone();
    tokio::task::spawn_blocking(move || redraw(field, &upload)).await.map_err(Error::broken)?
}

fn redraw(field: &'static str, upload: &[u8]) -> Result<Vec<u8>> {
    let wrong = || Error::from(FieldError::new(field, "picture_unreadable"));
    let mut reader =
        ImageReader::new(Cursor::new(upload)).with_guessed_format().map_err(|_| wrong())?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(256 << 20);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| wrong())?;
    // Phones lay the picture on its side and say so beside it; what is said beside it goes.
    let turned = decoder.orientation().map_err(|_| wrong())?;
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| wrong())?;
    picture.apply_orientation(turned);
    encode(&picture)
}

/// JPEG, as large and as good as still fits.
fn encode(picture: &DynamicImage) -> Result<Vec<u8>> {
    for (side, quality) in [(SIDE, 82), (SIDE, 70), (1280, 70), (1000, 60), (700, 50), (400, 40)] {
        let longer = picture.width().max(picture.height());
        let smaller = if longer > side {
            picture.resize(side, side, FilterType::Triangle).to_rgb8()
        } else {
            picture.to_rgb8()
        };
        let mut jpeg = Vec::new();
        smaller
            .write_with_encoder(JpegEncoder::new_with_quality(&mut jpeg, quality))
            .map_err(Error::broken)?;
        if jpeg.len() <= PICTURE_MAX {
            return Ok(jpeg);
        }
    }
    Err(Error::broken("a picture of 400 pixels that is larger than 400 KB"))
}

/// Keeps a picture that was drawn again.
pub async fn keep(tx: &mut Tx, bytes: Vec<u8>) -> Result<PictureId> {
    let (org, now, id) = (tx.org(), tx.now(), tx.id());
    tx.run(
        sql!("INSERT INTO reach_picture (org, id, bytes, created_at) VALUES ($1, $2, $3, $4)"),
        args![org, id, bytes, now],
    )
    .await?;
    Ok(id)
}

pub async fn find(db: &mut impl Read, org: OrgId, id: PictureId) -> Result<Option<Vec<u8>>> {
    let row = db
        .row(sql!("SELECT bytes FROM reach_picture WHERE org = $1 AND id = $2"), args![org, id])
        .await?;
    row.map(|row| row.get("bytes")).transpose()
}

/// The picture as an answer. It never changes under its id; `shared` ones may be kept by anybody on
/// the way, those of a group only by the phone itself.
pub fn answer(bytes: Vec<u8>, cache: Cache) -> Response {
    let cache = match cache {
        Cache::Shared => "public, max-age=86400, immutable",
        Cache::Private => "private, max-age=86400, immutable",
    };
    ([(header::CONTENT_TYPE, "image/jpeg"), (header::CACHE_CONTROL, cache)], bytes).into_response()
}

/// Who may keep a copy.
#[derive(Debug, Clone, Copy)]
pub enum Cache {
    Shared,
    Private,
}

#[cfg(test)]
mod tests {
    use image::{ImageFormat, RgbImage};

    use super::*;

    fn noise(side: u32) -> Vec<u8> {
        let mut seed = 7u32;
        let mut picture = RgbImage::new(side, side);
        for pixel in picture.pixels_mut() {
            for channel in &mut pixel.0 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                *channel = (seed >> 24) as u8;
            }
        }
        let mut png = Cursor::new(Vec::new());
        picture.write_to(&mut png, ImageFormat::Png).unwrap();
        png.into_inner()
    }

    #[test]
    fn the_noisiest_picture_fits_and_is_a_jpeg() {
        let kept = redraw("picture", &noise(1700)).unwrap();
        assert!(kept.len() <= PICTURE_MAX && kept.starts_with(&[0xff, 0xd8]), "{}", kept.len());
    }

    #[test]
    fn what_is_no_picture_names_the_field() {
        for bad in [&b"<svg onload=alert(1)>"[..], b"", b"\x89PNG\r\n\x1a\nbroken", b"GIF89a"] {
            let error = redraw("picture", bad).unwrap_err();
            assert!(error.to_string().contains("picture: picture_unreadable"), "{error}");
        }
    }
}
