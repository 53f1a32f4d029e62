//! What can be told about the strength of a public key from its numbers alone.

use super::material::trim;
use super::{Curve, Material};
use crypto_bigint::{BoxedUint, Gcd};

/// Longer moduli, in bytes, are not compared: no reader takes them, and comparing would cost time.
const LONGEST: usize = 1024;

/// Returns whether an RSA modulus bears the fingerprint of the ROCA flaw (CVE-2017-15361): modulo each of these primes it
/// is a power of 65537, as one random modulus in two hundred million is.
pub fn shows_roca(n: &[u8]) -> bool {
    const PRIMES: [u64; 17] = [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157];
    PRIMES.iter().all(|prime| {
        let rest = n.iter().fold(0, |rest, byte| (rest * 256 + u64::from(*byte)) % prime);
        let mut power = 1;
        (0..*prime).any(|_| {
            power = power * 65_537 % prime;
            power == rest
        })
    })
}

/// Returns whether two different RSA moduli have a factor in common, so that anybody can compute both private keys.
pub fn share_a_factor(n: &[u8], other: &[u8]) -> bool {
    let (n, other) = (trim(n), trim(other));
    if n == other || n.len().max(other.len()) > LONGEST {
        return false;
    }
    match (odd(n), odd(other)) {
        (Some(n), Some(other)) => n.gcd_vartime(&other) != BoxedUint::one(),
        _ => false,
    }
}

/// Returns whether the coordinates, each of the curve's full length, are those of a point on `curve`.
pub fn lies_on(curve: Curve, x: &[u8], y: &[u8]) -> bool {
    Material::point(curve, &[&[4], x, y].concat()).is_ok()
}

// An even number is no modulus; that is another flaw.
fn odd(number: &[u8]) -> Option<BoxedUint> {
    let bits = u32::try_from(number.len() * 8).ok()?;
    let is_odd = number.last().is_some_and(|last| last % 2 == 1);
    is_odd.then(|| BoxedUint::from_be_slice(number, bits).ok()).flatten()
}
