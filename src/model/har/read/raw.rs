//! The members of HAR 1.2 and those of their own that exporters add, as they stand in the file.

mod around;

use super::Limits;
use super::loose::{self, Any, Object, Pairs, PairsOf, Scalar, of};
use super::tidy::CUT;
use around::{Initiator, Messages, Protocol};
pub(super) use around::{RawPage, RawTool};
use serde::de::MapAccess;

/// An entry.
pub(super) struct RawEntry {
    pub(super) began: Scalar,
    pub(super) time: Scalar,
    pub(super) page: Scalar,
    pub(super) frame: Scalar,
    pub(super) server: Scalar,
    pub(super) port: Scalar,
    pub(super) resource: Scalar,
    pub(super) comment: Scalar,
    pub(super) purpose: Scalar,
    pub(super) from: Scalar,
    pub(super) tls: Scalar,
    pub(super) fetch_type: Scalar,
    pub(super) cached: Scalar,
    pub(super) error: Scalar,
    pub(super) aborted: Scalar,
    pub(super) initiator: Initiator,
    pub(super) request: RawRequest,
    pub(super) response: RawResponse,
    pub(super) timings: RawTimings,
    pub(super) messages: Messages,
}

impl RawEntry {
    pub(super) fn new(limits: &Limits) -> RawEntry {
        RawEntry {
            began: Scalar::Nothing,
            time: Scalar::Nothing,
            page: Scalar::Nothing,
            frame: Scalar::Nothing,
            server: Scalar::Nothing,
            port: Scalar::Nothing,
            resource: Scalar::Nothing,
            comment: Scalar::Nothing,
            purpose: Scalar::Nothing,
            from: Scalar::Nothing,
            tls: Scalar::Nothing,
            fetch_type: Scalar::Nothing,
            cached: Scalar::Nothing,
            error: Scalar::Nothing,
            aborted: Scalar::Nothing,
            initiator: Initiator::default(),
            request: RawRequest { items: limits.items, ..RawRequest::default() },
            response: RawResponse { items: limits.items, ..RawResponse::default() },
            timings: RawTimings::default(),
            messages: Messages::default(),
        }
    }

    /// Returns whether a cookie or other credentials are to be seen.
    pub(super) fn has_credentials(&self) -> bool {
        let names = ["cookie", "set-cookie", "authorization"];
        let headers = self.request.headers.0.iter().chain(&self.response.headers.0);
        let named = headers
            .filter(|(_, value)| !value.is_empty())
            .any(|(name, _)| names.iter().any(|credential| name.eq_ignore_ascii_case(credential)));
        named || !self.request.cookies.0.is_empty() || !self.response.cookies.0.is_empty()
    }
}

impl Object for RawEntry {
    fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        let slot = match name {
            "request" => return map.next_value_seed(of(&mut self.request)),
            "response" => return map.next_value_seed(of(&mut self.response)),
            "timings" => return map.next_value_seed(of(&mut self.timings)),
            "_initiator" => return map.next_value_seed(of(&mut self.initiator)),
            "_webSocketMessages" => return map.next_value_seed(of(&mut self.messages)),
            "_securityDetails" => return map.next_value_seed(of(&mut Protocol(&mut self.tls))),
            "startedDateTime" => &mut self.began,
            "time" => &mut self.time,
            "pageref" => &mut self.page,
            "_frameref" => &mut self.frame,
            "serverIPAddress" => &mut self.server,
            "_serverPort" => &mut self.port,
            "_resourceType" => &mut self.resource,
            "comment" => &mut self.comment,
            "_purpose" => &mut self.purpose,
            "_from" => &mut self.from,
            "_tls" => &mut self.tls,
            "_fetchType" => &mut self.fetch_type,
            "_fromCache" => &mut self.cached,
            "_error" => &mut self.error,
            "_wasAborted" => &mut self.aborted,
            _ => return loose::skip(map),
        };
        *slot = map.next_value()?;
        Ok(())
    }
}

/// The request.
#[derive(Default)]
pub(super) struct RawRequest {
    pub(super) items: usize,
    pub(super) method: Scalar,
    pub(super) url: Scalar,
    pub(super) headers: Pairs,
    pub(super) cookies: Pairs,
    pub(super) body_size: Scalar,
    pub(super) post: RawPost,
}

