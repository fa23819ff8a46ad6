//! Lists what the binary carries: every message file of `locales/` and every style and script of
//! `assets/`, so that a wing adds a file and nothing else.
//!
//! A folder `assets/NAME/` becomes `NAME.css` and `NAME.js`: its files in the order of their names,
//! without comments and indentation. There is no other front-end build.

use std::{
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    #[expect(clippy::disallowed_methods, reason = "cargo names a build script's folder so")]
    let out = PathBuf::from(std::env::var("OUT_DIR").map_err(io::Error::other)?);
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    fs::write(out.join("locales.rs"), locales(&root.join("locales"))?)?;
    fs::write(out.join("assets.rs"), assets(&root.join("assets"), &out)?)?;
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}

fn locales(folder: &Path) -> io::Result<String> {
    let mut list = String::from("const FILES: &[(&str, &str, &str)] = &[\n");
    for lang in sorted(folder)? {
        for file in sorted(&lang)? {
            if file.extension().is_some_and(|ext| ext == "ftl") {
                let (lang, name) = (stem(&lang), stem(&file));
                let _ = writeln!(list, "({lang:?}, {name:?}, include_str!({:?})),", file.display());
            }
        }
    }
    list.push_str("];\n");
    Ok(list)
}

fn assets(folder: &Path, out: &Path) -> io::Result<String> {
    let mut list = String::from("const FILES: &[(&str, &[u8])] = &[\n");
    for entry in sorted(folder)? {
        if entry.is_file() {
            let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let _ = writeln!(list, "({name:?}, include_bytes!({:?})),", entry.display());
            continue;
        }
        for kind in ["css", "js"] {
            let mut all = String::new();
            for file in sorted(&entry)? {
                if file.extension().is_some_and(|ext| ext == kind) {
                    let text = fs::read_to_string(&file)?;
                    all.push_str(&if kind == "css" { tight_css(&text) } else { tight_js(&text) });
                }
            }
            if !all.is_empty() {
                let name = format!("{}.{kind}", stem(&entry));
                let path = out.join(&name);
                fs::write(&path, all)?;
                let _ = writeln!(list, "({name:?}, include_bytes!({:?})),", path.display());
            }
        }
    }
    list.push_str("];\n");
    Ok(list)
}

/// The entries of a folder by name, telling cargo to look again when one changes.
fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_file() {
            println!("cargo::rerun-if-changed={}", path.display());
        }
        entries.push(path);
    }
    entries.sort();
    Ok(entries)
}

fn stem(path: &Path) -> String {
    path.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn tight_css(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let mut tight = String::with_capacity(out.len());
    for line in out.lines().map(str::trim).filter(|line| !line.is_empty()) {
        tight.push_str(&line.replace(": ", ":").replace(", ", ",").replace(" {", "{"));
        if !line.ends_with([';', '{', '}', ',']) {
            tight.push(' ');
        }
    }
    tight.push('\n');
    tight
}

/// Only whole-line comments go: a script may hold `//` in a string. Ends of lines go where no statement can
/// end at them, or where a bracket ends it.
fn tight_js(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim) {
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
        if !out.is_empty()
            && !out.ends_with(['{', '(', '[', ';', ','])
            && !line.starts_with(['}', ')', ']'])
        {
            out.push('\n');
        }
        out.push_str(line);
    }
    out.push('\n');
    out
}
