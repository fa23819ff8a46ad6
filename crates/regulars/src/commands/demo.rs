//! `regulars demo`: a chain with ninety days of history, made by simulated people on a virtual
//! clock through the real engine.

use std::{sync::Arc, time::Duration};

use anyhow::{Context as _, Result};
use kernel::{SeededChance, TestClock, World};
use rehearsal::demo::{Demo, History};
use store::DirLock;

use crate::{
    config::Setting,
    house,
    say::{Say, Terminal},
    world,
};

/// The same chain for everybody who tries it on the same day.
const SEED: u64 = 20;

/// For one command of the simulated people.
const PATIENCE: Duration = Duration::from_secs(60);

/// Makes the demo if it is not there; how to look at it. Links in posts lead to `base_url`.
pub async fn ready(setting: &Setting, base_url: &str, terminal: &mut Terminal) -> Result<Demo> {
    let done = setting.folder.join("demo.json");
    if let Ok(text) = std::fs::read_to_string(&done) {
        return serde_json::from_str(&text).with_context(|| format!("in {}", done.display()));
    }
    let _lock = DirLock::take(&setting.folder)?
        .with_context(|| format!("another process works in {}", setting.folder.display()))?;
    let say: &mut dyn Say = terminal;
    say.out("Making a demo chain: 3 stores, 7 series, a shop on the phone, ninety days of simulated people.");
    for leftover in ["regulars.db", "regulars.db-wal", "regulars.db-shm"] {
        // A demo that was interrupted is made again from the start.
        let _ = std::fs::remove_file(setting.folder.join(leftover));
    }
    let today = world::real().now();
    let clock = Arc::new(TestClock::at(today.plus_days(-rehearsal::demo::DAYS)));
    let virtual_world = World::new(clock.clone(), Arc::new(SeededChance::new(SEED)));
    let mut store = setting.store.clone();
    store.durable = false;
    // Nobody waits behind its turns, so a slow machine may take its time for them.
    store.limits.idle_for = PATIENCE;
    store.limits.turn_for = PATIENCE;
    let house = house::open(&store, setting.settings(base_url), virtual_world).await?;
    let days = rehearsal::demo::DAYS;
    let history = History { today, days, seed: SEED, base_url };
    let demo = rehearsal::demo::make(house.db(), &clock, &history, &mut |done, of| {
        say.progress(done, of);
    })
    .await?;
    house.db().close().await;
    std::fs::write(&done, serde_json::to_string_pretty(&demo)?)?;
    Ok(demo)
}
