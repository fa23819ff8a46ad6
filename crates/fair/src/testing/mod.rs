//! Draws made up at random, whole and tampered with: what every verifier has to agree on.

pub mod luck;
mod splits;
mod tampers;

use kernel::Chance;

pub use self::tampers::{TAMPERS, Tamper};
use crate::{
    Drand, Draw, Entrants, Exclusion, Hex, Input, Label, Listed, Method, Nonce, Plan, Prize, Proof,
    Receipt, Refusal, Secret, SigningKey, Source, Title,
};

/// One file, perhaps a receipt, and what every verifier must say: `ok` or the fault's code.
#[derive(Debug, Clone)]
pub struct Case {
    pub proof: String,
    pub receipt: Option<String>,
    pub expected: &'static str,
    /// What was done to it.
    pub what: &'static str,
}

/// A made-up case: half of them whole, the other half tampered with in one way each.
pub fn case(chance: &dyn Chance) -> Result<Case, Refusal> {
    if chance.below(8) == 0 {
        return splits::case(chance);
    }
    let recipe = Recipe::made_up(chance)?;
    let mut made = recipe.bake()?;
    let mut what = ("whole", "ok");
    if chance.below(2) == 0 {
        for _ in 0..20 {
            let at = usize::try_from(chance.below(TAMPERS.len() as u64)).unwrap_or(0);
            let Some(tamper) = TAMPERS.get(at) else { continue };
            let mut other = made.clone();
            if (tamper.with)(&recipe, &mut other).is_some() {
                (made, what) = (other, (tamper.what, tamper.fault.code()));
                break;
            }
        }
    }
    Ok(Case {
        proof: made.proof.to_json(),
        receipt: made.receipt.as_ref().map(Receipt::to_json),
        expected: what.1,
        what: what.0,
    })
}

/// Somebody's entry.
#[derive(Debug, Clone)]
pub struct Person {
    pub entrant: Label,
    pub tickets: u64,
    pub nonce: Option<Nonce>,
    /// Whether the nonce is shown after the closing.
    pub shown: bool,
}

/// All that a draw is made from: whoever has it can make the draw again with one thing changed, as
/// the shop that runs it could.
#[derive(Debug, Clone)]
pub struct Recipe {
    pub plan: Plan,
    pub secret: Option<Secret>,
    pub key: [u8; 32],
    pub people: Vec<Person>,
    pub exclusions: Vec<Exclusion>,
    /// The beacon's signature.
    pub beacon: Hex<48>,
    pub values: Vec<Vec<String>>,
    /// Picks that are drawn again; those that are none are passed over.
    pub again: Vec<u64>,
    /// Whose receipt is kept, from the moment of the entry.
    pub witness: usize,
}

/// A draw that was made.
#[derive(Debug, Clone)]
pub struct Made {
    pub proof: Proof,
    pub receipt: Option<Receipt>,
}

impl Recipe {
    pub fn made_up(chance: &dyn Chance) -> Result<Self, Refusal> {
        let method = if chance.below(5) == 0 { Method::Rfc3797 } else { Method::Tickets };
        let by_rfc = method == Method::Rfc3797;
        let people = people(chance, method)?;
        let closes_at = 1_790_000_000 + chance.below(10_000_000);
        let (source, values) = source(chance, method, closes_at)?;
        let wins = if by_rfc || chance.below(2) == 0 { 1 } else { 1 + chance.below(3) };
        let prizes = (0..=chance.below(4)).map(|at| prize(chance, at)).collect::<Result<_, _>>()?;
        let excluded = |person: &&Person| {
            let byte = person.entrant.as_str().bytes().last().unwrap_or(0);
            byte == b'3'
        };
        let mut names: Vec<_> =
            people.iter().filter(excluded).map(|each| each.entrant.clone()).collect();
        names.push(Label::new("nobody-here")?);
        names.sort();
        names.dedup();
        let exclusions = names
            .into_iter()
            .filter(|_| chance.below(3) > 0)
            .map(|entrant| Ok(Exclusion { entrant, reason: Label::new("staff")? }))
            .collect::<Result<_, Refusal>>()?;
        Ok(Self {
            plan: Plan {
                draw: Label::new(&format!("raf_{}", chance.code(8)))?,
                method,
                closes_at,
                wins,
                prizes,
                source,
            },
            secret: (!by_rfc).then(|| Secret::made(chance)),
            key: chance.bytes(),
            witness: usize::try_from(chance.below(people.len().max(1) as u64)).unwrap_or(0),
            people,
            exclusions,
            beacon: Hex(chance.bytes()),
            values,
            again: (0..chance.below(4)).map(|_| chance.below(8)).collect(),
        })
    }

