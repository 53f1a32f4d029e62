//! An authority that vouches for one server and nothing else, and is forgotten as soon as it has.

use super::{Identity, Issued};
use crate::edge::Failure;
use crate::model::time::Timestamp;
use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, NameConstraints, SanType, date_time_ymd,
};
use std::net::IpAddr;
use std::time::Duration;

/// How long the certificates last: longer than a test, shorter than anybody's memory of having trusted them.
const DAYS: u64 = 30;

/// The names of this machine.
const OWN: &[&str] = &["localhost", "127.0.0.1", "::1"];

/// Returns an identity for [`OWN`] and `names`.
pub(super) fn issue(names: &[String], now: Timestamp) -> Result<Issued, Failure> {
    let mut all: Vec<String> = OWN.iter().map(|name| (*name).to_owned()).collect();
    all.extend(names.iter().filter(|name| !OWN.contains(&name.as_str())).cloned());
    let failed = |error: rcgen::Error| {
        Failure::usage(format!("no certificate can be made for {}: {error}", all.join(", ")))
            .hint("pass names that a certificate can have: --host login.brand.example")
    };
    let own = own(&all, now).map_err(failed)?;
    let authority = authority(&own, now);
    let (key, authority_key) = (KeyPair::generate().map_err(failed)?, KeyPair::generate().map_err(failed)?);
    let authority_certificate = authority.self_signed(&authority_key).map_err(failed)?;
    let certificate = own.signed_by(&key, &Issuer::new(authority, authority_key)).map_err(failed)?;
    let identity = Identity { chain: certificate.pem(), key: key.serialize_pem().into() };
    Ok(Issued { identity, authority: authority_certificate.pem() })
}

fn own(names: &[String], now: Timestamp) -> Result<CertificateParams, rcgen::Error> {
    let mut params = lasting(CertificateParams::new(names)?, now);
    params.distinguished_name.push(DnType::CommonName, "lpauth mock");
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params.use_authority_key_identifier_extension = true;
    Ok(params)
}

// Whoever comes to trust this authority trusts it for these names alone (RFC 5280 §4.2.1.10).
fn authority(own: &CertificateParams, now: Timestamp) -> CertificateParams {
    let mut params = lasting(CertificateParams::default(), now);
    params.distinguished_name.push(DnType::CommonName, "lpauth mock, authority for this machine");
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
    let subtree = |name: &SanType| match name {
        SanType::DnsName(name) => Some(GeneralSubtree::DnsName(name.as_str().to_owned())),
        SanType::IpAddress(IpAddr::V4(ip)) => {
            Some(GeneralSubtree::IpAddress(CidrSubnet::from_v4_prefix(ip.octets(), 32)))
        }
        SanType::IpAddress(IpAddr::V6(ip)) => {
            Some(GeneralSubtree::IpAddress(CidrSubnet::from_v6_prefix(ip.octets(), 128)))
        }
        _ => None,
    };
    let permitted_subtrees = own.subject_alt_names.iter().filter_map(subtree).collect();
    params.name_constraints = Some(NameConstraints { permitted_subtrees, excluded_subtrees: Vec::new() });
    params
}

// From a day ago: other machines' clocks are not ours.
fn lasting(mut params: CertificateParams, now: Timestamp) -> CertificateParams {
    let day = |days: u64| Duration::from_secs(days * 86_400);
    let now = date_time_ymd(1970, 1, 1) + Duration::from_secs(now.0.clamp(86_400, 200 * 31_557_600).unsigned_abs());
    (params.not_before, params.not_after) = (now - day(1), now + day(DAYS));
    params
}
