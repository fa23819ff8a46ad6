//! Which store is near: great-circle distance is exact enough to choose a shop.

use kernel::StoreId;

/// Metres between two places on the ground, as degrees of latitude and longitude (haversine, mean
/// radius 6,371,008.8 m, IUGG).
pub fn metres((lat_a, lon_a): (f64, f64), (lat_b, lon_b): (f64, f64)) -> f64 {
    const RADIUS: f64 = 6_371_008.8;
    let (a, b) = (lat_a.to_radians(), lat_b.to_radians());
    let (north, east) = ((b - a) / 2.0, (lon_b - lon_a).to_radians() / 2.0);
    let root = north.sin().powi(2) + a.cos() * b.cos() * east.sin().powi(2);
    2.0 * RADIUS * root.clamp(0.0, 1.0).sqrt().asin()
}

/// Whether these are degrees on this planet: what a phone sends is not believed.
pub fn on_earth((lat, lon): (f64, f64)) -> bool {
    (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon)
}

/// A store with its place, if it has one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spot {
    pub store: Option<StoreId>,
    pub at: Option<(f64, f64)>,
}

/// Nearest first. Without a position, or where a store has none, the order stays as it was; stores
/// without a place come after those with one.
pub fn sort(spots: &mut [Spot], near: Option<(f64, f64)>) {
    let Some(near) = near.filter(|at| on_earth(*at)) else { return };
    let far = |spot: &Spot| spot.at.map_or(f64::INFINITY, |at| metres(near, at));
    spots.sort_by(|a, b| far(a).total_cmp(&far(b)));
}
