//! Pages read as a browser reads them, whatever state they are in.

use super::walk::pairs;
use lpauth::model::page::{Enctype, Method, Page};
use proptest::prelude::*;
use url::Url;

fn page(html: &str) -> Page {
    Page::parse(&Url::parse("https://login.brand.example/a/b?c=d").unwrap(), 200, html.as_bytes())
}

#[test]
fn addresses_are_resolved_as_in_a_browser() {
    let page = page(
        "<base href=/base/><base href=/second/><form action=x></form><form></form><form action=''></form>\
                     <form action=' https://a.example/ ' method=POST enctype=multipart/form-data></form><a href=y>z</a>",
    );
    let actions: Vec<&str> = page.forms.iter().map(|form| form.action.as_str()).collect();
    let own = "https://login.brand.example/a/b?c=d";
    assert_eq!(actions, ["https://login.brand.example/base/x", own, own, "https://a.example/"]);
    assert_eq!((page.forms[0].method, page.forms[0].enctype), (Method::Get, Enctype::UrlEncoded));
    assert_eq!((page.forms[3].method, page.forms[3].enctype), (Method::Post, Enctype::Multipart));
    assert_eq!(page.links[0].url.as_str(), "https://login.brand.example/base/y");
}

#[test]
fn fields_belong_to_their_form() {
    let html = "<input name=outside form=late><form id=early><input name=a><fieldset disabled><input name=b></fieldset></form>\
                <form id=late></form><button form=late formaction=/else formmethod=post>Go <b>on</b></button>\
                <input name=nobody><template><form><input name=hidden></form></template>";
    let page = page(html);
    let names = |at: usize| page.forms[at].controls.iter().map(|control| control.known_as()).collect::<Vec<_>>();
    assert_eq!(names(0), ["a", "b"]);
    assert!(page.forms[0].controls[1].disabled && !page.forms[0].controls[0].disabled);
    let late = page.forms.iter().position(|form| form.id.as_deref() == Some("late")).unwrap();
    assert_eq!(names(late), ["outside", "Go on"]);
    let button = &page.forms[late].controls[1];
    assert_eq!(button.action.as_ref().unwrap().path(), "/else");
    assert_eq!((button.method, button.is_button()), (Some(Method::Post), true));
    assert!(page.forms.iter().all(|form| form.controls.iter().all(|control| control.known_as() != "hidden")));
}

#[test]
fn a_form_split_by_a_table_keeps_its_fields() {
    let page = page(
        "<table><form method=post action=/login><tr><td><input name=user></td></tr>\
                     <tr><td><input type=password name=pw></td></tr></form></table>",
    );
    assert_eq!(page.forms.len(), 1);
    assert_eq!(page.forms[0].controls.len(), 2);
}

#[test]
fn labels_come_from_wherever_a_page_puts_them() {
    let html = "<form><label for=a>For</label><input id=a><label>Around <input id=b></label>\
                <span id=s>Named</span><input id=c aria-labelledby='s t'><input id=d aria-label=Spoken>\
                <input id=e placeholder=Inside><input id=f>";
    let page = page(html);
    let labels: Vec<&str> = page.forms[0].controls.iter().map(|control| control.label.as_str()).collect();
    assert_eq!(labels, ["For", "Around", "Named", "Spoken", "Inside", ""]);
}

#[test]
fn messages_are_told_from_the_rest() {
    let said = |html: &str| page(html).messages;
    assert_eq!(said("<div role=alert> Wrong <b>password</b>. </div>"), ["Wrong password."]);
    assert_eq!(said("<div class=hasError><form><p class=form-error>No.</p><input></form></div>"), ["No."]);
    assert_eq!(said("<ul class=errorlist><li>One<li>Two</ul>"), ["One Two"]);
    assert_eq!(said("<p id=inputErrorText>A</p><p aria-live=polite>B</p>"), ["A", "B"]);
    assert_eq!(said("<div class=error><span class=error>Once</span></div>"), ["Once"]);
    let unseen =
        ["<p class=error hidden>A", "<p class=error style='display : none'>A", "<p class=terror>A", "<p class=error> "];
    unseen.iter().for_each(|html| assert!(said(html).is_empty(), "{html}"));
    assert_eq!(said(&format!("<p class=error>{}", "long ".repeat(1000)))[0].chars().count(), 500);
}

