//! How connections were secured: version, certificates, trust.

use super::{Fetched, each, saw};
use crate::check::{Check, Context, Run};
use crate::model::certificate::{Certificate, KeyKind};
use crate::model::http::{Distrust, DistrustKind, Exchange, Kind, Tls};
use crate::model::time::{Timestamp, duration};
use crate::report::Basis::{Inferred, Normative};
use crate::report::Severity::{Error, Note};
use crate::report::{Finding, Outcome, Rule};
use crate::spec::{DISCOVERY, RFC5280, RFC9110, RFC9325};

/// The rows.
pub static CHECKS: &[Check] = &[
    Check {
        rule: Rule {
            id: "tls-version-old",
            title: "the server speaks no safe version of TLS",
            severity: Error,
            basis: Normative,
            clauses: &[RFC9325.at("3.1.1"), DISCOVERY.at("7.1")],
            why: "Servers must support TLS 1.2. What is older can be broken, and current clients refuse it.",
            fix: "Set the server, or what terminates TLS in front of it, to TLS 1.2 and 1.3.",
        },
        run: Run::Exchanges(version_old),
    },
    Check {
        rule: Rule {
            id: "tls-13-absent",
            title: "the server does not offer TLS 1.3",
            severity: Note,
            basis: Normative,
            clauses: &[RFC9325.at("3.1.1")],
            why: "TLS 1.2 is still safe when it is well configured. TLS 1.3 should be offered besides it.",
            fix: "Set the server to offer TLS 1.3 as well.",
        },
        run: Run::Exchanges(tls_13_absent),
    },
    Check {
        rule: Rule {
            id: "tls-certificate-expired",
            title: "the server's certificate is expired, or not valid yet",
            severity: Error,
            basis: Normative,
            clauses: &[RFC5280.at("6.1.3"), DISCOVERY.at("7.1")],
            why: "Nobody who checks certificates talks to this server: no metadata, no keys, no tokens.",
            fix: "Get a new certificate, and have renewals made automatically and watched.",
        },
        run: Run::Exchanges(certificate_expired),
    },
    Check {
        rule: Rule {
            id: "tls-certificate-expiring",
            title: "the server's certificate expires soon",
            severity: Note,
            basis: Inferred,
            clauses: &[RFC5280.at("4.1.2.5")],
            why: "Less than a sixth of its lifetime is left, at most 30 days. A renewal may have failed unnoticed.",
            fix: "Check when the renewal is due and that it works.",
        },
        run: Run::Exchanges(certificate_expiring),
    },
    Check {
        rule: Rule {
            id: "tls-name-mismatch",
            title: "the server's certificate is for another name",
            severity: Error,
            basis: Normative,
            clauses: &[RFC9110.at("4.3.4"), DISCOVERY.at("7.1")],
            why: "A client must give up the connection when the certificate does not name the host in the URL.",
            fix: "Get a certificate that has the host among its subjectAltNames, or use the name it has.",
        },
        run: Run::Exchanges(name_mismatch),
    },
    Check {
        rule: Rule {
            id: "tls-chain-untrusted",
            title: "the server's certificate does not lead to a trusted authority",
            severity: Error,
            basis: Normative,
            clauses: &[RFC5280.at("6.1"), RFC9110.at("4.3.4"), DISCOVERY.at("7.1")],
            why: "The connection was given up: anybody could have made such a certificate. Nothing is read over it.",
            fix: "Use a certificate of a public CA and send its intermediate certificates along.",
        },
        run: Run::Exchanges(chain_untrusted),
    },
    Check {
        rule: Rule {
            id: "tls-key-too-small",
            title: "the key in the server's certificate is below 2048 bits",
            severity: Error,
            basis: Normative,
            clauses: &[RFC9325.at("4.5")],
            why: "An RSA key of a server must have at least 2048 bits; many clients refuse smaller ones.",
            fix: "Get a certificate for a new key: RSA with 2048 bits or more, or P-256.",
        },
        run: Run::Exchanges(key_too_small),
    },
];

fn version_old(fetched: &[Fetched], _: &Context) -> Outcome {
    each(fetched, tls, |exchange, tls| match distrusted(tls, DistrustKind::Version) {
        Some(distrust) => saw(exchange, "tls:", &*distrust.reason, "TLS 1.2 or 1.3").fail(),
        None => Outcome::Pass,
    })
}

fn tls_13_absent(fetched: &[Fetched], _: &Context) -> Outcome {
    each(fetched, version, |exchange, version| {
        Outcome::must(version == "TLS 1.3", || saw(exchange, "tls:", version, "TLS 1.3"))
    })
}

