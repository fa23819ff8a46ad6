//! Lists: dense and aligned on the desk, cards on the phone, filtered by typing, sorted by their
//! heads, and remembered in the URL. Pages go on by keyset ("more"), never by number.

use kernel::Lang;
use maud::{Markup, Render, html};

use super::{
    icons, links,
    parts::{Button, Empty},
};
use crate::t;

/// Where a list is and how it was asked for: path, query, and the cursor of the next page.
#[derive(Debug, Clone, Default)]
pub struct List {
    pub lang: Lang,
    pub path: String,
    pub query: Vec<(String, String)>,
    pub next_cursor: Option<String>,
}

impl List {
    pub fn new(lang: Lang, path: impl Into<String>) -> Self {
        Self { lang, path: path.into(), ..Self::default() }
    }
    /// The query as it came, in its order.
    #[must_use]
    pub fn query<K: Into<String>, V: Into<String>>(
        mut self,
        query: impl IntoIterator<Item = (K, V)>,
    ) -> Self {
        self.query = query.into_iter().map(|(key, value)| (key.into(), value.into())).collect();
        self
    }
    /// From `kernel::Page::next_cursor`.
    #[must_use]
    pub fn next(mut self, cursor: Option<String>) -> Self {
        self.next_cursor = cursor;
        self
    }
    pub fn get(&self, key: &str) -> &str {
        self.query.iter().find(|(name, _)| name == key).map_or("", |(_, value)| value)
    }
    /// Typed into the filter box: `?q=`.
    pub fn filter(&self) -> &str {
        self.get("q")
    }
    /// The column and whether it runs downwards: `?sort=-name`.
    pub fn sort(&self) -> (&str, bool) {
        let sort = self.get("sort");
        sort.strip_prefix('-').map_or((sort, false), |name| (name, true))
    }
    /// This list with one query value changed; the cursor goes, since it belongs to an order.
    pub fn href(&self, key: &str, value: &str) -> String {
        let kept = self.query.iter().filter(|(name, _)| name != key && name != "cursor");
        let pairs = kept.map(|(name, value)| (name.as_str(), value.as_str()));
        links::with_query(&self.path, pairs.chain([(key, value)]))
    }
}

#[derive(Debug)]
pub struct Column {
    name: &'static str,
    label: String,
    number: bool,
    sort: bool,
    wide: bool,
}

impl Column {
    /// `name` is what stands in `?sort=`.
    pub fn new(name: &'static str, label: impl Into<String>) -> Self {
        Self { name, label: label.into(), number: false, sort: false, wide: false }
    }
    /// Aligned at the right, in figures of equal width.
    #[must_use]
    pub fn number(mut self) -> Self {
        self.number = true;
        self
    }
    #[must_use]
    pub fn sort(mut self) -> Self {
        self.sort = true;
        self
    }
    /// Holds sentences: may break into lines. Other columns but the first never do.
    #[must_use]
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }
}

#[derive(Debug, Default)]
pub struct Row {
    href: Option<String>,
    cells: Vec<Markup>,
    faint: bool,
}

impl Row {
    pub fn new() -> Self {
        Self::default()
    }
    /// The first cell becomes a link that the whole row answers to.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
    #[must_use]
    pub fn cell(mut self, inside: impl Render) -> Self {
        self.cells.push(inside.render());
        self
    }
    /// Past or switched off.
    #[must_use]
    pub fn faint(mut self) -> Self {
        self.faint = true;
        self
    }
}

/// A list, ready for a page.
#[derive(Debug)]
pub struct Table<'l> {
    list: &'l List,
    caption: String,
    columns: Vec<Column>,
    rows: Vec<Row>,
    empty: Option<Empty>,
    filter: bool,
    tools: Markup,
    tooled: bool,
    csv: Option<String>,
}

impl<'l> Table<'l> {
    /// The caption is for those who cannot see where the table stands.
    pub fn new(list: &'l List, caption: impl Into<String>) -> Self {
        Self {
            list,
            caption: caption.into(),
            columns: Vec::new(),
            rows: Vec::new(),
            empty: None,
            filter: false,
            tools: html! {},
            tooled: false,
            csv: None,
        }
    }
    #[must_use]
    pub fn columns(mut self, columns: impl IntoIterator<Item = Column>) -> Self {
        self.columns = columns.into_iter().collect();
        self
    }
    #[must_use]
    pub fn rows(mut self, rows: impl IntoIterator<Item = Row>) -> Self {
        self.rows = rows.into_iter().collect();
        self
    }
    /// Shown instead when there is nothing at all; a filter that finds nothing says so by itself.
    #[must_use]
    pub fn empty(mut self, empty: Empty) -> Self {
        self.empty = Some(empty);
        self
    }
    /// A box above that filters by typing.
    #[must_use]
    pub fn filter(mut self) -> Self {
        self.filter = true;
        self
    }
    /// What else stands above: chips that narrow, a button that makes one.
    #[must_use]
    pub fn tools(mut self, tools: impl Render) -> Self {
        self.tools = tools.render();
        self.tooled = true;
        self
    }
    /// A link to the same list as CSV.
    #[must_use]
    pub fn csv(mut self, href: impl Into<String>) -> Self {
        self.csv = Some(href.into());
        self
    }

