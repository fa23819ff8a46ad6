//! Lists as files for a spreadsheet.

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};

/// A table with its head. A cell that begins like a formula must not be one.
pub fn csv<const N: usize>(
    name: &str,
    head: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> Response {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing into memory cannot fail.
    let _ = writer.write_record(head);
    for row in rows {
        let plain = |cell: String| cell.trim_start_matches(['=', '+', '-', '@']).to_owned();
        let _ = writer.write_record(row.map(plain));
    }
    saved(name, writer.into_inner().unwrap_or_default())
}

/// A table that is saved under this name.
pub fn saved(name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, bytes).into_response()
}
