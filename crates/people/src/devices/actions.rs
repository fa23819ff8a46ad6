//! Pairing counters, taking them back, and whose PIN is active.

use std::time::Duration;

use kernel::{
    DeviceId, Error, FieldError, Fields, Result, SessionId, StaffId, StoreId, Time, text,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::{NewJob, Tx};
use web::{
    sessions::{self, Kind, Opening},
    trail,
};

use super::{
    model::{self, DEVICES_MAX, Device, Refusal, Right, Tried, WRONG_MAX},
    store::{self as rows, Pairing},
};
use crate::{staff, stores};

/// The job that locks a counter some hours after its PIN.
pub const LOCK: &str = "devices.lock";

/// What the lock's timer remembers.
#[derive(Debug, Serialize, Deserialize)]
pub struct Lock {
    pub device: DeviceId,
    pub staff: StaffId,
}

/// Makes the six digits that pair a counter of this store within ten minutes.
pub async fn offer(tx: &mut Tx, store: StoreId, name: &str) -> Result<String> {
    let (org, now) = (tx.org(), tx.now());
    let mut fields = Fields::default();
    let name = text::require(&mut fields, "name", name, 60);
    let found = stores::find(tx, org, store).await?;
    if !found.is_some_and(|store| store.works()) {
        fields.push(FieldError::new("store", "choice_invalid"));
    }
    fields.check(())?;
    if rows::list(tx, org).await?.len() >= DEVICES_MAX {
        return Err(Refusal::TooMany.with("max", DEVICES_MAX as i64).into());
    }
    for _ in 0..20 {
        let code = format!("{:06}", tx.world().chance.below(1_000_000));
        if !rows::taken(tx, &code, now).await? {
            rows::insert_pairing(tx, store, &name, &code).await?;
            return Ok(code);
        }
    }
    Err(Error::BUSY)
}

/// The device has the code: it becomes a counter. Returns the token of its cookie.
pub async fn pair(tx: &mut Tx, pairing: &Pairing, browser: &str) -> Result<String> {
    if !rows::take_pairing(tx, pairing.id).await? {
        return Err(Refusal::WrongCode.into());
    }
    let id: DeviceId = tx.id();
    rows::insert(tx, id, pairing.store, &pairing.name).await?;
    let opening = Opening {
        kind: Kind::Counter,
        subject: id.uuid(),
        name: String::new(),
        role: None,
        remit: kernel::scope::Remit::Stores(vec![pairing.store]),
        proven: true,
        store: Some(pairing.store),
        device: browser.to_owned(),
    };
    let token = sessions::open(tx, opening).await?;
    let after = json!({ "store": pairing.store, "name": pairing.name });
    trail::note(tx, "devices.paired", id, &Json::Null, &after).await?;
    Ok(token)
}

/// Renames a counter and says when it locks itself.
pub async fn change(tx: &mut Tx, id: DeviceId, name: &str, lock_after: &str) -> Result<()> {
    let before = rows::require(tx, tx.org(), id).await?;
    let mut fields = Fields::default();
    let name = text::require(&mut fields, "name", name, 60);
    let hours = model::lock_after(&mut fields, lock_after);
    fields.check(())?;
    rows::update(tx, id, &name, hours).await?;
    let noted = |name: &str, hours: i64| json!({ "name": name, "lock_after_h": hours });
    let before = noted(&before.name, before.lock_after_h);
    trail::note(tx, "devices.changed", id, &before, &noted(&name, hours)).await
}

/// The device is no counter any more, at once.
pub async fn unpair(tx: &mut Tx, id: DeviceId) -> Result<()> {
    let device = rows::require(tx, tx.org(), id).await?;
    end(tx, &device).await
}

async fn end(tx: &mut Tx, device: &Device) -> Result<()> {
    rows::set_unpaired(tx, device.id).await?;
    sessions::close_others(tx, Kind::Counter, device.id.uuid(), None).await?;
    let before = json!({ "store": device.store, "name": device.name });
    trail::note(tx, "devices.unpaired", device.id, &before, &Json::Null).await
}

/// Unpairs every counter of a store.
pub async fn unpair_store(tx: &mut Tx, store: StoreId) -> Result<()> {
    let org = tx.org();
    let all = rows::list(tx, org).await?;
    for device in all.iter().filter(|device| device.store == store) {
        end(tx, device).await?;
    }
    Ok(())
}

/// A PIN was tried, and whether it fitted was found outside the turn. Locks and counts are decided
/// here, in the turn, so that many tries at once are no way round them.
pub async fn enter(
    tx: &mut Tx,
    session: SessionId,
    device: DeviceId,
    staff: StaffId,
    right: Right,
) -> Result<Tried> {
    let (org, now) = (tx.org(), tx.now());
    let paired = rows::require(tx, org, device).await?;
    let person = staff::require(tx, org, staff).await?;
    let (wrong, until) = rows::tries(tx, org, device, staff).await?;
    let right = if person.works() && person.has_pin { right } else { Right::No };
    let tried = model::decide(now, wrong, until, right);
    match tried {
        Tried::Right => {
            rows::note_tries(tx, device, staff, 0, Time::from_micros(0)).await?;
            let active = Some((staff, person.name.as_str(), person.role, &person.remit));
            sessions::take_counter(tx, session, active).await?;
            plan_lock(tx, &paired, staff)?;
        }
        Tried::Wrong { left } => {
            rows::note_tries(tx, device, staff, WRONG_MAX - left, Time::from_micros(0)).await?;
        }
        Tried::Locked { until: new } if new != until => {
            rows::note_tries(tx, device, staff, WRONG_MAX, new).await?;
            trail::note(tx, "devices.pin_locked", device, &Json::Null, &json!({ "staff": staff }))
                .await?;
        }
        Tried::Locked { .. } => {}
    }
    Ok(tried)
}

fn plan_lock(tx: &mut Tx, device: &Device, staff: StaffId) -> Result<()> {
    let hours = u64::try_from(device.lock_after_h).unwrap_or(0);
    if hours > 0 {
        let due = tx.now().plus(Duration::from_secs(hours * 3600));
        let data = Lock { device: device.id, staff };
        tx.enqueue(NewJob::at(LOCK, device.id.to_string(), due, &data)?);
    }
    Ok(())
}

/// Nobody stands at the counter: the next one enters a PIN.
pub async fn lock(tx: &mut Tx, session: SessionId) -> Result<()> {
    sessions::take_counter(tx, session, None).await
}

/// The timer's part: locks it unless somebody else stands there by now.
pub async fn lock_when_due(tx: &mut Tx, data: Lock) -> Result<()> {
    rows::lock(tx, data.device, data.staff).await
}
