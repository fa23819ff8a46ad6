//! Writes the kit's gallery as static pages, to be looked at: every kind of page in every language,
//! light and dark, with the styles and scripts beside them.
//!
//! `cargo run -p web --example gallery -- FOLDER`, then open `FOLDER/index.html`.

mod console;
mod counter;
mod lists;
mod phone;
mod pieces;
mod said;

use std::{fs, io, path::Path};

use kernel::Lang;
use maud::{Markup, html};
use web::kit::{Frame, Theme, accent, assets, layout};

/// A page of the gallery: its file name and how it is drawn.
type Page = (&'static str, fn(Frame) -> Markup);

const PAGES: &[Page] = &[
    ("phone", phone::home),
    ("join", phone::join),
    ("shown", phone::shown),
    ("statement", phone::statement),
    ("empty-phone", phone::empty),
    ("today", console::today),
    ("groups", lists::groups),
    ("nothing", lists::nothing),
    ("form", lists::form),
    ("insight", pieces::insight),
    ("pieces", pieces::pieces),
    ("counter", counter::counter),
    ("verdict-good", counter::verdict_good),
    ("verdict-warn", counter::verdict_warn),
    ("verdict-bad", counter::verdict_bad),
    ("poster", counter::poster),
    ("tent", counter::tent),
    ("error", counter::error),
];

fn main() -> io::Result<()> {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "target/gallery".to_owned());
    let folder = Path::new(&folder);
    fs::create_dir_all(folder.join("assets/accent"))?;
    let mut links = Vec::new();
    for (name, page) in PAGES {
        for lang in Lang::ALL {
            for theme in [Theme::Light, Theme::Dark] {
                let file = format!("{name}.{lang}.{}.html", theme.attr().unwrap_or("auto"));
                let frame = Frame { theme, ..Frame::new(lang, said::org(lang)) };
                write(folder, &file, &page(frame))?;
                links.push(file);
            }
        }
    }
    for name in [
        "app.css",
        "app.js",
        "console.css",
        "console.js",
        "counter.css",
        "counter.js",
        "print.css",
        "print.js",
        "icon.svg",
    ] {
        let path = assets::href(name).trim_start_matches('/');
        if let Some(asset) = assets::find(path.trim_start_matches("assets/")) {
            fs::write(folder.join(path), asset.body)?;
        }
    }
    for hex in [accent::DEFAULT, "b3261e", "ffd400"] {
        fs::write(folder.join(format!("assets/accent/{hex}.css")), accent::css(hex))?;
    }
    let index = html! { ul { @for file in &links { li { a href=(file) { (file) } } } } };
    write(
        folder,
        "index.html",
        &layout::plain(
            &Frame::new(Lang::En, "regulars").titled("Gallery"),
            html! { h1 { "Gallery" } (index) },
        ),
    )
}

/// Files have no root: addresses of assets become relative.
fn write(folder: &Path, name: &str, page: &Markup) -> io::Result<()> {
    fs::write(folder.join(name), page.clone().into_string().replace("\"/assets/", "\"assets/"))
}
