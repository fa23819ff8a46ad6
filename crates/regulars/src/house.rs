//! The list of slices, and the house they make.

use std::sync::Arc;

use axum::Router;
use kernel::{Result, World};
use store::{Config, Db, Migration, Registry};
use utoipa::{
    Modify, OpenApi,
    openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
};
use web::{App, Settings, Slice};

/// Every slice of every wing. A new capability is a folder and, in its wing, one line.
pub fn slices() -> Vec<Slice> {
    [
        vec![web::find::slice()],
        people::slices(),
        value::slices(),
        commerce::slices(),
        play::slices(),
        reach::slices(),
        insight::slices(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// All migrations: of the ground floor and of the slices.
pub fn migrations() -> Vec<Migration> {
    let mut all: Vec<Migration> = [store::MIGRATIONS, ledger::MIGRATIONS, web::MIGRATIONS].concat();
    for slice in slices() {
        for migration in slice.migrations {
            if !all.iter().any(|known| known.name == migration.name) {
                all.push(*migration);
            }
        }
    }
    all
}

fn registry(slices: &[Slice], world: &World) -> Registry {
    let mut registry = Registry::default();
    ledger::register(&mut registry);
    for slice in slices {
        (slice.register)(&mut registry);
    }
    reach::proofs::offer(&mut registry, &world.post);
    registry
}

/// Opens the data and everything that stands on it.
pub async fn open(config: &Config, settings: Settings, world: World) -> Result<House> {
    let slices = slices();
    let registry = registry(&slices, &world);
    let db = Db::open(config, &migrations(), registry, world).await?;
    let app = App::new(db, settings, &slices);
    Ok(House { app, slices: Some(slices).into() })
}

/// The open house: what commands and the server work with.
#[derive(Debug, Clone)]
pub struct House {
    pub app: App,
    slices: Arc<Option<Vec<Slice>>>,
}

impl House {
    pub fn db(&self) -> &Db {
        self.app.db()
    }
    /// Every page and API route with its method, for the sweep.
    pub fn routes(&self) -> Vec<(&'static str, &'static str)> {
        self.slices.iter().flatten().flat_map(|slice| slice.routes.list().to_vec()).collect()
    }
    pub fn router(&self) -> Router {
        self.router_between(|router| router)
    }
    /// The same with something between the metrics, which see every answer as it leaves, and the
    /// fence.
    pub fn router_between(&self, between: impl FnOnce(Router<App>) -> Router<App>) -> Router {
        web::server::build_between(self.app.clone(), slices(), document, between)
    }
}

/// The API's document.
pub fn document() -> utoipa::openapi::OpenApi {
    web::server::document(&slices(), Document::openapi())
}

/// The frame of the API's document; slices add their paths.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "regulars",
        description = "Turn walk-ins into regulars. Errors are application/problem+json. Every \
            POST takes an Idempotency-Key; a 503 with Retry-After may always be repeated with it.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    security(("key" = [])),
    modifiers(&KeyScheme)
)]
struct Document;

struct KeyScheme;

impl Modify for KeyScheme {
    fn modify(&self, document: &mut utoipa::openapi::OpenApi) {
        let scheme = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("An API key: rgl_ and 40 characters"))
            .build();
        document
            .components
            .get_or_insert_default()
            .add_security_scheme("key", SecurityScheme::Http(scheme));
    }
}
