//! What a slice hands to the front door: its routes, its page in the rail, its part of the API.

use std::{convert::Infallible, fmt};

use axum::{
    Router,
    extract::Request,
    handler::Handler,
    response::IntoResponse,
    routing::{MethodRouter, Route, delete, get, post},
};
use kernel::Lang;
use store::{Migration, Registry};
use utoipa_axum::router::OpenApiRouter;

use crate::{
    app::App,
    find::{CodeFinder, Finder},
    kit::Stage,
    names::Namer,
    pieces::Piece,
};

/// Pages, with a list of themselves: the sweep calls each as every role, and fails for a route that
/// the matrix does not know.
#[derive(Default, Clone)]
pub struct Routes {
    /// What every path begins with.
    at: &'static str,
    router: Router<App>,
    list: Vec<(&'static str, &'static str)>,
}

impl Routes {
    pub fn new() -> Self {
        Self::default()
    }
    /// Routes that all begin with this path.
    pub fn below(at: &'static str) -> Self {
        Self { at, ..Self::default() }
    }
    #[must_use]
    pub fn get<H: Handler<T, App>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add("GET", path, get(handler))
    }
    #[must_use]
    pub fn post<H: Handler<T, App>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add("POST", path, post(handler))
    }
    #[must_use]
    pub fn delete<H: Handler<T, App>, T: 'static>(self, path: &'static str, handler: H) -> Self {
        self.add("DELETE", path, delete(handler))
    }
    fn add(mut self, method: &'static str, path: &'static str, route: MethodRouter<App>) -> Self {
        // The table of routes is made once, and lives as long as the program.
        let path = if self.at.is_empty() { path } else { format!("{}{path}", self.at).leak() };
        self.router = self.router.route(path, route);
        self.list.push((method, path));
        self
    }
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.list.extend(other.list);
        self
    }
    /// For all routes added so far, such as a larger limit for uploads.
    #[must_use]
    pub fn layer<L>(mut self, layer: L) -> Self
    where
        L: tower::Layer<Route> + Clone + Send + Sync + 'static,
        L::Service: tower::Service<Request, Error = Infallible> + Clone + Send + Sync + 'static,
        <L::Service as tower::Service<Request>>::Response: IntoResponse + 'static,
        <L::Service as tower::Service<Request>>::Future: Send + 'static,
    {
        self.router = self.router.layer(layer);
        self
    }
    pub fn list(&self) -> &[(&'static str, &'static str)] {
        &self.list
    }
    pub fn into_router(self) -> Router<App> {
        self.router
    }
}

impl fmt::Debug for Routes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.list).finish()
    }
}

/// A page in the console's rail, for those who hold the permission.
#[derive(Debug, Clone, Copy)]
pub struct Nav {
    pub stage: Stage,
    /// Within the stage, lower comes first.
    pub order: i32,
    pub href: &'static str,
    /// `Permission::NAME`.
    pub permission: &'static str,
    /// The word in the reader's language; a function, so that `t!` checks its key.
    pub label: fn(Lang) -> String,
}

/// Everything the front door collects from one slice. Start from [`Slice::named`] and set what there
/// is; what is not set is empty.
pub struct Slice {
    pub name: &'static str,
    pub migrations: &'static [Migration],
    /// Console, counter and member pages, with their whole paths.
    pub routes: Routes,
    /// `/api/v1/…`, documented.
    pub api: fn() -> OpenApiRouter<App>,
    pub nav: Vec<Nav>,
    /// Its parts of pages that several rooms share.
    pub pieces: Vec<Piece>,
    /// What of it Ctrl-K finds.
    pub finders: Vec<Finder>,
    /// Whose the codes are that it gives to people to carry.
    pub codes: Vec<CodeFinder>,
    /// What its things are called.
    pub namers: Vec<Namer>,
    /// Jobs, subscribers, actions, hot state.
    pub register: fn(&mut Registry),
    /// Codes of the slice's refusals with their status: `Refusal::ALL`.
    pub refusals: &'static [(&'static str, u16)],
}

impl Slice {
    pub fn named(name: &'static str) -> Self {
        Self {
            name,
            migrations: &[],
            routes: Routes::new(),
            api: OpenApiRouter::new,
            nav: Vec::new(),
            pieces: Vec::new(),
            finders: Vec::new(),
            codes: Vec::new(),
            namers: Vec::new(),
            register: |_| {},
            refusals: &[],
        }
    }
}

impl fmt::Debug for Slice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slice")
            .field("name", &self.name)
            .field("routes", &self.routes)
            .finish_non_exhaustive()
    }
}
