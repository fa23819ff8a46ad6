//! Drawing, giving the winners their vouchers, and drawing again.

use std::collections::HashSet;

use ::store::Tx;
use fair::{Hex, Input, Label, Proof, SigningKey};
use kernel::{Error, RaffleId, Result};
use people::members;
use value::{
    gifts,
    vouchers::{self, Held, model::Way},
};

use super::{
    accounts, actions,
    entering::require_sealed,
    jobs,
    model::{Entry, Fate, Pick, Raffle, Refusal, Source, Unclaimed, Why},
    sealed::{self, Sealed},
    store, store_picks,
};
use crate::{
    activities::{self, Life},
    events::{RaffleDrawn, RaffleRerolled, RaffleReturned, RaffleWon},
};

/// Draws a closed raffle. `beacon` is the signature of the round that the opening names, 96 hexadecimal
/// digits; members' nonces are there already. Drawn once, a raffle is never drawn a second time.
pub async fn draw(tx: &mut Tx, id: RaffleId, beacon: Option<&str>) -> Result<Raffle> {
    let mut raffle: Raffle = activities::require(tx, tx.org(), id).await?;
    let sealed = match raffle.life {
        Life::Draft | Life::Checked => return Err(Refusal::WrongState.into()),
        _ => require_sealed(tx, id).await?,
    };
    if sealed.drawn_at.is_some() {
        return Err(Refusal::AlreadyDrawn.into());
    }
    if raffle.life != Life::Closed {
        return Err(Refusal::WrongState.into());
    }
    let log = actions::log(tx, id).await?;
    if people(&log) < i64::from(raffle.terms.least_entrants) {
        return Err(Refusal::TooFewEntrants
            .with("least", i64::from(raffle.terms.least_entrants))
            .into());
    }
    let input = input(tx, (&raffle, &sealed), (&log, beacon))?;
    settle(tx, (&raffle, &sealed), (&log, input)).await?;
    jobs::plan_next(tx, &mut raffle).await?;
    Ok(raffle)
}

/// How many people take part whose tickets count.
pub(super) fn people(log: &[Entry]) -> i64 {
    let count: HashSet<_> =
        log.iter().filter(|entry| entry.out.is_none()).map(|entry| &entry.label).collect();
    i64::try_from(count.len()).unwrap_or(i64::MAX)
}

/// The part of the seed that the shop did not choose, once it is there.
fn input(
    tx: &Tx,
    (raffle, sealed): (&Raffle, &Sealed),
    (log, beacon): (&[Entry], Option<&str>),
) -> Result<Input> {
    let now = tx.now();
    let early =
        |at: kernel::Time| Err(Refusal::TooEarly.with("at", at.timestamp().to_string()).into());
    match (raffle.terms.source, beacon) {
        (Source::Nonces, Some(_)) | (Source::Drand, None) => Err(Refusal::InputWrong.into()),
        (Source::Nonces, None) => {
            let waits = log.iter().any(|entry| entry.nonce.is_some() && entry.shown.is_none());
            match sealed.draws_at.filter(|at| waits && *at > now) {
                Some(at) => early(at),
                None => Ok(sealed::shown(log)),
            }
        }
        (Source::Drand, Some(digits)) => {
            if let Some(at) = sealed.beacon_at().filter(|at| *at > now) {
                return early(at);
            }
            let digits = digits.trim().to_lowercase();
            Hex::read(&digits).map(Input::Drand).ok_or_else(|| Refusal::InputWrong.into())
        }
    }
}

/// Works out who won, and keeps it. Vouchers follow in turns of their own.
async fn settle(
    tx: &mut Tx,
    (raffle, sealed): (&Raffle, &Sealed),
    (log, input): (&[Entry], Input),
) -> Result<()> {
    let now = tx.now();
    let key = sealed::key(tx).await?;
    let proof = sealed.result(log, input, &key)?;
    store::set_proof(tx, raffle.id, (&proof.to_json(), Some(now))).await?;
    note_picks(tx, raffle, (&proof, 0), log).await?;
    let winners = i64::try_from(proof.picks.len()).unwrap_or(i64::MAX);
    tx.emit(&RaffleDrawn { raffle: raffle.id, winners })
}

