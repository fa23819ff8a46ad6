//! Countries where shops are, with the money and the clock that go with them, for forms. Names are
//! what people there call their country, so that one list serves every language. Anything else of
//! ISO 3166, ISO 4217 and the zone database is taken too; it is only not in the list.

use kernel::Lang;

/// A country of the list.
#[derive(Debug, Clone, Copy)]
pub struct Country {
    pub code: &'static str,
    pub name: &'static str,
    pub currency: &'static str,
    pub zones: &'static [&'static str],
}

macro_rules! countries {
    ($($code:literal $name:literal $currency:literal [$($zone:literal)+];)*) => {
        /// By how often our shops are there, then by code.
        pub const COUNTRIES: &[Country] = &[$(Country {
            code: $code, name: $name, currency: $currency, zones: &[$($zone),+],
        }),*];
    };
}

countries! {
    "CN" "中国" "CNY" ["Asia/Shanghai" "Asia/Urumqi"];
    "ES" "España" "EUR" ["Europe/Madrid" "Atlantic/Canary"];
    "US" "United States" "USD" ["America/New_York" "America/Chicago" "America/Denver" "America/Phoenix" "America/Los_Angeles" "America/Anchorage" "Pacific/Honolulu"];
    "AE" "الإمارات" "AED" ["Asia/Dubai"];
    "AR" "Argentina" "ARS" ["America/Argentina/Buenos_Aires"];
    "AT" "Österreich" "EUR" ["Europe/Vienna"];
    "AU" "Australia" "AUD" ["Australia/Sydney" "Australia/Brisbane" "Australia/Adelaide" "Australia/Perth"];
    "BE" "België · Belgique" "EUR" ["Europe/Brussels"];
    "BO" "Bolivia" "BOB" ["America/La_Paz"];
    "BR" "Brasil" "BRL" ["America/Sao_Paulo" "America/Manaus"];
    "CA" "Canada" "CAD" ["America/Toronto" "America/Winnipeg" "America/Edmonton" "America/Vancouver" "America/Halifax"];
    "CH" "Schweiz · Suisse" "CHF" ["Europe/Zurich"];
    "CL" "Chile" "CLP" ["America/Santiago"];
    "CO" "Colombia" "COP" ["America/Bogota"];
    "CR" "Costa Rica" "CRC" ["America/Costa_Rica"];
    "CU" "Cuba" "CUP" ["America/Havana"];
    "CZ" "Česko" "CZK" ["Europe/Prague"];
    "DE" "Deutschland" "EUR" ["Europe/Berlin"];
    "DK" "Danmark" "DKK" ["Europe/Copenhagen"];
    "DO" "República Dominicana" "DOP" ["America/Santo_Domingo"];
    "EC" "Ecuador" "USD" ["America/Guayaquil"];
    "FI" "Suomi" "EUR" ["Europe/Helsinki"];
    "FR" "France" "EUR" ["Europe/Paris"];
    "GB" "United Kingdom" "GBP" ["Europe/London"];
    "GR" "Ελλάδα" "EUR" ["Europe/Athens"];
    "GT" "Guatemala" "GTQ" ["America/Guatemala"];
    "HK" "香港" "HKD" ["Asia/Hong_Kong"];
    "HN" "Honduras" "HNL" ["America/Tegucigalpa"];
    "ID" "Indonesia" "IDR" ["Asia/Jakarta"];
    "IE" "Ireland" "EUR" ["Europe/Dublin"];
    "IN" "India" "INR" ["Asia/Kolkata"];
    "IT" "Italia" "EUR" ["Europe/Rome"];
    "JP" "日本" "JPY" ["Asia/Tokyo"];
    "KR" "대한민국" "KRW" ["Asia/Seoul"];
    "MA" "المغرب" "MAD" ["Africa/Casablanca"];
    "MO" "澳門" "MOP" ["Asia/Macau"];
    "MX" "México" "MXN" ["America/Mexico_City" "America/Monterrey" "America/Hermosillo" "America/Tijuana" "America/Cancun"];
    "MY" "Malaysia" "MYR" ["Asia/Kuala_Lumpur"];
    "NI" "Nicaragua" "NIO" ["America/Managua"];
    "NL" "Nederland" "EUR" ["Europe/Amsterdam"];
    "NO" "Norge" "NOK" ["Europe/Oslo"];
    "NZ" "New Zealand" "NZD" ["Pacific/Auckland"];
    "PA" "Panamá" "PAB" ["America/Panama"];
    "PE" "Perú" "PEN" ["America/Lima"];
    "PH" "Philippines" "PHP" ["Asia/Manila"];
    "PL" "Polska" "PLN" ["Europe/Warsaw"];
    "PT" "Portugal" "EUR" ["Europe/Lisbon" "Atlantic/Azores"];
    "PY" "Paraguay" "PYG" ["America/Asuncion"];
    "RO" "România" "RON" ["Europe/Bucharest"];
    "RU" "Россия" "RUB" ["Europe/Moscow" "Asia/Yekaterinburg" "Asia/Vladivostok"];
    "SE" "Sverige" "SEK" ["Europe/Stockholm"];
    "SG" "Singapore" "SGD" ["Asia/Singapore"];
    "SV" "El Salvador" "USD" ["America/El_Salvador"];
    "TH" "ไทย" "THB" ["Asia/Bangkok"];
    "TR" "Türkiye" "TRY" ["Europe/Istanbul"];
    "TW" "台灣" "TWD" ["Asia/Taipei"];
    "UA" "Україна" "UAH" ["Europe/Kyiv"];
    "UY" "Uruguay" "UYU" ["America/Montevideo"];
    "VE" "Venezuela" "VES" ["America/Caracas"];
    "VN" "Việt Nam" "VND" ["Asia/Ho_Chi_Minh"];
    "ZA" "South Africa" "ZAR" ["Africa/Johannesburg"];
}

/// Where a person who reads this language most often has a shop.
pub fn likely(lang: Lang) -> Country {
    let code = match lang {
        Lang::Zh => "CN",
        Lang::Es => "ES",
        Lang::En => "US",
    };
    COUNTRIES.iter().find(|country| country.code == code).copied().unwrap_or(Country {
        code: "US",
        name: "United States",
        currency: "USD",
        zones: &["America/New_York"],
    })
}

/// Every currency of the list, once.
pub fn currencies() -> Vec<&'static str> {
    once(COUNTRIES.iter().map(|country| country.currency))
}

/// Every zone of the list.
pub fn zones() -> Vec<&'static str> {
    once(COUNTRIES.iter().flat_map(|country| country.zones.iter().copied()))
}

fn once(all: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let mut seen = Vec::new();
    for one in all {
        if !seen.contains(&one) {
            seen.push(one);
        }
    }
    seen
}