    /// Makes the draw, from its opening to its last reroll.
    pub fn bake(&self) -> Result<Made, Refusal> {
        let key = SigningKey::from_seed(&self.key)?;
        let draw = Draw::open(self.plan.clone(), self.secret.as_ref(), &key)?;
        let (mut entrants, mut receipt) = (Entrants::default(), None);
        for person in &self.people {
            let nonce = person.nonce.map(|nonce| nonce.commitment());
            let at = entrants.enter(person.entrant.clone(), person.tickets, nonce)?;
            if at == self.witness {
                receipt = draw.receipt(&entrants, at, &key);
            }
        }
        let closed = draw.close(&entrants, self.exclusions.clone(), &key)?;
        let input = self.input()?;
        let mut proof = draw.result(&closed, &entrants, self.secret, input, &key)?;
        for pick in &self.again {
            // A pick that is not there, or was drawn again before, is passed over.
            let _ = proof.reroll(*pick, Label::new("unclaimed")?, &key);
        }
        Ok(Made { proof, receipt })
    }

    fn input(&self) -> Result<Input, Refusal> {
        Ok(match &self.plan.source {
            Source::Drand(_) => Input::Drand(self.beacon),
            Source::Nonces => Input::Nonces(
                self.people.iter().map(|each| each.nonce.filter(|_| each.shown)).collect(),
            ),
            Source::Public(_) => {
                let values: Vec<Vec<&str>> = self
                    .values
                    .iter()
                    .map(|each| each.iter().map(String::as_str).collect())
                    .collect();
                let values: Vec<&[&str]> = values.iter().map(Vec::as_slice).collect();
                Input::read(&self.plan.source, &values)?
            }
        })
    }
}

fn people(chance: &dyn Chance, method: Method) -> Result<Vec<Person>, Refusal> {
    let by_rfc = method == Method::Rfc3797;
    let most = match chance.below(20) {
        0 => 3,
        1 => 400,
        _ => 40,
    };
    let count = chance.below(most);
    let person = |at| {
        // One entry each, or now and then another one of the same entrant.
        let who = if by_rfc { at } else { chance.below(count + count / 2) };
        let tickets = match chance.below(10) {
            _ if by_rfc => 1,
            0 => 1 + chance.below(100_000),
            1..=4 => 1 + chance.below(5),
            _ => 1,
        };
        Ok(Person {
            entrant: Label::new(&format!("m{who}"))?,
            tickets,
            nonce: (chance.below(3) > 0).then(|| Nonce::from_bytes(chance.bytes())),
            shown: chance.below(4) > 0,
        })
    };
    (0..count).map(person).collect()
}

fn source(
    chance: &dyn Chance,
    method: Method,
    closes_at: u64,
) -> Result<(Source, Vec<Vec<String>>), Refusal> {
    let public = method == Method::Rfc3797 || chance.below(4) == 0;
    if !public {
        let beacon = chance.below(2) == 0;
        let beacon = beacon.then(|| Source::Drand(Drand::after(closes_at)));
        return Ok((beacon.unwrap_or(Source::Nonces), Vec::new()));
    }
    let named = [
        (Listed::Numbers, "Lotería, sábado"),
        (Listed::Numbers, "Gold, London, per ounce"),
        (Listed::Letters, "彩票 \"headline\""),
    ];
    let numbers = (0..=chance.below(6)).map(|_| format!("{:02}", chance.below(50))).collect();
    let price = format!("{}.{:03}", chance.below(3000), chance.below(1000));
    let values = vec![numbers, vec![price], vec![format!("Rain, at {}!", chance.code(5))]];
    Ok((Source::public(&named)?, values))
}

fn prize(chance: &dyn Chance, at: u64) -> Result<Prize, Refusal> {
    let names = ["A week of apples", "一箱苹果", "Café para \"dos\"", "Back\\slash / tea"];
    let name = names.get(usize::try_from(at).unwrap_or(0)).unwrap_or(&"Apple");
    Ok(Prize { name: Title::new(name)?, quantity: 1 + chance.below(4) })
}
