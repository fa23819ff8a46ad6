//! A photo of a code, for browsers that cannot read one themselves.

use std::io::Cursor;

use axum::extract::{DefaultBodyLimit, State};
use image::{DynamicImage, ImageReader, Limits};
use kernel::{Error, Result};
use web::{App, Input, Reply, Routes, Toast, input::UPLOAD_MAX, kit::links, reply};

use super::till::Till;

/// Wide enough for a code that fills a tenth of a phone's photo.
const WIDEST: u32 = 1600;
/// Pixels of each side; more is not a phone's photo.
const MOST_PIXELS: u32 = 12_000;

pub fn routes(routes: Routes) -> Routes {
    let photos = Routes::new()
        .post("/counter/photos", read_photo)
        .layer(DefaultBodyLimit::max(UPLOAD_MAX + (64 << 10)));
    routes.merge(photos)
}

/// Opens a picture that a stranger's camera made: bounded in pixels and memory.
pub fn open(bytes: &[u8]) -> Option<DynamicImage> {
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_PIXELS);
    limits.max_image_height = Some(MOST_PIXELS);
    limits.max_alloc = Some(256 << 20);
    reader.limits(limits);
    reader.decode().ok()
}

/// The text of the first code in a picture.
pub fn decode(bytes: &[u8]) -> Option<String> {
    let image = open(bytes)?;
    let image = if image.width().max(image.height()) > WIDEST {
        image.thumbnail(WIDEST, WIDEST)
    } else {
        image
    };
    let grey = image.to_luma8();
    let (width, height) = (grey.width() as usize, grey.height() as usize);
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| {
        let at = |n: usize| u32::try_from(n).unwrap_or(0);
        grey.get_pixel_checked(at(x), at(y)).map_or(255, |pixel| {
            let [grey] = pixel.0;
            grey
        })
    });
    prepared.detect_grids().into_iter().find_map(|grid| grid.decode().ok()).map(|(_, text)| text)
}

async fn read_photo(State(app): State<App>, till: Till, input: Input) -> Reply {
    app.rates().take(web::rates::Door::Code, &till.session.id.to_string(), app.now())?;
    let Some((_, bytes)) = input.file("photo") else {
        return Ok(reply::see_with("/counter", &Toast::warn("counter-photo-none")));
    };
    let bytes = bytes.clone();
    let text = blocking(move || decode(&bytes)).await?;
    Ok(match text.filter(|text| !text.trim().is_empty()) {
        Some(text) => reply::see_other(&links::with_query("/counter", [("q", text.trim())])),
        None => reply::see_with("/counter", &Toast::warn("counter-photo-nothing")),
    })
}

/// Work of some fifty milliseconds, off the threads that answer.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::broken)
}
