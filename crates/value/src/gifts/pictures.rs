//! A gift's picture: taken in any shape, kept small.

use std::io::Cursor;

use axum::{
    extract::{Path, State},
    http::header,
    response::IntoResponse as _,
};
use image::{ImageFormat, codecs::jpeg::JpegEncoder, imageops::FilterType};
use kernel::{Error, FieldError, PictureId, Result};
use web::{App, Guest, Reply, input::UPLOAD_MAX};

use super::store;

/// Pixels of the longer side.
const SIDE: u32 = 640;
const QUALITY: u8 = 78;

/// Any JPEG, PNG or WebP as a small JPEG without what the camera wrote into it.
pub fn kept(bytes: &[u8]) -> Result<Vec<u8>> {
    let wrong = || Error::from(FieldError::new("picture", "picture_unreadable"));
    if bytes.len() > UPLOAD_MAX {
        return Err(FieldError::new("picture", "file_too_large").with("max", 8).into());
    }
    match image::guess_format(bytes) {
        Ok(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) => {}
        _ => return Err(wrong()),
    }
    let image = crate::counter::open_picture(bytes).ok_or_else(wrong)?;
    let image = if image.width().max(image.height()) > SIDE {
        image.resize(SIDE, SIDE, FilterType::Triangle)
    } else {
        image
    };
    let mut out = Cursor::new(Vec::new());
    image
        .to_rgb8()
        .write_with_encoder(JpegEncoder::new_with_quality(&mut out, QUALITY))
        .map_err(Error::broken)?;
    Ok(out.into_inner())
}

/// `/{org}/gift-pictures/{id}`: public, since it shows nothing but the gift; never changes.
pub async fn show(
    State(app): State<App>,
    guest: Guest,
    Path((_, id)): Path<(String, String)>,
) -> Reply {
    let id: PictureId = id.parse().map_err(|_| Error::NotFound("picture"))?;
    let bytes = store::picture(&mut app.db().read().await?, guest.shop.org, id).await?;
    let headers = [
        (header::CONTENT_TYPE, "image/jpeg"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    Ok((headers, bytes).into_response())
}
