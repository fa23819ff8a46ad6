//! Playbooks: a kind of shop's whole plan as a file that people can read, check and share.
//!
//! Six come with the program (`playbooks/*.toml`); a series copies what it needs when it opens, so
//! that a later version of the file changes no running community.
//!
//! Invariants: a file has all three languages; a playbook keeps its own promise (at most three
//! posts a day, two useful ones for one that sells); every gift that is named exists, and its first stock is
//! enough for each activity; odds sum, and in a welcome draw most plays win.
//! Events: none. Deliberately absent: playbooks in tables, prices converted between currencies.

mod api;
mod console;
mod games;
mod lint;
mod lint_games;
mod model;
#[cfg(test)]
mod tests;
mod view;
mod view_games;

use std::sync::LazyLock;

use kernel::Lang;
use web::{Slice, t};

pub use games::*;
pub use lint::{POSTS_A_DAY, Problem, TEXT_MAX, TITLE_MAX, check, lint};
pub use model::*;
pub use view::{trade, week};
pub use view_games::{opens, play};

const FILES: [&str; 6] = [
    include_str!("../../../../playbooks/fresh-food.toml"),
    include_str!("../../../../playbooks/restaurant.toml"),
    include_str!("../../../../playbooks/beauty-salon.toml"),
    include_str!("../../../../playbooks/clothing.toml"),
    include_str!("../../../../playbooks/building-materials.toml"),
    include_str!("../../../../playbooks/sports.toml"),
];

static ALL: LazyLock<Vec<Playbook>> = LazyLock::new(|| {
    let read = |file: &&str| match parse(file) {
        Ok(playbook) => Some(playbook),
        Err(problem) => {
            tracing::error!(?problem, "a playbook of ours cannot be read");
            None
        }
    };
    FILES.iter().filter_map(read).collect()
});

/// The playbooks that come with the program.
pub fn all() -> &'static [Playbook] {
    &ALL
}

pub fn find(id: &str) -> Option<&'static Playbook> {
    all().iter().find(|playbook| playbook.id == id)
}

/// The file of a playbook, as it lies in the repository.
fn file(id: &str) -> Option<&'static str> {
    all().iter().position(|playbook| playbook.id == id).and_then(|at| FILES.get(at)).copied()
}

/// Reads a file's shape; the rules beyond it are [`lint`]'s.
pub fn parse(file: &str) -> Result<Playbook, Problem> {
    lint::read(file)
}

/// For the command line: one line that says what the file is, or one line per problem.
pub fn lint_file_text(lang: Lang, file: &str) -> Result<String, Vec<String>> {
    let problems = lint(file);
    if !problems.is_empty() {
        return Err(problems.iter().map(|problem| problem.line(lang)).collect());
    }
    let playbook = parse(file).map_err(|problem| vec![problem.line(lang)])?;
    let (useful, selling) = playbook.balance();
    Ok(t!(
        lang,
        "playbooks-lint-good",
        name = playbook.name.in_(lang),
        version = playbook.version.as_str(),
        posts = useful + selling,
        useful = useful,
        gifts = playbook.gifts.len(),
    ))
}

pub fn slice() -> Slice {
    Slice { routes: console::routes(), api: api::routes, ..Slice::named("playbooks") }
}
