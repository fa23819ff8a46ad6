//! Who gave what to whom, as a file. Whom is an id: names stay in the list of members.

use std::collections::HashMap;

use axum::{
    http::header,
    response::{IntoResponse as _, Response},
};
use kernel::StaffId;
use web::Shop;

use super::model::Giving;

pub fn answer(shop: &Shop, givings: &[Giving], names: &HashMap<StaffId, String>) -> Response {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let head = [
        "giving",
        "at",
        "employee",
        "member",
        "gift",
        "cost",
        "allowance",
        "store",
        "reason",
        "undone_at",
    ];
    // Writing into memory cannot fail.
    let _ = writer.write_record(head);
    for one in givings {
        let row = [
            one.id.to_string(),
            one.at.to_string(),
            names.get(&one.staff).cloned().unwrap_or_default(),
            one.member.to_string(),
            one.gift.to_string(),
            shop.money(one.cost).plain(),
            one.allowance.to_string(),
            one.store.map_or_else(String::new, |id| id.to_string()),
            one.reason.clone(),
            one.undone_at.map_or_else(String::new, |at| at.to_string()),
        ];
        // A cell that begins like a formula must not be one.
        let plain = row.map(|cell| cell.trim_start_matches(['=', '+', '-', '@']).to_owned());
        let _ = writer.write_record(&plain);
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"givings.csv\""),
    ];
    (headers, writer.into_inner().unwrap_or_default()).into_response()
}