/// A row for each pick of the proof from this one on.
async fn note_picks(
    tx: &mut Tx,
    raffle: &Raffle,
    (proof, from): (&Proof, usize),
    log: &[Entry],
) -> Result<()> {
    for (number, pick) in (0_i64..).zip(&proof.picks).skip(from) {
        let place = usize::try_from(pick.entry).unwrap_or(usize::MAX);
        let entry = log.get(place).ok_or_else(|| Error::broken("a pick of nobody"))?;
        let pick = Pick {
            id: tx.id(),
            raffle: raffle.id,
            number,
            prize: i64::try_from(pick.prize).unwrap_or(i64::MAX),
            entry: entry.id,
            member: entry.member,
            fate: Fate::Due,
            voucher: None,
            until: None,
            at: tx.now(),
            ended_at: None,
            why: None,
        };
        store_picks::insert_pick(tx, &pick).await?;
    }
    Ok(())
}

/// What a play of an instant raffle won, with its voucher.
pub(super) async fn won_at(
    tx: &mut Tx,
    raffle: &Raffle,
    (sealed, entry): (&Sealed, &Entry),
) -> Result<Option<Pick>> {
    let Some(prize) = sealed.prize_at(entry.place) else { return Ok(None) };
    let mut pick = Pick {
        id: tx.id(),
        raffle: raffle.id,
        number: entry.place,
        prize,
        entry: entry.id,
        member: entry.member,
        fate: Fate::Due,
        voucher: None,
        until: None,
        at: tx.now(),
        ended_at: None,
        why: None,
    };
    store_picks::insert_pick(tx, &pick).await?;
    give(tx, raffle, &mut pick).await?;
    let mut raffle = raffle.clone();
    jobs::plan_next(tx, &mut raffle).await?;
    Ok(Some(pick))
}

/// The winner gets a voucher of the prize, to be collected in time.
async fn give(tx: &mut Tx, raffle: &Raffle, pick: &mut Pick) -> Result<()> {
    let (org, now) = (tx.org(), tx.now());
    let line = usize::try_from(pick.prize).unwrap_or(usize::MAX);
    let prize = raffle.terms.prizes.get(line).ok_or_else(|| Error::broken("a prize of no line"))?;
    let gift = gifts::require(tx, org, prize.gift).await?;
    let until = raffle.terms.collect_until(now);
    let held = Held {
        member: pick.member,
        way: Way::default(),
        pool: accounts::pool(raffle.id, gift.id)?,
        source: vouchers::ACTIVITY,
        until: Some(until),
        price: None,
        beside: Vec::new(),
    };
    let voucher = vouchers::give_held(tx, &gift, held).await?;
    (pick.fate, pick.voucher, pick.until) = (Fate::Held, Some(voucher.id), Some(until));
    store_picks::update_pick(tx, pick).await?;
    tx.emit(&RaffleWon {
        raffle: raffle.id,
        pick: pick.id,
        member: pick.member,
        gift: gift.id,
        voucher: voucher.id,
        until,
    })
}

/// Gives the vouchers that are due; who was erased since passes the prize on.
pub(super) async fn hand_out(tx: &mut Tx, raffle: &Raffle, picks: Vec<Pick>) -> Result<()> {
    for mut pick in picks {
        let member = members::require(tx, tx.org(), pick.member).await?;
        if member.erased_at.is_some() {
            pass_on(tx, raffle, (pick, Why::Withdrawn)).await?;
        } else {
            give(tx, raffle, &mut pick).await?;
        }
    }
    Ok(())
}