fn certificate_expired(fetched: &[Fetched], context: &Context) -> Outcome {
    let now = context.now;
    each(fetched, leaf, |exchange, (leaf, tls)| {
        let found = |seen: String| saw(exchange, "certificate:", seen, "a certificate that is valid now");
        match distrusted(tls, DistrustKind::Dates) {
            _ if leaf.not_after < now => found(format!("expired {}", when(leaf.not_after, now))).fail(),
            _ if now < leaf.not_before => found(format!("valid from {}", when(leaf.not_before, now))).fail(),
            Some(distrust) => found(distrust.reason.clone())
                .hint("its own dates are good: look at those of the certificates above it, and at the clock here")
                .fail(),
            None => Outcome::Pass,
        }
    })
}

const DAY: i64 = 86_400;

fn certificate_expiring(fetched: &[Fetched], context: &Context) -> Outcome {
    each(fetched, leaf, |exchange, (leaf, _)| {
        let left = leaf.not_after.since(context.now);
        let enough = (leaf.not_after.since(leaf.not_before) / 6).min(30 * DAY);
        let wanted = || format!("{} or more to go", duration(enough));
        let seen = || format!("expires {}", when(leaf.not_after, context.now));
        Outcome::must(left < 0 || left >= enough, || saw(exchange, "certificate:", seen(), wanted()))
    })
}

fn name_mismatch(fetched: &[Fetched], _: &Context) -> Outcome {
    each(fetched, leaf, |exchange, (leaf, tls)| {
        let host = exchange.url.host_str().unwrap_or_default();
        // What the verifier took is not doubted: it knows more forms of names.
        let named = tls.distrust.as_ref().is_none_or(|why| why.kind != DistrustKind::Name && leaf.is_for(host));
        Outcome::must(named, || saw(exchange, "certificate:", names(leaf), format!("a certificate for {host}")))
    })
}

fn chain_untrusted(fetched: &[Fetched], _: &Context) -> Outcome {
    each(fetched, leaf, |exchange, (leaf, tls)| match distrusted(tls, DistrustKind::Chain) {
        Some(distrust) => untrusted(exchange, leaf, tls, distrust).fail(),
        None => Outcome::Pass,
    })
}

fn untrusted(exchange: &Exchange, leaf: &Certificate, tls: &Tls, distrust: &Distrust) -> Finding {
    let issuer = &leaf.issuer;
    let hint = match tls.chain.len() {
        _ if leaf.is_self_issued() => "it is signed by itself; pass --cacert FILE with it to read on".to_owned(),
        1 => format!("the server sends no intermediate certificate; pass --cacert FILE if “{issuer}” is your own CA"),
        _ => format!("it is issued by “{issuer}”; pass --cacert FILE if that is under a CA of your own"),
    };
    saw(exchange, "certificate:", &*distrust.reason, "a chain to an authority this machine trusts").hint(hint)
}

fn key_too_small(fetched: &[Fetched], _: &Context) -> Outcome {
    each(fetched, leaf, |exchange, (leaf, _)| match leaf.key {
        KeyKind::Rsa(bits) if bits < 2048 => {
            saw(exchange, "certificate:", format!("RSA, {bits} bits"), "2048 bits or more").fail()
        }
        _ => Outcome::Pass,
    })
}

fn tls(_: Kind, exchange: &Exchange) -> Result<&Tls, &'static str> {
    exchange.tls.as_ref().ok_or("fetched in plain http")
}

fn version(kind: Kind, exchange: &Exchange) -> Result<&'static str, &'static str> {
    tls(kind, exchange)?.version.ok_or("the connection was given up before a version was agreed on")
}

fn leaf(kind: Kind, exchange: &Exchange) -> Result<(&Certificate, &Tls), &'static str> {
    let tls = tls(kind, exchange)?;
    tls.leaf().map(|leaf| (leaf, tls)).ok_or("the server presented no certificate")
}

fn distrusted(tls: &Tls, kind: DistrustKind) -> Option<&Distrust> {
    tls.distrust.as_ref().filter(|distrust| distrust.kind == kind)
}

fn when(time: Timestamp, now: Timestamp) -> String {
    format!("{} ({})", time.utc(), time.relative(now))
}

fn names(certificate: &Certificate) -> String {
    match certificate.names.as_slice() {
        [] => format!("no subjectAltName; its subject is {}", certificate.subject),
        names => names.join(", "),
    }
}
