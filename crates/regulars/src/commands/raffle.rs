//! `regulars raffle verify PROOF.json [--receipt RECEIPT.json]`: needs no data, no network and no shop.

use std::{
    fs::File,
    io::Read as _,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use clap::{Args, Subcommand};
use fair::{Split, Summary, Verified, limits};
use serde_json::{Value, json};

use crate::{
    config::Where,
    say::{Say, Terminal},
};

#[derive(Debug, Args)]
pub struct Raffle {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Check a raffle's proof, or a red packet's: who took part, that nobody could choose, who won
    Verify {
        /// The proof, as the raffle's page offers it
        proof: PathBuf,
        /// Also check that the entry of this receipt took part as it says
        #[arg(long, value_name = "RECEIPT")]
        receipt: Option<PathBuf>,
    },
}

impl Raffle {
    pub fn run(self, place: &Where, terminal: &mut Terminal) -> Result<u8> {
        let What::Verify { proof, receipt } = self.what;
        let file = read(&proof, limits::PROOF_BYTES)?;
        let receipt = receipt.map(|path| read(&path, limits::RECEIPT_BYTES)).transpose()?;
        let say: &mut dyn Say = terminal;
        match fair::verify(&file, receipt.as_deref()) {
            Ok(verified) => {
                say.out(if place.json { data(&verified).to_string() } else { told(&verified) });
                Ok(0)
            }
            Err(fault) => {
                if place.json {
                    let result =
                        json!({ "ok": false, "code": fault.code(), "meaning": fault.meaning() });
                    say.out(result.to_string());
                }
                say.trouble(format!("NOT PROVEN: {}: {}", fault.code(), fault.meaning()));
                Ok(1)
            }
        }
    }
}

/// One byte more than the limit at most, so that the verifier can say that it is too much.
fn read(path: &Path, limit: usize) -> Result<Vec<u8>> {
    let reading = || format!("reading {}", path.display());
    let mut bytes = Vec::new();
    let file = File::open(path).with_context(reading)?;
    file.take(limit as u64 + 1).read_to_end(&mut bytes).with_context(reading)?;
    Ok(bytes)
}

fn told(verified: &Verified) -> String {
    match verified {
        Verified::Draw(summary) => draw(summary),
        Verified::Split(split) => packet(split),
    }
}

fn draw(summary: &Summary) -> String {
    let Summary { draw, entries, entrants, tickets, excluded, .. } = summary;
    let mut text = format!(
        "{draw}: proven. {entrants} entrants, {tickets} tickets in {entries} entries; \
         {excluded} excluded"
    );
    for won in &summary.won {
        text.push_str(&format!("\n  {}: {}", won.prize, won.entrant));
        if let Some(reason) = &won.rerolled {
            text.push_str(&format!(" ({reason}: drawn again)"));
        }
    }
    if let Some(held) = &summary.receipt {
        let counted = held.excluded.as_ref().map_or_else(
            || "took part".to_owned(),
            |reason| format!("is in the log and did not count ({reason})"),
        );
        text.push_str(&format!(
            "\nreceipt: {} with {} tickets {counted}",
            held.entrant, held.tickets
        ));
    }
    text.push_str(&format!(
        "\nchance: {}\ncompare with what the shop published:\n  opening {}\n  closing {}\n  key {}",
        summary.input,
        summary.opening,
        summary.closing,
        summary.key.as_hex()
    ));
    text
}

fn packet(split: &Split) -> String {
    let terms = &split.terms;
    format!(
        "{}: proven. {} in {} shares of at least {}\n  {}\ncommitment {}: compare with what the shop \
         published",
        terms.packet,
        terms.total,
        terms.shares,
        terms.least,
        split.shares.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        split.commitment.as_hash()
    )
}

fn data(verified: &Verified) -> Value {
    match verified {
        Verified::Draw(summary) => json!({
            "ok": true,
            "draw": summary.draw,
            "entries": summary.entries,
            "entrants": summary.entrants,
            "tickets": summary.tickets,
            "excluded": summary.excluded,
            "input": summary.input,
            "opening": summary.opening,
            "closing": summary.closing,
            "key": summary.key,
            "won": summary.won.iter().map(|won| json!({
                "prize": won.prize, "entrant": won.entrant, "rerolled": won.rerolled,
            })).collect::<Vec<_>>(),
            "receipt": summary.receipt.as_ref().map(|held| json!({
                "entrant": held.entrant, "tickets": held.tickets, "excluded": held.excluded,
            })),
        }),
        Verified::Split(split) => json!({
            "ok": true,
            "packet": split.terms.packet,
            "total": split.terms.total,
            "shares": split.shares,
            "commitment": split.commitment,
        }),
    }
}
