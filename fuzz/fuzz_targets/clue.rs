//! No text that somebody pastes makes sorting it out panic, whatever it is: a token, a callback, an answer, metadata, a log.
//! What is found can be judged, and a message can repeat it without its secrets.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lpauth::check::{Facts, Slot};
use lpauth::flow::clue::{Clue, clues};
use lpauth::model::callback::Callback;
use lpauth::model::http::Request;
use lpauth::model::paste;
use lpauth::model::source::Source;
use lpauth::model::token_response::TokenResponse;
use url::Url;

fuzz_target!(|bytes: &[u8]| {
    paste::read("fuzz", bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    paste::veiled(text);
    posted(text);
    for clue in clues(&Source::new("fuzz", text)).unwrap_or_default() {
        lpauth_fuzz::judge_documents(&facts(clue));
    }
});

fn posted(text: &str) {
    let Ok(here) = Url::parse("https://lpcdn.lpsnmedia.net/le_unified_window/index.html") else { return };
    let mut request = Request::form(here, [("", "")]);
    request.body = text.as_bytes().to_vec();
    let callback = Callback::of(&request);
    let shown = callback.text();
    for (name, _) in &callback.parameters {
        if let Some(span) = Callback::span(&shown, name) {
            assert!(shown.text.get(span).is_some());
        }
    }
    lpauth_fuzz::judge_documents(&Facts { callback: Slot::Here(callback), ..Facts::default() });
}

fn facts(clue: Clue) -> Facts {
    match clue {
        Clue::Login(login) => Facts::of_login(&login, Slot::None, Slot::None),
        Clue::Metadata(metadata) => Facts { discovery: Slot::Here(*metadata), ..Facts::default() },
        Clue::Keys(keys) => Facts { keys: Slot::Here(*keys), ..Facts::default() },
        Clue::Callback(callback) => Facts { callback: Slot::Here(callback), ..Facts::default() },
        Clue::TokenResponse(step) => {
            let tokens = TokenResponse::of(&step.hop, "fuzz").map_or(Slot::None, Slot::Here);
            Facts { tokens, ..Facts::default() }
        }
        Clue::Token(token) => Facts { token: Slot::Here(*token), ..Facts::default() },
    }
}
