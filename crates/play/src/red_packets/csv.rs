//! What people got of a packet, and what was handed out elsewhere, as files. Whom is an id: names stay in
//! the list of members.

use axum::response::Response;
use kernel::{PageRequest, RedPacketId};
use web::{App, Shop, csv};

use super::{
    model::{Handout, Share},
    store,
};

const SHARES: &str = "share,place,at,member,amount,voucher,store\r\n";
const HANDOUTS: &str =
    "handout,handed_on,channel,amount,people,staff,note,created_at,withdrawn_at\r\n";

fn page(cursor: Option<String>) -> PageRequest {
    PageRequest { limit: Some("200".to_owned()), cursor }
}

pub fn shares(app: &App, shop: &Shop, packet: RedPacketId) -> Response {
    let (app, org) = (app.clone(), shop.org);
    csv::download("shares.csv", SHARES, move |cursor| {
        let app = app.clone();
        async move {
            let mut db = app.db().read().await?;
            let found = store::shares(&mut db, org, packet, &page(cursor)).await?;
            Ok((found.items.iter().map(share).collect(), found.next_cursor))
        }
    })
}

fn share(share: &Share) -> String {
    let cells = [
        share.id.to_string(),
        share.place.saturating_add(1).to_string(),
        share.at.to_string(),
        share.member.to_string(),
        share.amount.to_string(),
        share.voucher.map_or_else(String::new, |id| id.to_string()),
        share.store.map_or_else(String::new, |id| id.to_string()),
    ];
    // Ids, words of ours and numbers: nothing has to be quoted.
    format!("{}\r\n", cells.join(","))
}

pub fn handouts(app: &App, shop: &Shop, packet: RedPacketId) -> Response {
    let (app, shop) = (app.clone(), shop.clone());
    csv::download("handouts.csv", HANDOUTS, move |cursor| {
        let (app, shop) = (app.clone(), shop.clone());
        async move {
            let mut db = app.db().read().await?;
            let found = store::handouts(&mut db, shop.org, packet, &page(cursor)).await?;
            let lines = found.items.iter().map(|one| handout(&shop, one)).collect();
            Ok((lines, found.next_cursor))
        }
    })
}

fn handout(shop: &Shop, one: &Handout) -> String {
    let cells = [
        one.id.to_string(),
        one.handed_on.clone(),
        said(&one.channel),
        shop.money(one.amount).plain(),
        one.people.to_string(),
        one.staff.map_or_else(String::new, |id| id.to_string()),
        said(&one.note),
        one.created_at.to_string(),
        one.withdrawn_at.map_or_else(String::new, |at| at.to_string()),
    ];
    format!("{}\r\n", cells.join(","))
}

/// A person's words: quoted, and no formula where a spreadsheet would see one.
fn said(words: &str) -> String {
    let mark = if words.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{mark}{}\"", words.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::said;

    #[test]
    fn words_stay_words_in_a_spreadsheet() {
        for (words, cell) in [
            ("WeChat, group 3", "\"WeChat, group 3\""),
            ("the \"big\" one", "\"the \"\"big\"\" one\""),
            ("=1+1", "\"'=1+1\""),
            ("", "\"\""),
        ] {
            assert_eq!(said(words), cell);
        }
    }
}
