//! Codes that people carry: eight characters of chance (forty bits) and a check character, in
//! Crockford's alphabet, so that a slip of the pen or two swapped characters are noticed before
//! anything is looked up.

use kernel::{Chance, ids::CROCKFORD};

/// Characters of chance: five bits each.
const CHANCE: usize = 8;
/// A whole code.
pub const LEN: usize = CHANCE + 1;

/// Of a printed slip: thirteen characters of chance (65 bits) and a check character.
pub const LONG: usize = 14;

/// A new code, as stored and as in the QR: `K74QPM2XA`.
pub fn new(chance: &(dyn Chance + 'static)) -> String {
    let code = chance.code(CHANCE);
    checked(code)
}

/// With its check character.
pub fn checked(mut code: String) -> String {
    code.push(check(&code));
    code
}

/// The code in what somebody typed, scanned or read aloud: without spaces and hyphens, `O` read as
/// zero, `I` and `L` as one. None if it is no code or the check character does not fit.
pub fn read(typed: &str) -> Option<String> {
    let code = bare(typed)?;
    // What our QR codes begin with: V for vouchers, R for receipts.
    let bare =
        if code.len() > LEN { code.strip_prefix(['V', 'R']).unwrap_or(&code) } else { &code };
    (bare.len() == LEN && weighed(bare) == Some(0)).then(|| bare.to_owned())
}

/// A printed slip's code, in any way of writing.
pub fn read_long(typed: &str) -> Option<String> {
    bare(typed).filter(|code| code.len() == LONG && weighed(code) == Some(0))
}

fn bare(typed: &str) -> Option<String> {
    if typed.len() > 60 {
        return None;
    }
    let apart = |c: &char| !c.is_whitespace() && !matches!(c, '-' | '–' | '·' | '.');
    typed.chars().filter(apart).map(plain).collect()
}

/// In threes, for eyes and voices: `K74-QPM-2XA`.
pub fn shown(code: &str) -> String {
    let mut out = String::with_capacity(code.len() + 2);
    for (at, c) in code.chars().enumerate() {
        if at > 0 && at % 3 == 0 {
            out.push('-');
        }
        out.push(c);
    }
    out
}

fn plain(c: char) -> Option<char> {
    // Full-width characters come from Chinese keyboards.
    let c = match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => char::from_u32(c as u32 - 0xfee0)?,
        other => other,
    };
    match c.to_ascii_uppercase() {
        'O' => Some('0'),
        'I' | 'L' => Some('1'),
        c if c.is_ascii() && CROCKFORD.contains(&(c as u8)) => Some(c),
        _ => None,
    }
}

/// The characters as digits of the field of 32 elements (x⁵ + x² + 1), weighed by growing powers of
/// x. All weights differ and none is zero: every single wrong character and every swap shows.
fn weighed(code: &str) -> Option<u8> {
    code.bytes().try_fold(0u8, |sum, byte| {
        let digit = u8::try_from(CROCKFORD.iter().position(|&c| c == byte)?).ok()?;
        Some(by_x(sum) ^ digit)
    })
}

fn check(code: &str) -> char {
    let sum = by_x(weighed(code).unwrap_or(0));
    CROCKFORD.get(usize::from(sum)).map_or('0', |&byte| char::from(byte))
}

const fn by_x(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 32 == 0 { shifted } else { shifted ^ 0b10_0101 }
}

#[cfg(test)]
mod tests {
    use kernel::SeededChance;

    use super::*;

    #[test]
    fn a_code_is_read_however_it_is_written() {
        let chance = SeededChance::new(7);
        for _ in 0..200 {
            let code = new(&chance);
            assert_eq!(code.len(), LEN);
            let aloud = shown(&code).to_lowercase().replace('0', "o").replace('1', "l");
            assert_eq!(read(&aloud), Some(code.clone()));
            assert_eq!(read(&format!("V-{code}\n")), Some(code.clone()));
            assert_eq!(read(&format!(" {code} ")), Some(code));
        }
    }

    #[test]
    fn every_wrong_character_and_every_swap_is_noticed() {
        let code = new(&SeededChance::new(9));
        let bytes = code.as_bytes();
        for at in 0..LEN {
            for &other in CROCKFORD {
                let mut wrong = bytes.to_vec();
                wrong[at] = other;
                let wrong = String::from_utf8(wrong).unwrap();
                assert_eq!(read(&wrong).is_some(), wrong == code, "{wrong}");
            }
            for with in at + 1..LEN {
                let mut wrong = bytes.to_vec();
                wrong.swap(at, with);
                let wrong = String::from_utf8(wrong).unwrap();
                assert_eq!(read(&wrong).is_some(), wrong == code, "{wrong}");
            }
        }
    }

    #[test]
    fn what_is_no_code_is_none() {
        for bad in
            ["", "12345678", "1234567890", "UUUUUUUUU", "陈美陈美陈美陈美陈", &"0".repeat(500)]
        {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
