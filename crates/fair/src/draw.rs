//! Making a draw: open, enter, close, draw, and draw again.

use serde::{Deserialize, Serialize};

use crate::{
    Closing, Edge, Entrants, Entry, Exclusion, Hash, Hex, Input, Label, Method, Opening, Outcome,
    Pick, Prize, Proof, Receipt, Refusal, Reroll, Secret, SigningKey, Source, chosen,
    closing::{self, check_exclusions},
    limits,
    opening::{self, check_prizes},
    result,
};

const UNSIGNED: Hex<64> = Hex([0; 64]);
const NOTHING: Hash = Hex([0; 32]);

/// What a shop decides before it opens a draw.
#[derive(Debug, Clone)]
pub struct Plan {
    pub draw: Label,
    pub method: Method,
    /// Seconds since 1970 (UTC).
    pub closes_at: u64,
    /// How often one entrant can win.
    pub wins: u64,
    pub prizes: Vec<Prize>,
    pub source: Source,
}

/// A draw that is open: what is published before anybody enters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draw {
    pub opening: Opening,
    pub prizes: Vec<Prize>,
    pub source: Source,
}

/// A draw that nobody can enter any more: what is published before the public input exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    pub closing: Closing,
    pub exclusions: Vec<Exclusion>,
}

impl Draw {
    /// Signs the opening. The secret is kept; only its commitment is in what this returns.
    pub fn open(plan: Plan, secret: Option<&Secret>, key: &SigningKey) -> Result<Self, Refusal> {
        check(&plan, secret)?;
        let opening = Opening {
            closes_at: plan.closes_at,
            draw: plan.draw,
            key: key.public(),
            method: plan.method,
            prizes: opening::hash_of(&plan.prizes),
            secret: secret.map(Secret::commitment),
            signature: UNSIGNED,
            source: plan.source.hash(),
            wins: plan.wins,
        };
        Ok(Self { opening: opening.sign(key), prizes: plan.prizes, source: plan.source })
    }
    /// What an entrant gets for the entry at this index of the log; `None` if there is none.
    pub fn receipt(&self, entrants: &Entrants, index: usize, key: &SigningKey) -> Option<Receipt> {
        Receipt::made(&self.opening, entrants, index, key)
    }
    /// Adds an entry to a log of which only the edge is there, and signs for it.
    pub fn enter(
        &self,
        edge: &mut Edge,
        entry: Entry,
        key: &SigningKey,
    ) -> Result<Receipt, Refusal> {
        if !(1..=limits::TICKETS).contains(&entry.tickets) {
            return Err(Refusal::TicketsUnfit);
        }
        if edge.len() >= limits::ENTRIES as u64 {
            return Err(Refusal::TooManyEntries);
        }
        Receipt::at(&self.opening, edge, entry, key).ok_or(Refusal::TooManyEntries)
    }
    /// Signs the log as it is and who is excluded.
    pub fn close(
        &self,
        entrants: &Entrants,
        exclusions: Vec<Exclusion>,
        key: &SigningKey,
    ) -> Result<Closed, Refusal> {
        check_exclusions(&exclusions)?;
        let entries = entrants.entries();
        if self.opening.method == Method::Rfc3797 {
            if entries.iter().any(|entry| entry.tickets != 1 || entry.number != 1) {
                return Err(Refusal::TicketsUnfit);
            }
            if entries.len() > limits::RFC_ENTRIES {
                return Err(Refusal::TooManyEntries);
            }
        }
        let closing = Closing {
            entries: entries.len() as u64,
            exclusions: closing::hash_of(&exclusions),
            opening: self.opening.hash(),
            root: entrants.log().root(entries.len()).ok_or(Refusal::TooManyEntries)?,
            set: entrants.set(),
            signature: UNSIGNED,
        };
        Ok(Closed { closing: closing.sign(key), exclusions })
    }
    /// Draws. Everything was fixed before; this only works it out and signs it.
    pub fn result(
        &self,
        closed: &Closed,
        entrants: &Entrants,
        secret: Option<Secret>,
        input: Input,
        key: &SigningKey,
    ) -> Result<Proof, Refusal> {
        if secret.as_ref().map(Secret::commitment) != self.opening.secret {
            return Err(Refusal::SecretUnfit);
        }
        if !input.keeps(&self.source, entrants.entries()) {
            return Err(Refusal::InputUnfit);
        }
        let mut proof = Proof {
            closing: closed.closing.clone(),
            entries: entrants.entries().to_vec(),
            exclusions: closed.exclusions.clone(),
            input,
            opening: self.opening.clone(),
            picks: Vec::new(),
            prizes: self.prizes.clone(),
            rerolls: Vec::new(),
            result: Outcome {
                closing: closed.closing.hash(),
                input: NOTHING,
                picks: NOTHING,
                rerolls: NOTHING,
                seed: None,
                signature: UNSIGNED,
            },
            secret,
            source: self.source.clone(),
            version: Proof::VERSION.to_owned(),
        };
        proof.result.input = proof.input.hash();
        proof.result.seed = proof.seed();
        proof.settle(key)?;
        Ok(proof)
    }
}

impl Proof {
    /// The prize of this pick was not taken: it goes to the next ticket of the stream, if one is
    /// left. The pick still counts as a win of its entrant.
    pub fn reroll(&mut self, pick: u64, reason: Label, key: &SigningKey) -> Result<(), Refusal> {
        let stands = pick < self.picks.len() as u64;
        let again = self.rerolls.iter().any(|reroll| reroll.pick == pick);
        if !stands || again || self.rerolls.len() == limits::REROLLS {
            return Err(Refusal::RerollUnfit);
        }
        self.rerolls.push(Reroll { pick, reason });
        self.settle(key)
    }
    fn settle(&mut self, key: &SigningKey) -> Result<(), Refusal> {
        let picks = self.expected().ok_or(Refusal::RerollUnfit)?;
        self.picks = picks;
        self.result.picks = result::hash_of_picks(&self.picks);
        self.result.rerolls = result::hash_of_rerolls(&self.rerolls);
        self.result = self.result.clone().sign(key);
        Ok(())
    }
    /// The picks that follow from the rest of the proof.
    pub(crate) fn expected(&self) -> Option<Vec<Pick>> {
        let mut rolls = self.rolls()?;
        let wanted = chosen::pieces(&self.prizes) + self.rerolls.len();
        let wins = self.opening.wins;
        let drawn = chosen::drawn(&self.entries, &self.exclusions, wins, &mut rolls, wanted);
        let prizes = chosen::allotted(&self.prizes, &self.rerolls, drawn.len())?;
        Some(chosen::picks(&self.entries, &drawn, &prizes))
    }
}

fn check(plan: &Plan, secret: Option<&Secret>) -> Result<(), Refusal> {
    check_prizes(&plan.prizes)?;
    let by_rfc = plan.method == Method::Rfc3797;
    if !(1..=limits::WINS).contains(&plan.wins) || (by_rfc && plan.wins != 1) {
        return Err(Refusal::WinsUnfit);
    }
    if plan.closes_at > limits::TIME {
        return Err(Refusal::TimeUnfit);
    }
    if secret.is_some() == by_rfc {
        return Err(Refusal::SecretUnfit);
    }
    if !plan.source.fits() || !plan.source.suits(plan.method) {
        return Err(Refusal::SourceUnfit);
    }
    if plan.source.known_at().is_some_and(|at| at <= plan.closes_at) {
        return Err(Refusal::SourceTooEarly);
    }
    Ok(())
}
