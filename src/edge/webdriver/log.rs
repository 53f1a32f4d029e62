//! What Chromium tells of its requests for pages, as far as a login needs it (DevTools protocol, domain `Network`). Bodies of
//! answers and cookies are not among it.

use crate::model::http::{Answer, Hop, Request, Timing, Tls};
use serde_json::Value;
use std::net::{IpAddr, SocketAddr};
use url::Url;

/// The requests for pages of one browser, in order; those to blocked hosts too.
#[derive(Debug, Clone, Default)]
pub struct Log {
    visits: Vec<(String, Visit)>,
}

/// A request for a page and what came of it.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The request and the head of the answer.
    pub hop: Hop,
    /// Why there is no answer, if that is known: `net::ERR_NAME_NOT_RESOLVED`.
    pub failure: Option<String>,
}

/// The most requests that are kept.
const VISITS: usize = 200;

impl Log {
    /// Returns the requests so far.
    pub fn visits(&self) -> impl DoubleEndedIterator<Item = &Visit> {
        self.visits.iter().map(|(_, visit)| visit)
    }

    /// Keeps what entries of the log tell; whatever is of no use is passed over.
    pub(super) fn take(&mut self, entries: &Value) {
        for entry in entries.as_array().into_iter().flatten() {
            let event: Option<Value> = entry["message"].as_str().and_then(|text| serde_json::from_str(text).ok());
            let Some(message) = event.as_ref().map(|event| &event["message"]) else { continue };
            let params = &message["params"];
            let (id, is_page) = (params["requestId"].as_str().unwrap_or_default(), params["type"] == "Document");
            match message["method"].as_str() {
                Some("Network.requestWillBeSent") if is_page => self.asked(id, params),
                Some("Network.responseReceived") if is_page => self.answered(id, &params["response"]),
                Some("Network.loadingFailed") if is_page => self.failed(id, params["errorText"].as_str()),
                _ => {}
            }
        }
    }

    fn asked(&mut self, id: &str, params: &Value) {
        // A redirect is told by the request that it leads to.
        self.answered(id, &params["redirectResponse"]);
        let Some(request) = request(&params["request"]).filter(|_| self.visits.len() < VISITS) else { return };
        let began = params["wallTime"].as_f64().map_or(0, |seconds| (seconds * 1000.0) as i64);
        self.visits.push((id.to_owned(), Visit { hop: Hop { began, ..Hop::to(request) }, failure: None }));
    }

    fn answered(&mut self, id: &str, response: &Value) {
        let Some(visit) = self.open(id) else { return };
        let Some(status) = response["status"].as_u64().and_then(|status| u16::try_from(status).ok()) else { return };
        let url = visit.hop.request.url.clone();
        visit.hop.answer = Some(Answer { url, status, headers: fields(&response["headers"]), body: Vec::new() });
        visit.hop.timing = timing(&response["timing"]);
        visit.hop.tls = tls(&response["securityDetails"]);
        visit.hop.remote = remote(response);
    }

    fn failed(&mut self, id: &str, reason: Option<&str>) {
        if let Some(visit) = self.open(id) {
            visit.failure = reason.map(str::to_owned);
        }
    }

    fn open(&mut self, id: &str) -> Option<&mut Visit> {
        let (_, visit) = self.visits.iter_mut().rev().find(|(other, _)| other == id)?;
        Some(visit).filter(|visit| visit.hop.answer.is_none())
    }
}

fn request(value: &Value) -> Option<Request> {
    let mut url = Url::parse(value["url"].as_str()?).ok()?;
    url.set_fragment(value["urlFragment"].as_str().and_then(|fragment| fragment.strip_prefix('#')));
    let body = value["postData"].as_str().unwrap_or_default().as_bytes().to_vec();
    Some(Request { method: value["method"].as_str()?.to_owned(), url, headers: fields(&value["headers"]), body })
}

// Several fields of one name come as lines.
fn fields(value: &Value) -> Vec<(String, String)> {
    let fields = value.as_object().into_iter().flatten();
    let lines = |(name, value): (&String, &Value)| {
        let lines: Vec<String> = value.as_str().unwrap_or_default().lines().map(str::to_owned).collect();
        let name = name.to_ascii_lowercase();
        lines.into_iter().map(move |line| (name.clone(), line))
    };
    fields.flat_map(lines).collect()
}

fn timing(value: &Value) -> Timing {
    let moment = |name: &str| value[name].as_f64().filter(|moment| *moment >= 0.0);
    let between = |from: &str, to: &str| Some((moment(to)? - moment(from)?).max(0.0) as u64);
    let (opened, tls) = (between("connectStart", "connectEnd"), between("sslStart", "sslEnd"));
    let first_byte = moment("receiveHeadersEnd").unwrap_or_default() as u64;
    Timing {
        dns: between("dnsStart", "dnsEnd"),
        connect: opened.map(|opened| opened.saturating_sub(tls.unwrap_or_default())),
        tls,
        first_byte,
        total: first_byte,
    }
}

fn tls(value: &Value) -> Option<Tls> {
    let version = ["TLS 1.3", "TLS 1.2"].into_iter().find(|version| value["protocol"] == *version);
    value.is_object().then(|| Tls { version, ..Tls::default() })
}

fn remote(response: &Value) -> Option<SocketAddr> {
    let address: IpAddr = response["remoteIPAddress"].as_str()?.trim_matches(['[', ']']).parse().ok()?;
    Some(SocketAddr::new(address, u16::try_from(response["remotePort"].as_u64()?).ok()?))
}
