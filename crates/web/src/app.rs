//! What every handler is given.

use std::sync::Arc;

use kernel::{Result, Scope, Time, World};
use serde::{Serialize, de::DeserializeOwned};
use store::{Db, Key, Tx, Written};
use tokio::sync::watch;

use crate::{
    crowds::Crowds,
    find::{CodeFinder, Finder},
    metrics::Metrics,
    names::Namer,
    pieces::Piece,
    rates::Rates,
    slice::{Nav, Slice},
};

/// What the front door decided from flags, environment and `regulars.toml`.
#[derive(Debug, Clone)]
pub struct Settings {
    /// As a phone reaches us, without a slash at the end: `https://club.example`.
    pub base_url: String,
    /// Whether `X-Forwarded-For` and `-Proto` of our proxy are believed.
    pub behind_proxy: bool,
    pub rates: crate::rates::Limits,
}

impl Settings {
    pub fn secure(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}

#[derive(Debug)]
struct Inner {
    db: Db,
    settings: Settings,
    rates: Rates,
    metrics: Metrics,
    crowds: Crowds,
    ending: watch::Sender<bool>,
    nav: Vec<Nav>,
    pieces: Vec<Piece>,
    namers: Vec<Namer>,
    finders: Vec<Finder>,
    codes: Vec<CodeFinder>,
}

/// Cheap to clone.
#[derive(Debug, Clone)]
pub struct App(Arc<Inner>);

impl App {
    /// Takes what pages share from the slices: the rail and the pieces.
    pub fn new(db: Db, settings: Settings, slices: &[Slice]) -> Self {
        let rates = Rates::new(settings.rates);
        let mut nav: Vec<Nav> = slices.iter().flat_map(|slice| slice.nav.clone()).collect();
        nav.sort_by_key(|entry| (entry.stage, entry.order));
        let mut pieces: Vec<Piece> = slices.iter().flat_map(|s| s.pieces.clone()).collect();
        pieces.sort_by_key(|piece| piece.order);
        let namers = slices.iter().flat_map(|slice| slice.namers.clone()).collect();
        let finders = slices.iter().flat_map(|slice| slice.finders.clone()).collect();
        let codes = slices.iter().flat_map(|slice| slice.codes.clone()).collect();
        Self(Arc::new(Inner {
            db,
            settings,
            rates,
            metrics: Metrics::default(),
            crowds: Crowds::default(),
            ending: watch::Sender::new(false),
            nav,
            pieces,
            namers,
            finders,
            codes,
        }))
    }
    pub(crate) fn crowds(&self) -> &Crowds {
        &self.0.crowds
    }
    pub fn db(&self) -> &Db {
        &self.0.db
    }
    /// Runs a command of a program, under its idempotency key if it sent one: a repeat gets the
    /// first answer.
    pub async fn write<T, F>(&self, scope: &Scope, once: Option<Key>, run: F) -> Result<Written<T>>
    where
        T: Serialize + DeserializeOwned + Send,
        F: AsyncFnOnce(&mut Tx) -> Result<T>,
    {
        match once {
            Some(key) => {
                let done = self.db().write_once(scope, &key, run).await?;
                Ok(Written { value: done.value.answer, position: done.position })
            }
            None => self.db().write(scope, run).await,
        }
    }
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }
    pub fn rates(&self) -> &Rates {
        &self.0.rates
    }
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }
    /// The program is about to end: live pages are closed, so that nobody waits for them.
    pub fn end(&self) {
        self.0.ending.send_replace(true);
    }
    /// Waits until the program is about to end.
    pub fn ended(&self) -> impl Future<Output = ()> + Send + 'static {
        let mut ending = self.0.ending.subscribe();
        async move {
            // An app that is gone has ended too.
            let _ = ending.wait_for(|ending| *ending).await;
        }
    }
    pub fn nav(&self) -> &[Nav] {
        &self.0.nav
    }
    pub fn finders(&self) -> &[Finder] {
        &self.0.finders
    }
    pub fn codes(&self) -> &[CodeFinder] {
        &self.0.codes
    }
    pub fn namers(&self) -> &[Namer] {
        &self.0.namers
    }
    pub fn pieces(&self) -> &[Piece] {
        &self.0.pieces
    }
    pub fn world(&self) -> &World {
        self.0.db.world()
    }
    pub fn now(&self) -> Time {
        self.world().now()
    }
    /// The absolute address of a path of ours, for QR codes and messages.
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.0.settings.base_url)
    }
}