impl Object for RawRequest {
    fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            "method" => self.method = map.next_value()?,
            "url" => self.url = map.next_value()?,
            "headers" => self.headers = map.next_value_seed(Any(PairsOf(self.items)))?,
            "cookies" => self.cookies = map.next_value_seed(Any(PairsOf(self.items)))?,
            "bodySize" => self.body_size = map.next_value()?,
            "postData" => {
                self.post = RawPost { items: self.items, ..RawPost::default() };
                map.next_value_seed(of(&mut self.post))?;
            }
            _ => loose::skip(map)?,
        }
        Ok(())
    }
}

/// What a request sends.
#[derive(Default)]
pub(super) struct RawPost {
    pub(super) items: usize,
    pub(super) media_type: Scalar,
    pub(super) text: Scalar,
    pub(super) encoding: Scalar,
    pub(super) params: Pairs,
    pub(super) elsewhere: bool,
}

impl Object for RawPost {
    fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            "mimeType" => self.media_type = map.next_value()?,
            "text" => self.text = map.next_value()?,
            "encoding" | "_encoding" => self.encoding = map.next_value()?,
            "params" => self.params = map.next_value_seed(Any(PairsOf(self.items)))?,
            "_file" | "_sha1" => self.elsewhere |= map.next_value::<Scalar>()?.is_set(),
            _ => loose::skip(map)?,
        }
        Ok(())
    }
}

/// The answer.
#[derive(Default)]
pub(super) struct RawResponse {
    pub(super) items: usize,
    pub(super) status: Scalar,
    pub(super) headers: Pairs,
    pub(super) cookies: Pairs,
    pub(super) redirect: Scalar,
    pub(super) error: Scalar,
    pub(super) proxy_status: Scalar,
    pub(super) from_service_worker: Scalar,
    pub(super) content: RawContent,
}

impl Object for RawResponse {
    fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            "status" => self.status = map.next_value()?,
            "headers" => self.headers = map.next_value_seed(Any(PairsOf(self.items)))?,
            "cookies" => self.cookies = map.next_value_seed(Any(PairsOf(self.items)))?,
            "redirectURL" => self.redirect = map.next_value()?,
            "_error" | "_failureText" => {
                let error: Scalar = map.next_value()?;
                if error.is_set() {
                    self.error = error;
                }
            }
            "_charlesStatus" => self.proxy_status = map.next_value()?,
            "_fetchedViaServiceWorker" => self.from_service_worker = map.next_value()?,
            "content" => map.next_value_seed(of(&mut self.content))?,
            _ => loose::skip(map)?,
        }
        Ok(())
    }
}

/// The body of the answer.
#[derive(Default)]
pub(super) struct RawContent {
    pub(super) size: Scalar,
    pub(super) media_type: Scalar,
    pub(super) text: Scalar,
    pub(super) encoding: Scalar,
    pub(super) elsewhere: bool,
}

impl Object for RawContent {
    fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        match name {
            "size" => self.size = map.next_value()?,
            "mimeType" => self.media_type = map.next_value()?,
            "text" => self.text = map.next_value()?,
            "encoding" => self.encoding = map.next_value()?,
            "_file" | "_sha1" => self.elsewhere |= map.next_value::<Scalar>()?.is_set(),
            _ => loose::skip(map)?,
        }
        Ok(())
    }
}

/// How long the phases took, in milliseconds.
#[derive(Default)]
pub(super) struct RawTimings {
    pub(super) dns: Scalar,
    pub(super) connect: Scalar,
    pub(super) ssl: Scalar,
    pub(super) receive: Scalar,
}

impl Object for RawTimings {
    fn member<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        let value = map.next_value()?;
        match name {
            "dns" => self.dns = value,
            "connect" => self.connect = value,
            "ssl" => self.ssl = value,
            "receive" => self.receive = value,
            _ => {}
        }
        Ok(())
    }
}

/// Returns a text cut to so many bytes, without the mark of another cut.
pub(super) fn shortened(mut text: String, limit: usize) -> String {
    if text.ends_with(CUT) {
        text.pop();
    }
    let end = (0..=limit.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.truncate(end);
    text
}
