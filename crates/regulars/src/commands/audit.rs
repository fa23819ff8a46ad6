//! `regulars audit`.

use std::time::Duration;

use anyhow::Result;
use clap::Args;
use serde_json::json;
use tokio::time::Instant;
use web::shops;

use super::{Circumstances, shop};
use crate::{house::House, say::Say};

#[derive(Debug, Args)]
pub struct Audit {}

impl Audit {
    pub async fn run(self, house: &House, around: &Circumstances, say: &mut dyn Say) -> Result<u8> {
        let shops = match around.org.as_deref() {
            Some(named) => vec![shop(house, Some(named)).await?],
            None => shops::all(&mut house.db().read().await?).await?,
        };
        let mut code = 0;
        for shop in shops {
            let begun = Instant::now();
            let mut reader = house.db().read().await?;
            let report = ledger::audit(&mut reader, shop.org, |at| {
                let row = u64::try_from(at.row).unwrap_or(0);
                let rows = u64::try_from(at.rows).unwrap_or(0);
                say.progress(at.pass.saturating_sub(1) * rows + row, at.passes * rows);
            })
            .await?;
            if report.difference.is_some() {
                code = 1;
            }
            say.out(if around.json {
                json!({ "org": shop.slug, "ok": report.difference.is_none(), "report": report })
                    .to_string()
            } else {
                told(&shop.slug, &report, begun.elapsed())
            });
        }
        Ok(code)
    }
}

/// The report as a person reads it: one line that says whether, then the totals, and how long it took.
fn told(slug: &str, report: &ledger::Report, took: Duration) -> String {
    if let Some(difference) = &report.difference {
        return format!("{slug}: NOT PROVEN: {difference}");
    }
    let mut text = format!(
        "{slug}: proven. {} journal rows, {} events, {} postings, {} transfers, {} accounts; head {}",
        report.rows, report.events, report.postings, report.transfers, report.accounts, report.head
    );
    for unit in &report.units {
        text.push_str(&format!("\n  {}: {} outstanding", unit.unit, unit.outstanding));
    }
    let rate = report.transfers as f64 / took.as_secs_f64().max(0.001);
    text.push_str(&format!("\n  in {:.1} s, {rate:.0} transfers a second", took.as_secs_f64()));
    text
}
