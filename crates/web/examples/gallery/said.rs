//! Words of the gallery's shop. They are sample data, so they are not in `locales/`.

use kernel::Lang;

/// One of three.
pub fn say(lang: Lang, en: &str, zh: &str, es: &str) -> String {
    match lang {
        Lang::En => en,
        Lang::Zh => zh,
        Lang::Es => es,
    }
    .to_owned()
}

pub fn org(lang: Lang) -> String {
    say(lang, "Fresh Market", "鲜果集", "Mercado Fresco")
}
