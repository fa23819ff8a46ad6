//! What a proof proved, in the words of a person who asks.

use std::collections::HashSet;

use crate::{Hash, Input, Label, Proof, PublicKey, Receipt, Title};

/// A draw that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    pub draw: Label,
    pub key: PublicKey,
    /// To compare with what was published before anybody entered.
    pub opening: Hash,
    /// To compare with what was published before the public input existed.
    pub closing: Hash,
    pub entries: usize,
    pub entrants: usize,
    /// Tickets of all entries, those of excluded entrants among them.
    pub tickets: u64,
    pub excluded: usize,
    /// The public input in words.
    pub input: String,
    pub won: Vec<Won>,
    pub receipt: Option<Held>,
}

/// A ticket that came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Won {
    pub prize: Title,
    pub entrant: Label,
    /// Why it was drawn again.
    pub rerolled: Option<Label>,
}

/// What became of the entry of a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    pub entrant: Label,
    pub tickets: u64,
    /// Why its tickets did not count.
    pub excluded: Option<Label>,
}

impl Summary {
    pub(crate) fn of(proof: &Proof, receipt: Option<&Receipt>) -> Self {
        let entrants: HashSet<_> = proof.entries.iter().map(|entry| &entry.entrant).collect();
        let excluded = |who: &Label| {
            let found = proof.exclusions.iter().find(|each| each.entrant == *who);
            found.map(|each| each.reason.clone())
        };
        Self {
            draw: proof.opening.draw.clone(),
            key: proof.opening.key,
            opening: proof.opening.hash(),
            closing: proof.closing.hash(),
            entries: proof.entries.len(),
            entrants: entrants.len(),
            tickets: proof.entries.iter().map(|entry| entry.tickets).sum(),
            excluded: proof.exclusions.len(),
            input: told(proof),
            won: won(proof),
            receipt: receipt.map(|receipt| Held {
                entrant: receipt.entry.entrant.clone(),
                tickets: receipt.entry.tickets,
                excluded: excluded(&receipt.entry.entrant),
            }),
        }
    }
}

fn won(proof: &Proof) -> Vec<Won> {
    let again = |at: u64| {
        let found = proof.rerolls.iter().find(|reroll| reroll.pick == at);
        found.map(|reroll| reroll.reason.clone())
    };
    let won = |(at, pick): (u64, &crate::Pick)| {
        let prize = proof.prizes.get(usize::try_from(pick.prize).ok()?)?.name.clone();
        Some(Won { prize, entrant: pick.entrant.clone(), rerolled: again(at) })
    };
    (0..).zip(&proof.picks).filter_map(won).collect()
}

fn told(proof: &Proof) -> String {
    match (&proof.source, &proof.input) {
        (crate::Source::Drand(drand), Input::Drand(signature)) => format!(
            "drand quicknet, round {}, signature {signature}: compare with the beacon, this is not \
             checked here",
            drand.round
        ),
        (_, Input::Nonces(nonces)) => {
            let given = proof.entries.iter().filter(|entry| entry.nonce.is_some()).count();
            let shown = nonces.iter().flatten().count();
            format!("{shown} of {given} nonces of members were shown")
        }
        (crate::Source::Public(sources), Input::Public(values)) => {
            let each = sources.iter().zip(values);
            let each =
                each.map(|(source, values)| format!("{}: {}", source.name, values.join(" ")));
            format!("{}: compare with what was public", each.collect::<Vec<_>>().join("; "))
        }
        _ => String::new(),
    }
}
