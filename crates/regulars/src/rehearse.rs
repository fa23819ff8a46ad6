//! `regulars rehearse`: a copy of the shop on a clock that is moved by hand.
//!
//! Invariants: the shop's own data is only read; nothing is sent to anybody; time goes forwards, a day
//! at a time, and each day does all that it would have done.

use std::{io::ErrorKind, os::fd::AsFd as _, sync::Arc, time::Duration};

use anyhow::{Context as _, Result, bail};
use kernel::{Clock as _, Time};
use store::{Config, DirLock, Place, tasks::Tasks};
use tokio::{
    fs::File,
    io::{AsyncBufReadExt as _, BufReader, Lines},
};

use crate::{
    config::Setting,
    house::House,
    say::{Say, Terminal, Word},
    world::AheadClock,
};

pub const LINES: &[&str] = &[
    "A rehearsal: a copy of the shop. Nothing is sent, and the clock is yours.",
    "Type +3d, +2h, +15m or a day that is ahead (2027-03-01) to move it.",
];

/// How often what happened is followed up while nobody moves the clock.
const TICK: Duration = Duration::from_millis(200);
/// The furthest that one line goes.
const MOST_DAYS: i64 = 3660;

/// Makes the copy anew, in a folder inside the shop's own.
pub fn copy(setting: &Setting) -> Result<Setting> {
    let Place::File(data) = &setting.store.place else {
        bail!("the data is in PostgreSQL: a rehearsal takes a data file");
    };
    std::fs::create_dir_all(&setting.folder)?;
    let _lock = DirLock::take(&setting.folder)?
        .context("a server runs on this data: rehearse with a backup in another folder")?;
    let folder = setting.folder.join("rehearsal");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)
            .with_context(|| format!("taking away {}", folder.display()))?;
    }
    std::fs::create_dir_all(&folder)?;
    // The newest commits may still be in the write-ahead log: it goes along.
    for name in ["regulars.db", "regulars.db-wal"] {
        let from = data.with_file_name(name);
        match std::fs::copy(&from, folder.join(name)) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(error).with_context(|| format!("copying {}", from.display()));
            }
            _ => {}
        }
    }
    let store = Config {
        place: Place::File(folder.join("regulars.db")),
        durable: false,
        ..setting.store.clone()
    };
    let (org, json) = (setting.org.clone(), setting.json);
    Ok(Setting { folder, store, org, json, file: crate::config::File::default() })
}

/// Follows up what happens, and moves the clock as the lines of standard input say.
pub fn run(house: House, clock: Arc<AheadClock>, tasks: &mut Tasks) -> Result<()> {
    let typed = std::fs::File::from(std::io::stdin().as_fd().try_clone_to_owned()?);
    tasks.spawn(async move {
        let mut lines = Some(BufReader::new(File::from_std(typed)).lines());
        let mut terminal = Terminal::default();
        loop {
            let line = tokio::select! {
                line = next(&mut lines) => line,
                () = tokio::time::sleep(TICK) => None,
            };
            let moved = match line.as_deref().map(str::trim).filter(|line| !line.is_empty()) {
                None => house.db().settle().await.map_err(Into::into),
                Some(line) => go(&house, &clock, line, &mut terminal).await,
            };
            if let Err(error) = moved {
                terminal.say(Word::Trouble(format!("{error:#}")));
            }
        }
    });
    Ok(())
}

/// The next line; never again once there are no more.
async fn next(lines: &mut Option<Lines<BufReader<File>>>) -> Option<String> {
    let line = match lines {
        Some(lines) => lines.next_line().await.ok().flatten(),
        None => std::future::pending().await,
    };
    if line.is_none() {
        *lines = None;
    }
    line
}

async fn go(house: &House, clock: &AheadClock, line: &str, terminal: &mut Terminal) -> Result<()> {
    const DAY: Duration = Duration::from_hours(24);
    let mut rest = ahead(line, clock.now())?;
    house.db().settle().await?;
    while !rest.is_zero() {
        let step = rest.min(DAY);
        clock.advance(step);
        rest -= step;
        house.db().settle().await?;
    }
    (terminal as &mut dyn Say).out(format!("it is {}", clock.now()));
    Ok(())
}

/// How far a line goes: `+3d`, `+2h`, `+15m`, or to the first instant of a day, in UTC.
fn ahead(line: &str, now: Time) -> Result<Duration> {
    let usage = "say how far the clock goes: +3d, +2h, +15m, or a day that is ahead: 2027-03-01";
    let most = now.plus_days(MOST_DAYS);
    let until = if let Some(span) = line.strip_prefix('+') {
        let seconds = match span.chars().last() {
            Some('d') => 86_400,
            Some('h') => 3600,
            Some('m') => 60,
            _ => bail!(usage),
        };
        let count: u32 = span.get(..span.len() - 1).unwrap_or_default().parse().context(usage)?;
        now.plus(Duration::from_secs(u64::from(count) * seconds))
    } else {
        Time::parse(&format!("{line}T00:00:00Z")).context(usage)?
    };
    if until <= now || until > most {
        bail!("{line} is not ahead, or more than ten years: {usage}");
    }
    Ok(until.since(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_moves_the_clock_forwards_or_says_how() {
        let now = Time::parse("2026-11-28T09:30:00Z").unwrap();
        for (line, to) in [
            ("+3d", Some("2026-12-01T09:30:00Z")),
            ("+2h", Some("2026-11-28T11:30:00Z")),
            ("+15m", Some("2026-11-28T09:45:00Z")),
            ("2027-03-01", Some("2027-03-01T00:00:00Z")),
            ("2026-11-28", None),
            ("2050-01-01", None),
            ("+0d", None),
            ("+99999999999d", None),
            ("+d", None),
            ("+3é", None),
            ("tomorrow", None),
            ("-3d", None),
        ] {
            let got = ahead(line, now).ok().map(|by| now.plus(by).to_string());
            assert_eq!(got, to.map(str::to_owned), "{line}");
        }
    }
}
