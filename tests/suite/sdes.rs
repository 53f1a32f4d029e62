//! The schema of `lp_sdes`: what somebody types becomes the value that LivePerson reads.

use lpauth::model::sdes::{self, SDES, Step};
use serde_json::{Value, json};

fn made(typed: &[(&str, &str)]) -> Value {
    let mut list = Vec::new();
    for (path, text) in typed {
        sdes::set(&mut list, path, text).unwrap();
    }
    list.into()
}

fn refused(path: &str, text: &str) -> String {
    sdes::set(&mut Vec::new(), path, text).unwrap_err()
}

#[test]
fn fields_find_their_place_and_their_type() {
    let list = made(&[
        ("ctmrinfo.customerId", "0099817"),
        ("ctmrinfo.balance", "-12.50"),
        ("ctmrinfo.companySize", "40"),
        ("ctmrinfo.registrationDate", "2019-03-27"),
        ("personal.age", "41"),
        ("personal.gender", "female"),
        ("personal.contacts.email", "marta@mail.example"),
        ("personal.contacts.0.phoneType", "mobile"),
        ("personal.contacts.1.address.country", "ES"),
    ]);
    let info = json!({ "customerId": "0099817", "balance": -12.5, "companySize": 40,
                       "registrationDate": { "year": 2019, "month": 3, "day": 27 } });
    let contacts =
        json!([{ "email": "marta@mail.example", "phoneType": "MOBILE" }, { "address": { "country": "ES" } }]);
    let personal = json!({ "age": { "age": 41 }, "gender": "FEMALE", "contacts": contacts });
    assert_eq!(list, json!([{ "type": "ctmrinfo", "info": info }, { "type": "personal", "personal": personal }]));
}

#[test]
fn an_age_may_be_a_date_of_birth() {
    let list = made(&[("personal.age", "1984-06-09")]);
    assert_eq!(list[0]["personal"]["age"], json!({ "year": 1984, "month": 6, "day": 9 }));
}

#[test]
fn types_without_a_wrapper_hold_their_fields_themselves() {
    let list = made(&[("cart.total", "11.7"), ("service.status", "approved"), ("searchInfo.keywords", "loan, rate")]);
    let wanted = json!([
        { "type": "cart", "total": 11.7 },
        { "type": "service", "service": { "status": 2 } },
        { "type": "searchInfo", "keywords": ["loan", "rate"] },
    ]);
    assert_eq!(list, wanted);
}

#[test]
fn whole_objects_and_arrays_are_typed_as_json() {
    let contact = r#"{"email":"marta@mail.example"}"#;
    let one = made(&[("personal.contacts.0", contact)]);
    let all = made(&[("personal.contacts", &format!("[{contact}]"))]);
    assert_eq!(one, all);
    assert_eq!(one[0]["personal"]["contacts"], json!([{ "email": "marta@mail.example" }]));
}

#[test]
fn a_number_past_the_end_means_the_next_element() {
    let list = made(&[("personal.contacts.99999999999.email", "marta@mail.example")]);
    assert_eq!(list[0]["personal"]["contacts"].as_array().unwrap().len(), 1);
}

#[test]
fn mistakes_are_told_with_what_was_meant() {
    for (path, text, told) in [
        ("ctmrinfo.customerID", "x", "ctmrinfo has no field `customerID`; did you mean `customerId`?"),
        ("ctmrInfo.ctype", "x", "there is no engagement attribute `ctmrInfo`; did you mean `ctmrinfo`?"),
        ("ctmrinfo", "x", "`ctmrinfo` names no field; write TYPE.FIELD=VALUE"),
        ("ctmrinfo.balance", "much", "`much` is not a number"),
        ("ctmrinfo.currency", "euro", "`euro` is not a currency code, such as EUR"),
        ("ctmrinfo.registrationDate", "27.3.2019", "`27.3.2019` is not a date such as 2019-03-27"),
        ("ctmrinfo.ctype.gold", "x", "nothing in ctmrinfo is called `gold`"),
        ("personal.gender", "F", "`F` is not one of MALE, FEMALE, OTHER"),
        ("personal.language", "es", "`es` is not a language and a country, such as en-US"),
        ("personal.contacts.phoneType", "mobil", "did you mean MOBILE?"),
    ] {
        let reason = refused(path, text);
        assert!(reason.contains(told), "{path}={text}: {reason}");
    }
}

#[test]
fn only_two_types_are_supported_in_a_token() {
    let supported: Vec<&str> = SDES.iter().filter(|sde| sde.supported).map(|sde| sde.name).collect();
    assert_eq!(supported, ["ctmrinfo", "personal"]);
}

#[test]
fn a_path_leads_through_wrapper_and_array() {
    let target = sdes::find("personal").unwrap().field("contacts.email").unwrap();
    let steps = [Step::Member("personal"), Step::Member("contacts"), Step::Element(0), Step::Member("email")];
    assert_eq!(target.steps, steps);
}
