//! Every way to tamper with a draw that has a name, by a stranger who edits the file and by the shop
//! that can sign anything again, each with the one fault that must be told.

use super::{Made, Recipe};
use crate::{
    Drand, Exclusion, Fault, Hash, Hex, Input, Label, Method, Opening, PublicKey, Secret,
    SigningKey, Source, Title, closing, opening, result,
};

/// One way to tamper with a draw.
pub struct Tamper {
    pub what: &'static str,
    pub fault: Fault,
    /// `None` when this draw has nothing to do it to.
    pub with: fn(&Recipe, &mut Made) -> Option<()>,
}

macro_rules! tampers {
    ($($what:literal => $fault:ident: |$recipe:pat_param, $made:ident| $body:expr;)+) => {
        /// All of them.
        pub const TAMPERS: &[Tamper] = &[$(Tamper {
            what: $what,
            fault: Fault::$fault,
            with: {
                fn with($recipe: &Recipe, $made: &mut Made) -> Option<()> {
                    $body;
                    Some(())
                }
                with
            },
        }),+];
    };
}

tampers! {
    "an entry is dropped" => EntrantDropped: |_, made| made.proof.entries.pop()?;
    "an entry is added" => EntrantAdded: |_, made| {
        let mut entry = made.proof.entries.first()?.clone();
        entry.entrant = label("friend");
        made.proof.entries.push(entry);
    };
    "an entry is there twice" => EntrantDuplicated: |_, made| {
        let entry = made.proof.entries.first()?.clone();
        made.proof.entries.push(entry);
    };
    "an entry is in another's place" => EntrantDuplicated: |_, made| {
        let entry = made.proof.entries.first()?.clone();
        *made.proof.entries.get_mut(1)? = entry;
    };
    "entries are reordered" => EntrantsReordered: |_, made| {
        (made.proof.entries.len() > 1).then(|| made.proof.entries.swap(0, 1))?;
    };
    "tickets are added" => EntrantChanged: |_, made| {
        let entry = made.proof.entries.last_mut()?;
        entry.tickets = if entry.tickets == 1 { 2 } else { entry.tickets - 1 }
    };
    "an entrant is replaced" => EntrantChanged: |_, made| {
        made.proof.entries.first_mut()?.entrant = label("friend");
    };
    "a nonce's commitment is changed" => EntrantChanged: |recipe, made| {
        let other = recipe.secret?.commitment();
        made.proof.entries.first_mut()?.nonce = Some(other);
    };
    "the secret is changed" => SecretChanged: |_, made| {
        made.proof.secret?;
        made.proof.secret = Some(Secret::from_bytes([7; 32]));
    };
    "the secret is left out" => SecretChanged: |_, made| made.proof.secret.take()?;
    "a prize has more pieces" => PrizesChanged: |_, made| {
        made.proof.prizes.first_mut()?.quantity += 1;
    };
    "a prize is another" => PrizesChanged: |_, made| {
        made.proof.prizes.first_mut()?.name = Title::new("A single apple").ok()?;
    };
    "prizes are reordered" => PrizesChanged: |_, made| {
        (made.proof.prizes.len() > 1).then(|| made.proof.prizes.swap(0, 1))?;
    };
    "somebody is excluded later" => ExclusionsChanged: |_, made| {
        made.proof.exclusions.push(Exclusion { entrant: label("zzz"), reason: label("staff") });
    };
    "somebody is let in later" => ExclusionsChanged: |_, made| made.proof.exclusions.pop()?;
    "a reason is another" => ExclusionsChanged: |_, made| {
        made.proof.exclusions.first_mut()?.reason = label("duplicate");
    };
    "another round is named" => SourceChanged: |_, made| match &mut made.proof.source {
        Source::Drand(drand) => drand.round += 1,
        _ => return None,
    };
    "another chain is named" => SourceChanged: |_, made| match &mut made.proof.source {
        Source::Drand(drand) => drand.chain = Hex([1; 32]),
        _ => return None,
    };
    "another lottery is named" => SourceChanged: |_, made| match &mut made.proof.source {
        Source::Public(sources) => sources.first_mut()?.name = Title::new("The other one").ok()?,
        _ => return None,
    };
    "the beacon's value is changed" => InputChanged: |_, made| match &mut made.proof.input {
        Input::Drand(signature) => flip(signature)?,
        _ => return None,
    };
    "a nonce is held back" => InputChanged: |_, made| match &mut made.proof.input {
        Input::Nonces(nonces) => nonces.iter_mut().find(|nonce| nonce.is_some())?.take()?,
        _ => return None,
    };
    "a public value is changed" => InputChanged: |_, made| match &mut made.proof.input {
        Input::Public(values) => values.get_mut(1)?.first_mut()?.insert(0, '9'),
        _ => return None,
    };
    "the input is of another kind" => InputChanged: |_, made| {
        let drand = matches!(made.proof.input, Input::Drand(_));
        made.proof.input = if drand { Input::Nonces(vec![]) } else { Input::Drand(Hex([0; 48])) }
    };
    "a winner is another" => WinnerChanged: |_, made| {
        made.proof.picks.first_mut()?.entrant = label("friend");
    };
    "winners change places" => WinnerChanged: |_, made| {
        (made.proof.picks.first()? != made.proof.picks.get(1)?)
            .then(|| made.proof.picks.swap(0, 1))?;
    };
    "a winner is dropped" => WinnerChanged: |_, made| made.proof.picks.pop()?;
    "a winner gets another prize" => WinnerChanged: |_, made| {
        made.proof.picks.first_mut()?.prize += 1;
    };
    "a reroll is dropped" => RerollChanged: |_, made| made.proof.rerolls.pop()?;
    "a reroll is added" => RerollChanged: |_, made| {
        made.proof.rerolls.push(crate::Reroll { pick: 0, reason: label("unclaimed") });
    };
    "a reroll has another reason" => RerollChanged: |_, made| {
        made.proof.rerolls.first_mut()?.reason = label("declined");
    };
    "a reroll names another pick" => RerollChanged: |_, made| {
        made.proof.rerolls.first_mut()?.pick += 1;
    };
    "one may win more often" => OpeningChanged: |_, made| made.proof.opening.wins += 1;
    "the end is later" => OpeningChanged: |_, made| made.proof.opening.closes_at += 1;
    "the draw is another" => OpeningChanged: |_, made| made.proof.opening.draw = label("raf_x");
    "the method is another" => OpeningChanged: |_, made| {
        made.proof.opening.method = match made.proof.opening.method {
            Method::Tickets => Method::Rfc3797,
            Method::Rfc3797 => Method::Tickets,
        }
    };
    "the key is another" => OpeningChanged: |_, made| {
        made.proof.opening.key = SigningKey::from_seed(&[9; 32]).ok()?.public();
    };
    "another secret was committed to" => OpeningChanged: |_, made| {
        made.proof.opening.secret = Some(Secret::from_bytes([7; 32]).commitment());
    };
    "the opening has other prizes" => OpeningChanged: |_, made| {
        flip(&mut made.proof.opening.prizes)?;
    };
    "the opening has another source" => OpeningChanged: |_, made| {
        flip(&mut made.proof.opening.source)?;
    };
    "the opening's signature is changed" => OpeningChanged: |_, made| {
        flip(&mut made.proof.opening.signature)?;
    };
    "the closing counts more" => ClosingChanged: |_, made| made.proof.closing.entries += 1;
    "the closing has another root" => ClosingChanged: |_, made| flip(&mut made.proof.closing.root)?;
    "the closing has another set" => ClosingChanged: |_, made| flip(&mut made.proof.closing.set)?;
    "the closing excludes others" => ClosingChanged: |_, made| {
        flip(&mut made.proof.closing.exclusions)?;
    };
    "the closing has another opening" => ClosingChanged: |_, made| {
        flip(&mut made.proof.closing.opening)?;
    };
    "the closing's signature is changed" => ClosingChanged: |_, made| {
        flip(&mut made.proof.closing.signature)?;
    };
    "the result has another closing" => ResultChanged: |_, made| {
        flip(&mut made.proof.result.closing)?;
    };
    "the result has another input" => ResultChanged: |_, made| flip(&mut made.proof.result.input)?;
    "the result has other picks" => ResultChanged: |_, made| flip(&mut made.proof.result.picks)?;
    "the result has other rerolls" => ResultChanged: |_, made| {
        flip(&mut made.proof.result.rerolls)?;
    };
    "the result has another seed" => ResultChanged: |_, made| {
        made.proof.result.seed = Some(Hex([1; 32]));
    };
    "the result's signature is changed" => ResultChanged: |_, made| {
        flip(&mut made.proof.result.signature)?;
    };
    "the version is another" => UnknownVersion: |_, made| {
        "regulars-draw-2".clone_into(&mut made.proof.version);
    };
    "a limit is passed" => Malformed: |_, made| made.proof.prizes.first_mut()?.quantity = 0;

    "the shop signs another secret's result" => SecretChanged: |recipe, made| {
        made.proof.secret?;
        made.proof.secret = Some(Secret::from_bytes([7; 32]));
        made.proof.result.seed = made.proof.seed();
        sign_result(recipe, made)?;
    };
    "the shop signs another seed" => SeedChanged: |recipe, made| {
        flip(made.proof.result.seed.as_mut()?)?;
        sign_result(recipe, made)?;
    };
    "the shop signs another beacon's value and keeps the seed" => SeedChanged: |recipe, made| {
        match &mut made.proof.input {
            Input::Drand(signature) => flip(signature)?,
            _ => return None,
        }
        sign_result(recipe, made)?;
    };
    "the shop signs a nonce that nobody committed to" => InputChanged: |recipe, made| {
        match &mut made.proof.input {
            Input::Nonces(nonces) => {
                let nonce = nonces.iter_mut().find(|nonce| nonce.is_some())?;
                *nonce = Some(crate::Nonce::from_bytes([5; 32]));
            }
            _ => return None,
        }
        sign_result(recipe, made)?;
    };
    "the shop signs another winner" => WinnerChanged: |recipe, made| {
        made.proof.picks.first_mut()?.entrant = label("friend");
        sign_result(recipe, made)?;
    };
    "the shop signs a winner less" => WinnerChanged: |recipe, made| {
        made.proof.picks.pop()?;
        sign_result(recipe, made)?;
    };
    "the shop signs a winner too many" => RerollChanged: |recipe, made| {
        let pick = made.proof.picks.first()?.clone();
        made.proof.picks.push(pick);
        sign_result(recipe, made)?;
    };
    "the shop hides a reroll" => RerollChanged: |recipe, made| {
        let pieces = crate::chosen::pieces(&made.proof.prizes);
        let shown = made.proof.picks.len() == pieces + made.proof.rerolls.len();
        shown.then(|| made.proof.rerolls.pop())??;
        sign_result(recipe, made)?;
    };
    "the shop rerolls a pick twice" => RerollChanged: |recipe, made| {
        let again = made.proof.rerolls.first()?.clone();
        made.proof.rerolls.push(again);
        sign_result(recipe, made)?;
    };
    "the shop signs a result for another closing" => ResultChanged: |recipe, made| {
        flip(&mut made.proof.result.closing)?;
        made.proof.result = made.proof.result.clone().sign(&key(recipe)?);
    };
    "the shop signs a closing for another opening" => OpeningChanged: |recipe, made| {
        flip(&mut made.proof.closing.opening)?;
        sign_closing(recipe, made)?;
    };
    "the shop signs a set that is not the log's" => ClosingChanged: |recipe, made| {
        flip(&mut made.proof.closing.set)?;
        sign_closing(recipe, made)?;
    };
    "the shop signs an entry twice" => EntrantDuplicated: |recipe, made| {
        let entry = made.proof.entries.first()?.clone();
        made.proof.entries.push(entry);
        sign_log(recipe, made)?;
    };
    "the shop signs a log with a hole" => EntrantDropped: |recipe, made| {
        let of = made.proof.entries.iter().find(|entry| entry.number == 2)?.entrant.clone();
        made.proof.entries.retain(|entry| entry.entrant != of || entry.number != 1);
        sign_log(recipe, made)?;
    };
    "the shop's key fits everything" => OpeningChanged: |_, made| {
        let mut neutral = [0; 32];
        *neutral.first_mut()? = 1;
        signed_by_nobody(made, PublicKey::of(neutral))?;
    };
    "the shop's key fits everything and is written otherwise" => OpeningChanged: |_, made| {
        let mut neutral = [0xff; 32];
        (*neutral.first_mut()?, *neutral.last_mut()?) = (0xee, 0x7f);
        signed_by_nobody(made, PublicKey::of(neutral))?;
    };
    "the shop signs a round that was known" => InputTooEarly: |recipe, made| {
        let known = Drand::after(recipe.plan.closes_at - 60);
        match &mut made.proof.source {
            Source::Drand(drand) => *drand = known,
            _ => return None,
        }
        made.proof.opening.source = made.proof.source.hash();
        sign_opening(recipe, made)?;
    };
    "the shop signs a beacon of its own" => RulesBroken: |recipe, made| {
        match &mut made.proof.source {
            Source::Drand(drand) => drand.chain = Hex([1; 32]),
            _ => return None,
        }
        made.proof.opening.source = made.proof.source.hash();
        sign_opening(recipe, made)?;
    };
    "the shop signs more wins than RFC 3797 has" => RulesBroken: |recipe, made| {
        (recipe.plan.method == Method::Rfc3797).then_some(())?;
        made.proof.opening.wins = 2;
        sign_opening(recipe, made)?;
    };
    "the shop signs weights that RFC 3797 does not have" => RulesBroken: |recipe, made| {
        (recipe.plan.method == Method::Rfc3797).then_some(())?;
        made.proof.entries.first_mut()?.tickets = 2;
        sign_log(recipe, made)?;
    };
    "the shop excludes somebody after the closing" => ResultChanged: |recipe, made| {
        let last = Exclusion { entrant: label("zzz"), reason: label("staff") };
        made.proof.exclusions.push(last);
        made.proof.closing.exclusions = closing::hash_of(&made.proof.exclusions);
        made.proof.closing = made.proof.closing.clone().sign(&key(recipe)?);
    };

    "the shop leaves an entrant out" => LeftOut: |recipe, made| {
        made.receipt.as_ref()?;
        let mut other = recipe.clone();
        let gone = recipe.people.get(recipe.witness)?.entrant.clone();
        other.people.retain(|person| person.entrant != gone);
        made.proof = other.bake().ok()?.proof;
    };
    "the shop rewrites the log" => LogRewritten: |recipe, made| {
        made.receipt.as_ref()?;
        let (mut other, at) = (recipe.clone(), recipe.witness);
        let before = at.checked_sub(1)?;
        let differ = recipe.people.get(at)?.entrant != recipe.people.get(before)?.entrant;
        differ.then(|| other.people.swap(at, before))?;
        made.proof = other.bake().ok()?.proof;
    };
    "the shop rewrites what was before an entry" => LogRewritten: |recipe, made| {
        made.receipt.as_ref()?;
        let (mut other, at) = (recipe.clone(), recipe.witness);
        let whose = recipe.people.get(at)?.entrant.clone();
        let earlier = other.people.get_mut(..at)?.iter_mut().find(|each| each.entrant != whose)?;
        earlier.nonce = Some(crate::Nonce::from_bytes([3; 32]));
        made.proof = other.bake().ok()?.proof;
    };
    "the shop opens it anew with other prizes" => ReceiptOtherOpening: |recipe, made| {
        made.receipt.as_ref()?;
        let mut other = recipe.clone();
        other.plan.prizes.first_mut()?.quantity += 1;
        made.proof = other.bake().ok()?.proof;
    };
    "the receipt is of another draw" => ReceiptOtherDraw: |recipe, made| {
        made.receipt.as_ref()?;
        let mut other = recipe.clone();
        other.plan.draw = label("raf_other");
        made.proof = other.bake().ok()?.proof;
    };
    "the receipt is of another key" => ReceiptOtherKey: |recipe, made| {
        let mut other = recipe.clone();
        other.key = [9; 32];
        made.receipt = Some(other.bake().ok()?.receipt?);
    };
    "the receipt claims more tickets" => ReceiptInvalid: |_, made| {
        made.receipt.as_mut()?.entry.tickets = 1_000_000;
    };
    "the receipt has another root" => ReceiptInvalid: |_, made| {
        flip(&mut made.receipt.as_mut()?.root)?;
    };
    "the receipt's path leads elsewhere" => ReceiptInvalid: |_, made| {
        flip(made.receipt.as_mut()?.path.first_mut()?)?;
    };
    "the receipt has a step too many" => ReceiptInvalid: |_, made| {
        made.receipt.as_mut()?.path.push(Hex([0; 32]));
    };
    "the receipt's signature is changed" => ReceiptInvalid: |_, made| {
        flip(&mut made.receipt.as_mut()?.signature)?;
    };
    "the receipt is of another version" => ReceiptMalformed: |_, made| {
        "regulars-receipt-2".clone_into(&mut made.receipt.as_mut()?.version);
    };
}

