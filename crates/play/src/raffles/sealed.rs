//! What is signed of a raffle: its opening, the log that grows, its closing, its result. `fair` does the
//! arithmetic; here is what of it is kept, and by whom it is signed.

use ::store::{Read, Tx};
use fair::{
    Closed, Commitment, Drand, Draw, Edge, Entrants, Exclusion, Hex, Input, Label, Method, Nonce,
    Proof, SigningKey, Title,
};
use kernel::{Error, OrgId, RaffleId, Result, Time};

use super::{
    model::{Entry, Raffle, Source},
    store,
};

/// What was signed, and what is kept until the result shows it.
#[derive(Debug, Clone)]
pub struct Sealed {
    pub id: RaffleId,
    pub(super) secret: fair::Secret,
    /// Of an instant raffle: the line of the prize table that each place wins.
    pub(super) order: Option<Vec<Option<u16>>>,
    pub draw: Draw,
    pub(super) edge: Edge,
    pub entries: i64,
    pub entrants: i64,
    pub tickets: i64,
    pub closed: Option<Closed>,
    pub closed_at: Option<Time>,
    pub draws_at: Option<Time>,
    pub drawn_at: Option<Time>,
    pub called_off_at: Option<Time>,
}

/// What `fair` refuses here is a mistake of ours: everything was checked before.
pub(super) fn broken(refusal: fair::Refusal) -> Error {
    Error::broken(format!("the draw: {refusal}"))
}

/// The key that an org signs its draws with, if it ever announced one.
pub(super) async fn find_key(db: &mut impl Read, org: OrgId) -> Result<Option<SigningKey>> {
    let Some(digits) = store::signing_secret(db, org).await? else { return Ok(None) };
    let bytes: Hex<32> = Hex::read(&digits).ok_or_else(|| Error::broken("the key of draws"))?;
    SigningKey::from_seed(&bytes.0).map(Some).map_err(broken)
}

/// The same, made with the first raffle.
pub(super) async fn key(tx: &mut Tx) -> Result<SigningKey> {
    let org = tx.org();
    if let Some(key) = find_key(tx, org).await? {
        return Ok(key);
    }
    let bytes: [u8; 32] = tx.world().chance.bytes();
    store::insert_signing_secret(tx, &Hex(bytes).to_string()).await?;
    SigningKey::from_seed(&bytes).map_err(broken)
}

/// A prize's name as it is signed: at most 200 bytes, without line breaks.
fn title(name: &str) -> Result<Title> {
    let mut text: String = name.chars().filter(|c| !c.is_control()).collect();
    while text.len() > fair::limits::TITLE_BYTES {
        text.pop();
    }
    Title::new(&text).map_err(broken)
}

fn seconds(at: Time) -> u64 {
    u64::try_from(at.timestamp().as_second()).unwrap_or(0)
}

/// The last second before the closing, which the opening names: nobody enters after it.
fn closes_at(raffle: &Raffle) -> u64 {
    seconds(raffle.plan.closes_at)
}

/// Signs the opening of a raffle whose prizes are called so.
pub(super) fn open(
    raffle: &Raffle,
    names: &[String],
    (secret, key): (fair::Secret, &SigningKey),
) -> Result<Sealed> {
    let terms = &raffle.terms;
    let prize = |(line, name): (&super::model::Prize, &String)| {
        let quantity = u64::try_from(line.quantity).unwrap_or(0);
        Ok(fair::Prize { name: title(name)?, quantity })
    };
    let closes_at = closes_at(raffle);
    let plan = fair::Plan {
        draw: Label::new(&raffle.id.to_string()).map_err(broken)?,
        method: Method::Tickets,
        closes_at,
        // Of an instant raffle the places are the entrants.
        wins: if terms.style.is_instant() { 1 } else { terms.wins.into() },
        prizes: terms.prizes.iter().zip(names).map(prize).collect::<Result<_>>()?,
        source: match terms.source {
            Source::Drand if !terms.style.is_instant() => {
                fair::Source::Drand(Drand::after(closes_at))
            }
            _ => fair::Source::Nonces,
        },
    };
    let draw = Draw::open(plan, Some(&secret), key).map_err(broken)?;
    let mut sealed = Sealed {
        id: raffle.id,
        secret,
        order: None,
        draw,
        edge: Edge::default(),
        entries: 0,
        entrants: 0,
        tickets: 0,
        closed: None,
        closed_at: None,
        draws_at: None,
        drawn_at: None,
        called_off_at: None,
    };
    if terms.style.is_instant() {
        let log = places(terms.plays)?;
        sealed.closed = Some(sealed.draw.close(&log, Vec::new(), key).map_err(broken)?);
        let proof = sealed.instant_proof(key)?;
        sealed.order = Some(order_of(&proof));
    }
    Ok(sealed)
}

