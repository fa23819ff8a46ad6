//! When to-dos are made: at the org's midnight, and when a group opens.

use kernel::{Result, Time};
use people::events::GroupOpened;
use serde_json::Value as Json;
use store::{EventRow, Future, NewJob, Tx};
use web::shops;

use super::actions::{self, Of};

/// The timer's kind; there is one per org, known by its key.
pub const JOB: &str = "todos.day";
const KEY: &str = "day";

/// Makes the present day's to-dos and sets the timer for the next. After downtime this is the
/// present day too: what was missed stays missed.
pub fn run(tx: &mut Tx, _: Json) -> Future<'_> {
    Box::pin(async move {
        actions::generate(tx, Of::All).await?;
        wind(tx).await
    })
}

/// A group that opens has what is left of the day, and from its first group on an org has a timer.
pub fn group_opened<'a>(tx: &'a mut Tx, event: &'a EventRow) -> Future<'a> {
    Box::pin(async move {
        if let Some(opened) = event.read::<GroupOpened>() {
            actions::generate(tx, Of::Group(opened.series, opened.group)).await?;
            wind(tx).await?;
        }
        Ok(())
    })
}

/// Sets the timer for the next midnight at the place.
async fn wind(tx: &mut Tx) -> Result<()> {
    let org = tx.org();
    let zone = shops::require(tx, org).await?.zone;
    let today = tx.now().date(&zone);
    let next = Time::start_of(today.tomorrow().unwrap_or(today), &zone);
    // A clock that was set back must not wind the timer to an instant that is over.
    let next = next.max(tx.now().plus(std::time::Duration::from_secs(60)));
    tx.enqueue(NewJob::at(JOB, KEY, next, &())?);
    Ok(())
}
