//! The order list that is open when the demo is looked at: what the neighbours of Quay Street wrote in
//! their chat, read by the reader that a host's paste goes through.

use std::time::Duration;

use commerce::{
    order_lists::{
        self, Details, Offer, Wanted,
        actions::{self, Confirmation},
        model::{parts, read},
    },
    products::Product,
};
use kernel::{GroupId, Lang, Result, StoreId};
use people::groups::{self, Narrow, Order};
use store::Tx;

use crate::engine::Engine;

const HOUR: Duration = Duration::from_secs(3600);
/// What is offered: the product's code, what the chat calls it, and what it is sold by.
const OFFERED: [(&str, &[&str], &[&str]); 3] = [
    ("FR-01", &["strawberries", "草莓"], &["box", "盒"]),
    ("FR-02", &["mandarins", "砂糖橘", "橘子"], &["bag", "袋"]),
    ("DE-01", &["eggs", "土鸡蛋", "鸡蛋"], &["tray", "盒"]),
];
/// What the chat wrote. The last line is nobody's to guess.
pub const WRITTEN: &str = "1. Chen Mei, 2 boxes of strawberries\n2、王芳，鸡蛋1盒，草莓一盒\n\
    3. Auntie Zhou, mandarins x2 (ring at the gate)\n④ 老李 草莓两盒\n5. Sofía, one tray of eggs and a bag of \
    mandarins please\n6. Bo, the usual";

/// Opens the list, and takes the lines that are clear.
pub async fn today(engine: &Engine<'_>) -> Result<()> {
    let run = async |tx: &mut Tx| {
        let Some((group, store)) = neighbours(tx).await? else { return Ok(()) };
        let now = tx.now();
        let details = Details {
            name: "Fruit and eggs for Quay Street".into(),
            store,
            group: Some(group),
            lang: Lang::En,
            place: "The gate of Quay Street 8".into(),
            closes_at: now.plus(HOUR * 6),
            ready_at: now.plus(HOUR * 28),
            until_at: now.plus(HOUR * 31),
            goods: offers(&engine.chain.goods),
        };
        let list = actions::open(tx, details).await?;
        let details = order_lists::require(tx, tx.org(), list).await?.details;
        let lines = read(&details, WRITTEN, (&[], &[])).ordered.into_iter().map(|one| Wanted {
            number: one.number,
            name: one.name,
            member: None,
            parts: parts(&details, &one.parts),
            note: one.note,
        });
        let told = Confirmation { wanted: lines.collect(), ..Confirmation::default() };
        actions::confirm(tx, list, told).await.map(drop)
    };
    engine.db.write(&engine.acting_as(None), run).await.map(drop)
}

/// The group that lives in another app, and whose shelves are near it.
async fn neighbours(tx: &mut Tx) -> Result<Option<(GroupId, StoreId)>> {
    let narrow = Narrow { place: Some(groups::Place::Outside), ..Narrow::default() };
    let found = groups::rows(tx, tx.org(), &narrow, Order::default(), (None, 1)).await?;
    Ok(found.items.first().and_then(|group| Some((group.id, group.store?))))
}

fn offers(goods: &[Product]) -> Vec<Offer> {
    let own = |all: &[&str]| all.iter().map(|word| (*word).to_owned()).collect();
    let offer = |(code, names, units): &(&str, &[&str], &[&str])| {
        let product = goods.iter().find(|product| product.code == *code)?.id;
        Some(Offer { product, names: own(names), units: own(units) })
    };
    OFFERED.iter().filter_map(offer).collect()
}
