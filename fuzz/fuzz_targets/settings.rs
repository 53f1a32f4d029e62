//! No file that a person writes or lpauth keeps makes reading it panic: settings, a baseline, an earlier report, the steps of a
//! login, cookies, times and engagement attributes. A mistake has a place in the text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use lpauth::flow::browse::jar::Jar;
use lpauth::flow::browse::steps::Steps;
use lpauth::model::baseline::Baseline;
use lpauth::model::sdes;
use lpauth::model::secret::Secret;
use lpauth::model::settings::{Mistake, Settings};
use lpauth::model::source::Source;
use lpauth::model::time::{parse_duration, parse_time};
use lpauth::report::Earlier;
use lpauth_fuzz::NOW;
use url::Url;

fuzz_target!(|text: &str| {
    let source = Source::new("fuzz", text);
    placed(Settings::parse(source.clone(), &["token-expired", "nonce-optional"]));
    placed(Steps::parse(&source, &mut |reference| Ok(Secret::new(reference))));
    let start = Url::parse("https://login.brand.example/authorize").expect("an address");
    placed(Jar::read(&source, &start, NOW));
    if let Ok(baseline) = Baseline::parse(text) {
        assert_eq!(Baseline::parse(&baseline.text()).map(|again| again.text()), Ok(baseline.text()));
    }
    let _ = Earlier::parse("fuzz", text);
    for line in text.lines().take(20) {
        parse_duration(line);
        parse_time(line, NOW);
        if let Some((path, value)) = line.split_once('=') {
            let _ = sdes::set(&mut Vec::new(), path, value);
        }
    }
});

fn placed<T>(read: Result<T, Mistake>) {
    if let Err(mistake) = read {
        assert!(mistake.position.line >= 1 && mistake.position.column >= 1 && !mistake.message.is_empty());
    }
}
