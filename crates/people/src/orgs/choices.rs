//! What the selects of the brand's forms offer. What is stored and not in the list is added, so that
//! a form never changes it by being saved.

use kernel::Lang;
use web::kit::Choice;

use super::places;

pub fn countries(current: &str) -> Vec<Choice> {
    let mut all: Vec<Choice> = places::COUNTRIES
        .iter()
        .map(|country| Choice::new(country.code, format!("{} {}", country.code, country.name)))
        .collect();
    with(&mut all, current);
    all
}

pub fn currencies(current: &str) -> Vec<Choice> {
    let mut all: Vec<Choice> =
        places::currencies().into_iter().map(|code| Choice::new(code, code)).collect();
    with(&mut all, current);
    all
}

pub fn zones(current: &str) -> Vec<Choice> {
    let mut names = places::zones();
    names.sort_unstable();
    let mut all: Vec<Choice> =
        names.into_iter().map(|name| Choice::new(name, name.replace('_', " "))).collect();
    with(&mut all, current);
    all
}

pub fn languages() -> Vec<Choice> {
    Lang::ALL.into_iter().map(|lang| Choice::new(lang.tag(), lang.own_name())).collect()
}

fn with(all: &mut Vec<Choice>, current: &str) {
    let shaped = current.len() < 60 && current.bytes().all(|b| b.is_ascii_graphic());
    if !current.is_empty() && shaped && !all.iter().any(|choice| choice.value == current) {
        all.push(Choice::new(current, current));
    }
}