fn label(text: &str) -> Label {
    // All of them are written here, and fit.
    Label::new(text).unwrap_or_else(|_| unreachable!("{text} is a label"))
}

fn flip<const N: usize>(of: &mut Hex<N>) -> Option<()> {
    *of.0.last_mut()? ^= 1;
    Some(())
}

fn key(recipe: &Recipe) -> Option<SigningKey> {
    SigningKey::from_seed(&recipe.key).ok()
}

/// Everything from the opening on, signed anew as it stands.
fn sign_opening(recipe: &Recipe, made: &mut Made) -> Option<()> {
    let opening: Opening = made.proof.opening.clone();
    made.proof.opening = opening.sign(&key(recipe)?);
    made.proof.opening.prizes = opening::hash_of(&made.proof.prizes);
    made.proof.closing.opening = made.proof.opening.hash();
    sign_closing(recipe, made)
}

/// With the neutral point as its key, nothing and the neutral point sign every statement.
fn signed_by_nobody(made: &mut Made, key: PublicKey) -> Option<()> {
    let mut signature = Hex([0; 64]);
    *signature.0.first_mut()? = 1;
    let proof = &mut made.proof;
    (proof.opening.key, proof.opening.signature) = (key, signature);
    (proof.closing.opening, proof.closing.signature) = (proof.opening.hash(), signature);
    (proof.result.closing, proof.result.signature) = (proof.closing.hash(), signature);
    proof.result.seed = proof.seed();
    Some(())
}

fn sign_log(recipe: &Recipe, made: &mut Made) -> Option<()> {
    let leaves: Vec<Hash> = made.proof.entries.iter().map(crate::Entry::leaf).collect();
    let log: crate::Log = leaves.iter().copied().collect();
    made.proof.closing.entries = leaves.len() as u64;
    made.proof.closing.root = log.root(leaves.len())?;
    made.proof.closing.set = crate::entry::set_of(&leaves);
    sign_closing(recipe, made)
}

fn sign_closing(recipe: &Recipe, made: &mut Made) -> Option<()> {
    made.proof.closing = made.proof.closing.clone().sign(&key(recipe)?);
    made.proof.result.closing = made.proof.closing.hash();
    made.proof.result.seed = made.proof.seed();
    sign_result(recipe, made)
}

fn sign_result(recipe: &Recipe, made: &mut Made) -> Option<()> {
    let proof = &mut made.proof;
    proof.result.input = proof.input.hash();
    proof.result.picks = result::hash_of_picks(&proof.picks);
    proof.result.rerolls = result::hash_of_rerolls(&proof.rerolls);
    proof.result = proof.result.clone().sign(&key(recipe)?);
    Some(())
}
