//! From the word that something ends to the road outside.

use ::store::{Db, EventRow, Fate, Future, NewJob, Tx, jobs};
use jiff::{ToSpan as _, civil::time, tz::TimeZone};
use kernel::{Error, MemberId, OrgId, Result, Scope, Time};
use people::members::{self, ConsentKind};
use serde::{Deserialize, Serialize};
use web::shops;

use super::letter;
use crate::events::ReminderSent;

/// What tells that something of a member's ends soon.
pub const KINDS: [&str; 4] = ["plans.ending", "points.ending", "tiers.ending", "vouchers.ending"];

/// Writes and sends one letter.
pub const JOB: &str = "reminders.letter";

/// The hour at which letters leave, by the shop's clock.
const HOUR: i8 = 10;

/// Whose letter it is; what is in it is looked up when it leaves.
#[derive(Debug, Serialize, Deserialize)]
struct Order {
    member: MemberId,
}

/// Orders a letter, or leaves the one that is ordered already.
pub fn order<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        if tx.world().post.email.is_none() {
            return Ok(());
        }
        let order: Order = serde_json::from_str(event.data.text()).map_err(Error::broken)?;
        let shop = shops::require(tx, tx.org()).await?;
        let due = next(tx.now(), &shop.zone);
        tx.enqueue(NewJob::at(JOB, order.member.to_string(), due, &order)?);
        Ok(())
    })
}

/// The next time that it is ten o'clock; where a day has none, the hour after.
pub(super) fn next(now: Time, zone: &TimeZone) -> Time {
    let local = now.zoned(zone);
    let hour = time(HOUR, 0, 0, 0);
    let day = if local.time() < hour { local.date() } else { local.date().saturating_add(1.day()) };
    zone.to_ambiguous_zoned(day.to_datetime(hour))
        .compatible()
        .map_or_else(|_| now, |at| Time::from(at.timestamp()))
}

pub fn run(db: &Db, org: OrgId, data: serde_json::Value) -> Future<'_, Fate> {
    Box::pin(async move {
        let Ok(order) = serde_json::from_value::<Order>(data) else {
            return Ok(Fate::GivenUp("an order that cannot be read".to_owned()));
        };
        let Some(outlet) = db.world().post.email.clone() else {
            return Ok(Fate::GivenUp("there is no way to send it any more".to_owned()));
        };
        let Some((note, lines)) = write(db, org, order.member).await? else {
            return Ok(Fate::Done);
        };
        let fate = jobs::send(outlet, note).await?;
        if fate != Fate::Done {
            return Ok(fate);
        }
        // It left: another letter for want of this line would be one too many.
        let told = ReminderSent { member: order.member, lines };
        let noted = db.write(&Scope::system(org), async |tx| tx.emit(&told)).await;
        if let Err(error) = noted {
            tracing::warn!(%error, "a reminder left, and it is not noted");
        }
        Ok(Fate::Done)
    })
}

/// The letter as of now, and how many things it tells of; none where there is nobody to tell, or nothing.
async fn write(db: &Db, org: OrgId, member: MemberId) -> Result<Option<(kernel::Note, i64)>> {
    let (world, mut db) = (db.world(), db.read().await?);
    let Some(member) = members::find(&mut db, org, member).await? else { return Ok(None) };
    let Some(to) = members::proof::Way::Email.address(&member) else { return Ok(None) };
    if member.erased_at.is_some()
        || !members::agrees(&mut db, org, (member.id, ConsentKind::Messages)).await?
    {
        return Ok(None);
    }
    let shop = shops::require(&mut db, org).await?;
    let lang = member.lang.unwrap_or(shop.lang);
    let lines = letter::lines(&mut db, &shop, (lang, member.id), world.now()).await?;
    if lines.is_empty() {
        return Ok(None);
    }
    let base = &world.post.site;
    let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    Ok(Some((letter::note(&shop, (lang, base), (to, &member), &lines), count)))
}