#[test]
fn the_summary_says_what_there_is() {
    let html = "<html lang=de><title> Anmelden\n bei Brand </title><svg><title>Logo</title></svg><script>x</script>\
                <h1>Willkommen</h1><form><input name=user><input type=hidden name=csrf><input type=password name=pw>\
                <button>Los</button><input type=submit value=Hilfe><button type=button>Zeigen</button></form>";
    let page = page(html);
    assert_eq!((page.language.as_deref(), page.scripts), (Some("de"), 1));
    let summary = page.summary();
    assert_eq!(summary.url, "https://login.brand.example/a/b");
    assert_eq!(summary.title.as_deref(), Some("Anmelden bei Brand"));
    assert_eq!(summary.fields, pairs(&[("user", "text"), ("pw", "password")]));
    assert_eq!(summary.buttons, ["Los", "Hilfe"]);
    assert!(summary.message.unwrap().starts_with("Willkommen"));
}

#[test]
fn pages_that_are_too_much_are_cut() {
    let attributes: String = (0..40_000).map(|n| format!("a{n:x} ")).collect();
    let too_much = [
        "<div>".repeat(10_000),
        "<i>x</i>".repeat(100_000),
        format!("<div {attributes}>"),
        format!("<p>{}", "word ".repeat(1_000_000)),
    ];
    for html in too_much {
        let page = page(&format!("<form><input name=early></form>{html}<form><input name=late></form>"));
        assert!(page.cut);
        assert_eq!(page.forms.len(), 1);
    }
    let picture = format!("<img src='data:image/png;base64,{}'>", "QUJD".repeat(200_000));
    let page = page(&format!("{picture}<form><input name=late></form>"));
    assert!(!page.cut);
    assert_eq!(page.forms[0].controls[0].known_as(), "late");
}

#[test]
fn what_is_read_again_for_each_field_is_short() {
    let concealed =
        |style: &str| page(&format!("<form><p style='{style}'><input name=a></form>")).forms[0].controls[0].concealed;
    assert!(concealed("color: red; display: none"));
    assert!(!concealed(&format!("{}; display: none", "x".repeat(2_000))));
    let label = |blanks: usize| {
        let html = format!("<label for=a>{}name</label><form><input id=a></form>", " ".repeat(blanks));
        page(&html).forms[0].controls[0].label.clone()
    };
    assert_eq!((label(10_000), label(100_000)), ("name".to_owned(), String::new()));
}

#[test]
fn many_fields_are_counted() {
    let page = page(&format!("<form>{}</form>", "<input name=x>".repeat(5000)));
    assert_eq!(page.forms[0].controls.len(), 1000);
}

/// Pieces that pages are made of, whole and broken.
const PIECES: [&str; 40] = [
    "<form>",
    "</form>",
    "<form id=f method=post action=/x>",
    "<form action='http://['>",
    "<input name=user>",
    "<input type=password name=p>",
    "<input type=hidden name=h value=1>",
    "<button>",
    "</button>",
    "<button form=f>Sign in",
    "<select name=s multiple>",
    "<option selected>1",
    "<optgroup>",
    "</select>",
    "<textarea name=t>",
    "</textarea>",
    "<fieldset disabled>",
    "</fieldset>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<label for=f>",
    "</label>",
    "<template>",
    "</template>",
    "<noscript>",
    "</noscript>",
    "<script>",
    "</script>",
    "<svg>",
    "<math><annotation-xml encoding='text/html'>",
    "</svg>",
    "<base href='//x'>",
    "<meta http-equiv=refresh content='0;url=/y'>",
    "<p class=error>",
    "<a href=/z>",
    "</a>",
    "<frameset>",
    "\u{0}é\u{10ffff}&#x110000;&amp",
];

fn pieces() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn no_bytes_break_the_reading(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        let page = Page::parse(&Url::parse("https://login.brand.example/").unwrap(), 200, &bytes);
        prop_assert!(!page.cut);
        page.summary();
    }

    #[test]
    fn no_page_breaks_the_browser(pages in prop::collection::vec(pieces(), 1..4), script in any::<bool>()) {
        super::walk::wander(&pages, script);
    }
}
