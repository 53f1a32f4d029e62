//! What a login left behind, for whatever is asked after it.

use crate::flow::login::{self, Plan};
use crate::flow::scenario::evidence;
use crate::model::token_response::TokenResponse;
use crate::model::transcript::{Purpose, Step, Transcript};

/// Who logged in, and what there is to ask with.
pub(super) struct Last {
    pub(super) plan: Plan,
    pub(super) redirect_uri: String,
    pub(super) code: Option<String>,
    pub(super) access_token: Option<String>,
    pub(super) refresh_token: Option<String>,
    pub(super) expires_in: Option<i64>,
}

impl Last {
    /// Returns what a login after this plan left behind.
    pub(super) fn of(login: &Transcript, plan: Plan) -> Last {
        let tokens = login.tokens();
        Last {
            plan,
            redirect_uri: login.terms.token_redirect_uri.clone().unwrap_or_default(),
            code: login.code().map(str::to_owned),
            access_token: login::access_token(login),
            refresh_token: tokens.as_ref().and_then(|tokens| tokens.text("refresh_token")).map(str::to_owned),
            expires_in: evidence::expires_in(login),
        }
    }

    /// Takes note of what came of another request. A refresh token may be good for once (RFC 9700 §4.14.2), so the newest is
    /// used; what somebody gets for a code that was used before is nothing to go on with.
    pub(super) fn learn(&mut self, step: &Step) {
        let is_first = step.purpose == Purpose::Token && self.access_token.is_none();
        let Some(answer) = TokenResponse::of(&step.hop, "").filter(|_| is_first || step.purpose == Purpose::Refresh)
        else {
            return;
        };
        let text = |name: &str| answer.text(name).filter(|_| answer.answer.status == 200).map(str::to_owned);
        self.access_token = text("access_token").or(self.access_token.take());
        self.refresh_token = text("refresh_token").or(self.refresh_token.take());
        self.expires_in = evidence::lifetime(&answer).or(self.expires_in);
    }
}
