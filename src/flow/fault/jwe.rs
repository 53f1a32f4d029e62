//! Faults of the envelope of an encrypted token.

use crate::flow::mint::{Draft, Recipient, Unfit};
use crate::jose::jwe::Encryption;
use crate::jose::key::{Key, Kind};
use rand::CryptoRng;
use std::sync::Arc;

type Fit = Result<(), Unfit>;

const DOCUMENTED: &str = "RSA-OAEP-256";

// What LivePerson's documentation printed until 2021.
pub(super) fn alg_misspelt(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    let recipient = recipient(draft)?;
    if recipient.encryption.alg.name != DOCUMENTED || recipient.header.get("alg").is_some() {
        return Err(Unfit(format!("it needs a token that is encrypted by {DOCUMENTED}")));
    }
    recipient.header.set("alg", "RSA_OAEP_256");
    Ok(())
}

// No issuer can make such a token in earnest: what is encrypted here is the key of another `enc`.
pub(super) fn enc_too_large(draft: &mut Draft, rng: &mut dyn CryptoRng) -> Fit {
    let recipient = recipient(draft)?;
    if recipient.header.get("alg").is_some() {
        return Err(Unfit("the outer `alg` is wrong already".to_owned()));
    }
    recipient.key = Arc::new(Key::generate(Kind::Rsa(1024), rng)?);
    recipient.encryption = Encryption::find(DOCUMENTED, "A256GCM").map_err(|why| Unfit(why.to_string()))?;
    recipient.header.set("enc", "A256CBC-HS512");
    Ok(())
}

pub(super) fn kid_wrong(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    let recipient = recipient(draft)?;
    recipient.header.get("kid").ok_or_else(|| Unfit("the outer header has no `kid` that could be wrong".to_owned()))?;
    recipient.header.set("kid", "never-given-out");
    Ok(())
}

pub(super) fn cty_missing(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    match recipient(draft)?.header.remove("cty") {
        true => Ok(()),
        false => Err(Unfit("the outer header has no `cty` any more".to_owned())),
    }
}

fn recipient(draft: &mut Draft) -> Result<&mut Recipient, Unfit> {
    let plain = || Unfit("the token is not encrypted: --encrypt-to FILE encrypts it".to_owned());
    draft.recipient.as_mut().ok_or_else(plain)
}