    fn head(&self) -> Markup {
        let (sorted, down) = self.list.sort();
        html! {
            thead { tr {
                @for column in &self.columns {
                    @let on = column.sort && column.name == sorted;
                    th.num[column.number] scope="col"
                        aria-sort=[on.then_some(if down { "descending" } else { "ascending" })] {
                        @if column.sort {
                            @let next = if on && !down { format!("-{}", column.name) } else { column.name.to_owned() };
                            a href=(self.list.href("sort", &next)) {
                                (column.label)
                                @if on { (if down { icons::ARROW_DOWN } else { icons::ARROW_UP }) }
                            }
                        } @else { (column.label) }
                    }
                }
            } }
        }
    }
    fn row(&self, row: &Row) -> Markup {
        html! {
            tr.faint[row.faint] {
                @for (at, cell) in row.cells.iter().enumerate() {
                    @let column = self.columns.get(at);
                    @let number = column.is_some_and(|column| column.number);
                    @let wide = column.is_some_and(|column| column.wide);
                    @let label = column.map_or("", |column| column.label.as_str());
                    @if at == 0 {
                        th scope="row" {
                            @match &row.href {
                                Some(href) => a.row-link href=(href) { (cell) },
                                None => (cell),
                            }
                        }
                    } @else {
                        td.num[number].wide[wide] data-label=(label) { (cell) }
                    }
                }
            }
        }
    }
    fn bar(&self) -> Markup {
        let (lang, list) = (self.list.lang, self.list);
        html! {
            div.table-bar {
                @if self.filter {
                    form.filter method="get" action=(list.path) role="search" {
                        (icons::SEARCH)
                        input type="search" name="q" value=(list.filter()) placeholder=(t!(lang, "table-filter"))
                            aria-label=(t!(lang, "table-filter"));
                        @for (name, value) in list.query.iter().filter(|(name, _)| name != "q" && name != "cursor") {
                            input type="hidden" name=(name) value=(value);
                        }
                    }
                }
                (self.tools)
            }
        }
    }
    fn nothing(&self) -> Markup {
        let lang = self.list.lang;
        if !self.list.filter().is_empty() {
            let text = t!(lang, "table-nothing-for", words = self.list.filter());
            let all = self.list.href("q", "");
            return Empty::new(icons::SEARCH, t!(lang, "table-nothing"), text)
                .action(all, t!(lang, "table-show-all"))
                .render();
        }
        let plain = || html! { p.nothing { (t!(lang, "table-nothing")) } };
        self.empty.as_ref().map_or_else(plain, Render::render)
    }
}

impl Render for Table<'_> {
    fn render(&self) -> Markup {
        let (lang, list) = (self.list.lang, self.list);
        let blank = self.rows.is_empty() && list.filter().is_empty();
        html! {
            section.list aria-label=(self.caption) {
                @if !blank && (self.filter || self.tooled) { (self.bar()) }
                @if self.rows.is_empty() { (self.nothing()) } @else {
                    div.table-wrap {
                        table.table.lines {
                            caption.visually-hidden { (self.caption) }
                            (self.head())
                            tbody { @for row in &self.rows { (self.row(row)) } }
                        }
                    }
                    @if list.next_cursor.is_some() || self.csv.is_some() { div.table-foot {
                        @if let Some(cursor) = &list.next_cursor {
                            (Button::link(list.href("cursor", cursor), t!(lang, "table-more")))
                        }
                        @if let Some(csv) = &self.csv {
                            a.quiet-link href=(csv) download { (icons::DOWNLOAD) (t!(lang, "table-csv")) }
                        }
                    } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> List {
        List::new(Lang::En, "/console/groups")
            .query([("q", "river"), ("sort", "name"), ("cursor", "aa")])
            .next(Some("bb".into()))
    }

    #[test]
    fn a_head_turns_the_order_and_leaves_the_cursor_behind() {
        let list = list();
        let table = Table::new(&list, "Groups")
            .columns([Column::new("name", "Name").sort(), Column::new("count", "Members").number()])
            .rows([Row::new().href("/g/1").cell("Riverside <3").cell("488")])
            .filter();
        let html = table.render().into_string();
        for part in [
            r#"aria-sort="ascending""#,
            "?q=river&amp;sort=-name\"",
            "?q=river&amp;sort=name&amp;cursor=bb",
            r#"<td class="num" data-label="Members">488"#,
            "Riverside &lt;3",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn a_filter_that_finds_nothing_says_so_and_offers_all() {
        let list = list();
        let html = Table::new(&list, "Groups").filter().render().into_string();
        assert!(
            html.contains("river") && html.contains("href=\"/console/groups?sort=name\""),
            "{html}"
        );
    }
}