/// Draws a prize again that was not collected, with the reason for everybody to see.
pub async fn reroll(tx: &mut Tx, id: RaffleId, (number, why): (i64, Why)) -> Result<Raffle> {
    let org = tx.org();
    let mut raffle: Raffle = activities::require(tx, org, id).await?;
    if raffle.life != Life::Closed || raffle.terms.style.is_instant() {
        return Err(Refusal::WrongState.into());
    }
    let pick =
        store_picks::pick(tx, org, (id, number)).await?.ok_or(Error::NotFound("raffle_pick"))?;
    if !matches!(pick.fate, Fate::Held | Fate::Due) {
        return Err(Refusal::RerollWrong.into());
    }
    if let Some(voucher) = pick.voucher
        && !vouchers::lapse(tx, voucher).await?
    {
        return Err(Refusal::RerollWrong.into());
    }
    pass_on(tx, &raffle, (pick, why)).await?;
    jobs::plan_next(tx, &mut raffle).await?;
    Ok(raffle)
}

/// The prize goes to the next ticket of the same stream, if there is one; the proof says so.
async fn pass_on(tx: &mut Tx, raffle: &Raffle, (mut pick, why): (Pick, Why)) -> Result<()> {
    let org = tx.org();
    let key = sealed::key(tx).await?;
    let text = store::proof(tx, org, raffle.id).await?.ok_or(Refusal::WrongState)?;
    let proof = Proof::read(text.as_bytes()).map_err(|fault| Error::broken(fault.code()))?;
    let before = proof.picks.len();
    let proof = again(proof, (pick.number, why), &key)?;
    let drawn_at = require_sealed(tx, raffle.id).await?.drawn_at;
    store::set_proof(tx, raffle.id, (&proof.to_json(), drawn_at)).await?;
    if proof.picks.len() > before {
        let log = actions::log(tx, raffle.id).await?;
        note_picks(tx, raffle, (&proof, before), &log).await?;
    }
    (pick.fate, pick.why) = (Fate::Passed, Some(why));
    store_picks::update_pick(tx, &pick).await?;
    let why = why.word().to_owned();
    tx.emit(&RaffleRerolled { raffle: raffle.id, pick: pick.id, member: pick.member, why })
}

fn again(mut proof: Proof, (number, why): (i64, Why), key: &SigningKey) -> Result<Proof> {
    let number = u64::try_from(number).map_err(|_| Refusal::RerollWrong)?;
    let reason = Label::new(why.word()).map_err(sealed::broken)?;
    proof.reroll(number, reason, key).map_err(|_| Refusal::RerollWrong)?;
    Ok(proof)
}

/// Nobody came in time. By the rule that was announced the prize goes back, or to the next ticket.
pub(super) async fn lapse(tx: &mut Tx, raffle: &Raffle, pick: Pick) -> Result<()> {
    let Some(voucher) = pick.voucher else { return Ok(()) };
    if !vouchers::lapse(tx, voucher).await? {
        // It was collected or withdrawn a moment ago: the event says which.
        return Ok(());
    }
    let redraw = raffle.terms.unclaimed == Unclaimed::Redraw && !raffle.terms.style.is_instant();
    if redraw && raffle.life == Life::Closed {
        return pass_on(tx, raffle, (pick, Why::Unclaimed)).await;
    }
    came_back(tx, raffle, (pick, Fate::Lapsed)).await
}

/// A prize lies in the pool again; of a settled raffle it goes on to the shelf.
pub(super) async fn came_back(
    tx: &mut Tx,
    raffle: &Raffle,
    (mut pick, fate): (Pick, Fate),
) -> Result<()> {
    pick.fate = fate;
    store_picks::update_pick(tx, &pick).await?;
    tx.emit(&RaffleReturned { raffle: raffle.id, pick: pick.id, member: pick.member })?;
    if matches!(raffle.life, Life::Settled | Life::Archived) {
        actions::clear(tx, raffle).await?;
    }
    Ok(())
}