/// What a play is called in the log of an instant raffle: its place, from 1.
pub(super) fn place_label(place: i64) -> String {
    format!("play-{}", place + 1)
}

/// The log of an instant raffle is there from the start: every play that there will be.
fn places(plays: i64) -> Result<Entrants> {
    let mut log = Entrants::default();
    for place in 0..plays {
        let label = Label::new(&place_label(place)).map_err(broken)?;
        log.enter(label, 1, None).map_err(broken)?;
    }
    Ok(log)
}

fn order_of(proof: &Proof) -> Vec<Option<u16>> {
    let mut order = vec![None; proof.entries.len()];
    for pick in &proof.picks {
        let place = usize::try_from(pick.entry).unwrap_or(usize::MAX);
        if let Some(slot) = order.get_mut(place) {
            *slot = u16::try_from(pick.prize).ok();
        }
    }
    order
}

impl Sealed {
    /// The prize of a place of an instant raffle.
    pub(super) fn prize_at(&self, place: i64) -> Option<i64> {
        let order = self.order.as_ref()?;
        let found = order.get(usize::try_from(place).ok()?).copied().flatten();
        found.map(i64::from)
    }
    /// The proof of an instant raffle, which follows from the secret alone.
    pub(super) fn instant_proof(&self, key: &SigningKey) -> Result<Proof> {
        let closed = self.closed.as_ref().ok_or_else(|| Error::broken("an open log"))?;
        let plays = i64::try_from(closed.closing.entries).unwrap_or(0);
        let log = places(plays)?;
        let nobody = Input::Nonces(log.entries().iter().map(|_| None).collect());
        self.draw.result(closed, &log, Some(self.secret), nobody, key).map_err(broken)
    }
    /// Signs who is in the log and who does not count.
    pub(super) fn close(&mut self, log: &[Entry], key: &SigningKey) -> Result<()> {
        let entrants = entrants(log)?;
        let mut out: Vec<Exclusion> = Vec::new();
        for entry in log {
            let Some(reason) = entry.out else { continue };
            let entrant = Label::new(&entry.label).map_err(broken)?;
            out.push(Exclusion { entrant, reason: Label::new(reason.word()).map_err(broken)? });
        }
        out.sort_by(|one, next| one.entrant.cmp(&next.entrant));
        out.dedup_by(|one, next| one.entrant == next.entrant);
        self.closed = Some(self.draw.close(&entrants, out, key).map_err(broken)?);
        Ok(())
    }
    /// Works out the winners. Everything that they follow from was fixed before.
    pub(super) fn result(&self, log: &[Entry], input: Input, key: &SigningKey) -> Result<Proof> {
        let closed = self.closed.as_ref().ok_or_else(|| Error::broken("an open log"))?;
        let entrants = entrants(log)?;
        self.draw.result(closed, &entrants, Some(self.secret), input, key).map_err(broken)
    }
    /// When the round of the beacon is made that the opening names.
    pub fn beacon_at(&self) -> Option<Time> {
        match &self.draw.source {
            fair::Source::Drand(drand) => {
                let seconds = i64::try_from(drand.made_at()).unwrap_or(i64::MAX / 1_000_000);
                Some(Time::from_micros(seconds.saturating_mul(1_000_000)))
            }
            _ => None,
        }
    }
}

/// The log as `fair` has it.
fn entrants(log: &[Entry]) -> Result<Entrants> {
    let mut entrants = Entrants::default();
    for entry in log {
        let label = Label::new(&entry.label).map_err(broken)?;
        let nonce = entry.nonce.as_deref().map(commitment).transpose()?;
        let tickets = u64::try_from(entry.tickets).unwrap_or(0);
        entrants.enter(label, tickets, nonce).map_err(broken)?;
    }
    Ok(entrants)
}

fn commitment(digits: &str) -> Result<Commitment> {
    Hex::read(digits).map(Commitment::new).ok_or_else(|| Error::broken("a commitment"))
}

/// A nonce as a phone sends it: 64 hexadecimal digits.
pub fn nonce(digits: &str) -> Option<Nonce> {
    let bytes: Hex<32> = Hex::read(digits)?;
    Some(Nonce::from_bytes(bytes.0))
}

/// What was shown, entry by entry.
pub(super) fn shown(log: &[Entry]) -> Input {
    Input::Nonces(log.iter().map(|entry| entry.shown.as_deref().and_then(nonce)).collect())
}
