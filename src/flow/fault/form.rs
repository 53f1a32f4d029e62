//! Faults of the text, on its way from the issuer to LivePerson.

use super::signature::signer;
use crate::flow::mint::{Draft, Unfit};
use crate::flow::template::opaque_id;
use rand::CryptoRng;

type Fit = Result<(), Unfit>;

pub(super) fn line_breaks(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    befall(draft, |text| {
        let characters: Vec<char> = text.chars().collect();
        characters.chunks(76).map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join("\n")
    })
}

// The claims are justified first: no bytes encode to one character less, so the loss always shows.
pub(super) fn character_lost(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    if draft.padded {
        return Err(Unfit("the segments are padded".to_owned()));
    }
    draft.justify();
    befall(draft, |mut text| {
        let dots: Vec<usize> = text.match_indices('.').map(|(at, _)| at).collect();
        let start = dots.first().map_or(0, |dot| dot + 1);
        let end = dots.get(1).copied().unwrap_or(text.len());
        if start < end {
            text.remove(start + (end - start) / 2);
        }
        text
    })
}

// The issuer pads before it signs, so the signature is good.
pub(super) fn padding(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    if !draft.accidents.is_empty() {
        return Err(Unfit("the text is damaged already".to_owned()));
    }
    draft.justify();
    draft.padded = true;
    Ok(())
}

pub(super) fn two_segments(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    signer(draft)?;
    befall(draft, |text| text.rsplit_once('.').map_or_else(String::new, |(rest, _)| rest.to_owned()))
}

pub(super) fn quotes(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    befall(draft, |text| format!("\"{text}\""))
}

pub(super) fn byte_order_mark(draft: &mut Draft, _: &mut dyn CryptoRng) -> Fit {
    befall(draft, |text| format!("\u{feff}{text}"))
}

pub(super) fn duplicate_claim(draft: &mut Draft, rng: &mut dyn CryptoRng) -> Fit {
    draft.claims.get("sub").ok_or_else(|| Unfit("the claims have no `sub` that could be there twice".to_owned()))?;
    draft.claims.precede("sub", opaque_id(rng));
    Ok(())
}

fn befall(draft: &mut Draft, accident: fn(String) -> String) -> Fit {
    draft.accidents.push(accident);
    Ok(())
}
