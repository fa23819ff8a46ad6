//! Packets made up at random.

use kernel::Chance;

use super::Case;
use crate::{Fault, Label, Refusal, Secret, Share, Split, Terms};

pub(super) fn case(chance: &dyn Chance) -> Result<Case, Refusal> {
    let shares = 1 + chance.below(60);
    let least = 1 + chance.below(5);
    let over = if chance.below(4) == 0 { 1_000_000_000 } else { 1 + chance.below(500) };
    let terms = Terms {
        kind: if chance.below(4) == 0 { Share::Equal } else { Share::Random },
        least,
        packet: Label::new(&format!("pkt_{}", chance.code(6)))?,
        shares,
        total: least * shares + chance.below(over),
    };
    let mut split = Split::made(terms, Secret::made(chance))?;
    let (what, expected) = match chance.below(6) {
        0 => {
            split.secret = Secret::made(chance);
            ("a packet's secret changed", Fault::SplitChanged.code())
        }
        1 => {
            split.terms.total += 1;
            ("a packet's amount changed", Fault::SplitChanged.code())
        }
        2 => {
            split.shares.iter_mut().take(1).for_each(|share| *share += 1);
            ("a share changed", Fault::ShareChanged.code())
        }
        _ => ("a whole packet", "ok"),
    };
    Ok(Case { proof: split.to_json(), receipt: None, expected, what })
}
