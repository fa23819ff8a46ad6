//! Which column is what: by the names that tills give them, and by what a person says.

use kernel::{FieldError, Result};
use serde::{Deserialize, Serialize};

/// What a column can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Name,
    Phone,
    Email,
    Birthday,
    Lang,
    Tags,
    Notes,
    Code,
}

impl Field {
    pub const ALL: [Self; 8] = [
        Self::Name,
        Self::Phone,
        Self::Email,
        Self::Birthday,
        Self::Lang,
        Self::Tags,
        Self::Notes,
        Self::Code,
    ];
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Birthday => "birthday",
            Self::Lang => "lang",
            Self::Tags => "tags",
            Self::Notes => "notes",
            Self::Code => "code",
        }
    }
    /// Headings in three languages, folded as [`fold`] does.
    #[rustfmt::skip]
    const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Name => &["name", "fullname", "customer", "customername", "membername", "nombre", "nombrecompleto", "cliente", "socio", "姓名", "名字", "会员姓名", "客户姓名", "称呼", "昵称"],
            Self::Phone => &["phone", "phonenumber", "mobile", "tel", "telephone", "cell", "teléfono", "telefono", "móvil", "movil", "celular", "手机", "手机号", "手机号码", "电话", "联系电话", "会员手机"],
            Self::Email => &["email", "mail", "emailaddress", "correo", "correoelectrónico", "correoelectronico", "邮箱", "电子邮箱", "邮件"],
            Self::Birthday => &["birthday", "birthdate", "dateofbirth", "dob", "cumpleaños", "fechadenacimiento", "nacimiento", "生日", "出生日期"],
            Self::Lang => &["language", "lang", "idioma", "语言"],
            Self::Tags => &["tags", "tag", "labels", "groups", "etiquetas", "标签", "分组"],
            Self::Notes => {
                &["notes", "note", "comment", "remarks", "notas", "observaciones", "备注", "说明"]
            }
            Self::Code => &["card", "cardnumber", "code", "membercode", "memberid", "tarjeta", "código", "codigo", "卡号", "会员卡号", "会员号"],
        }
    }
}
impl std::str::FromStr for Field {
    type Err = ();
    fn from_str(word: &str) -> std::result::Result<Self, ()> {
        Self::ALL.into_iter().find(|field| field.word() == word).ok_or(())
    }
}

fn fold(heading: &str) -> String {
    heading.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Columns of a file by what they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    columns: Vec<(Field, usize)>,
}

impl Mapping {
    /// By the headings; of two columns that look the same the first is taken.
    pub fn guess(header: &[String]) -> Self {
        let folded: Vec<String> = header.iter().map(|heading| fold(heading)).collect();
        let columns = Field::ALL
            .into_iter()
            .filter_map(|field| {
                let at = folded.iter().position(|name| field.names().contains(&name.as_str()))?;
                Some((field, at))
            })
            .collect();
        Self { columns }
    }
    /// As a person says: `phone=Mobile number`. Replaces a guess; an unknown field or heading is
    /// named.
    pub fn set(&mut self, header: &[String], said: &str) -> Result<()> {
        let wrong = || FieldError::new("map", "choice_invalid");
        let (field, heading) = said.split_once('=').ok_or_else(wrong)?;
        let field: Field = field.trim().parse().map_err(|()| wrong())?;
        let at = header.iter().position(|name| fold(name) == fold(heading)).ok_or_else(wrong)?;
        self.put(field, Some(at));
        Ok(())
    }
    pub fn put(&mut self, field: Field, at: Option<usize>) {
        self.columns.retain(|(one, _)| *one != field);
        self.columns.extend(at.map(|at| (field, at)));
    }
    pub fn column(&self, field: Field) -> Option<usize> {
        self.columns.iter().find(|(one, _)| *one == field).map(|(_, at)| *at)
    }
    /// A file of people needs names.
    pub fn check(&self) -> Result<()> {
        match self.column(Field::Name) {
            Some(_) => Ok(()),
            None => Err(FieldError::new("name", "csv_no_name").into()),
        }
    }
    /// The cell of a row; a short row has blank ends.
    pub fn cell<'c>(&self, cells: &'c [String], field: Field) -> &'c str {
        self.column(field).and_then(|at| cells.get(at)).map_or("", |cell| cell.trim())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> Vec<String> {
        names.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn headings_of_three_languages_are_known_and_a_person_has_the_last_word() {
        for names in [
            ["Customer Name", "Mobile", "E-Mail"],
            ["会员姓名", "手机号码", "邮箱"],
            ["Nombre completo", "Teléfono", "Correo"],
        ] {
            let mapping = Mapping::guess(&header(&names));
            let at = [Field::Name, Field::Phone, Field::Email].map(|field| mapping.column(field));
            assert_eq!(at, [Some(0), Some(1), Some(2)], "{names:?}");
        }
        let header = header(&["who", "name"]);
        let mut mapping = Mapping::guess(&header);
        mapping.set(&header, "name=Who").unwrap();
        assert_eq!(mapping.column(Field::Name), Some(0));
        for wrong in ["name", "nome=who", "name=nobody"] {
            assert!(mapping.set(&header, wrong).is_err(), "{wrong}");
        }
    }
}
