//! The brand's page beside its authorization server, and the window in which LivePerson's part is played: to try a login in
//! a real browser, right or wrong, before anybody has a LivePerson account.
//!
//! The page's scripts (`templates/shop`) do what a brand's own would do, at the ordinary endpoints; nothing here knows who is
//! logged in. What LivePerson's service answers is not the page's business: `lpauth mock` plays that.

use super::mock::config::Issuer;
use crate::model::http::{Reply, Request};
use askama::Template;
use url::Url;

/// Where everything stands, below the issuer's own path.
pub const PATH: &str = "/shop";

/// Where LivePerson's service is played, below the issuer's own path.
pub const LIVEPERSON: &str = "/liveperson";

/// The flows that the page can try, with their titles.
pub static FLOWS: &[(&str, &str)] =
    &[("implicit", "implicit"), ("code", "authorization code"), ("code-pkce", "authorization code with PKCE")];

/// The windows, with their titles.
pub static WINDOWS: &[(&str, &str)] = &[("embedded", "embedded"), ("external", "a window of its own")];

/// What the page does: right, or wrong in one of the ways that pages are. `brand.js` has a function for each.
pub static MISTAKES: &[(&str, &str)] = &[
    ("none", "does everything right"),
    ("callback-never", "never calls the callback"),
    ("returned-instead", "returns what it should give to the callback"),
    ("promise-given", "gives the callback a Promise"),
    ("exception", "throws an exception"),
    ("error-given", "says that nobody is logged in"),
    ("error-always", "always gives an error too, the text “undefined”"),
    ("nothing-given", "gives an empty string"),
    ("token-for-code", "gives a token where a code is asked for"),
    ("code-for-token", "gives a code where a token is asked for"),
    ("access-token", "gives an access token"),
    ("name-wrong", "gives the code under the name code, not ssoKey"),
    ("redirect-uri-missing", "keeps its redirect_uri to itself"),
    ("redirect-uri-slash", "gives its redirect_uri with a slash too many"),
    ("challenge-ignored", "asks for the code without the code challenge"),
    ("code-kept", "gives the same code again"),
    ("called-twice", "calls the callback twice"),
    ("method-missing", "has no function of that name"),
    ("identity-differs", "identifies somebody else than the token"),
];

/// Opens the page of an issuer: lets its first client come back there.
pub fn open(issuer: &mut Issuer) {
    let uris = redirect_uris(&issuer.id);
    if let Some(client) = issuer.clients.first_mut() {
        client.redirect_uris.extend(uris);
    }
}

/// Returns the address of an issuer's page.
pub fn address(issuer: &str) -> String {
    format!("{}{PATH}", issuer.trim_end_matches('/'))
}

fn redirect_uris(issuer: &str) -> [String; 2] {
    ["/callback", "/window"].map(|path| address(issuer) + path)
}

/// Answers a request for the page or what belongs to it; `None` if it is for something else.
pub fn respond(issuer: &Issuer, request: &Request) -> Option<Reply> {
    let path = below(issuer, request)?.strip_prefix(PATH)?;
    let answer = ROUTES.iter().find(|(known, _)| *known == path)?.1;
    Some(match request.method.as_str() {
        "GET" | "HEAD" => answer(&Place::of(issuer), request),
        _ => Reply { status: 405, headers: vec![("allow".to_owned(), "GET, HEAD".to_owned())], ..Reply::default() },
    })
}

/// Returns whether a request is for LivePerson's service as it is played beside this issuer.
pub fn is_service(issuer: &Issuer, request: &Request) -> bool {
    below(issuer, request).is_some_and(|path| path.starts_with(LIVEPERSON))
}

fn below<'a>(issuer: &Issuer, request: &'a Request) -> Option<&'a str> {
    let base = Url::parse(&issuer.id).ok()?;
    request.url.path().strip_prefix(base.path().trim_end_matches('/'))
}

type Answer = fn(&Place, &Request) -> Reply;

static ROUTES: &[(&str, Answer)] = &[
    ("", page),
    ("/callback", callback),
    ("/window", window),
    ("/style.css", |_, _| file("text/css", STYLE)),
    ("/brand.js", |_, _| file(SCRIPT, include_str!("../../templates/shop/brand.js"))),
    ("/tag.js", |_, _| file(SCRIPT, include_str!("../../templates/shop/tag.js"))),
    ("/callback.js", |_, _| file(SCRIPT, include_str!("../../templates/shop/callback.js"))),
];

const SCRIPT: &str = "text/javascript";
const STYLE: &str =
    concat!(include_str!("../../templates/mock/style.css"), include_str!("../../templates/shop/style.css"));

/// The addresses that the pages need.
struct Place {
    brand: String,
    client: String,
    authorize: String,
    page: String,
    liveperson: String,
    redirects: [String; 2],
}

impl Place {
    fn of(issuer: &Issuer) -> Place {
        let base = issuer.id.trim_end_matches('/');
        Place {
            brand: issuer.name.clone(),
            client: issuer.clients.first().map(|client| client.id.clone()).unwrap_or_default(),
            authorize: format!("{base}/authorize"),
            page: address(base),
            liveperson: format!("{base}{LIVEPERSON}"),
            redirects: redirect_uris(base),
        }
    }
}

#[derive(Template)]
#[template(path = "shop/page.html")]
struct Page<'a> {
    brand: &'a str,
    client: &'a str,
    authorize: &'a str,
    page: &'a str,
    liveperson: &'a str,
    login: &'a str,
    callback: &'a str,
    redirect: &'a str,
    flow: &'a str,
    window: &'a str,
    mistake: &'a str,
    flows: Vec<Choice>,
    windows: Vec<Choice>,
    mistakes: Vec<Choice>,
}

/// One of several.
struct Choice {
    name: &'static str,
    title: &'static str,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "shop/window.html")]
struct Window<'a> {
    brand: &'a str,
    page: &'a str,
    liveperson: &'a str,
    redirect: &'a str,
    window: &'a str,
}

#[derive(Template)]
#[template(path = "shop/callback.html")]
struct Callback<'a> {
    brand: &'a str,
    page: &'a str,
}

fn page(place: &Place, request: &Request) -> Reply {
    let Place { brand, client, authorize, page, liveperson, redirects: [callback, redirect] } = place;
    let query = request.query();
    let (flow, window) = (chosen(&query, "flow", FLOWS), chosen(&query, "window", WINDOWS));
    let mistake = chosen(&query, "mistake", MISTAKES);
    let login = login(place, &[("flow", flow), ("window", window), ("mistake", mistake)]);
    let login = login.as_str();
    let (flows, windows, mistakes) = (choices(FLOWS, flow), choices(WINDOWS, window), choices(MISTAKES, mistake));
    let shown = Page {
        brand,
        client,
        authorize,
        page,
        liveperson,
        login,
        callback,
        redirect,
        flow,
        window,
        mistake,
        flows,
        windows,
        mistakes,
    };
    html(&shown, "'none'")
}

fn choices(rows: &[(&'static str, &'static str)], chosen: &str) -> Vec<Choice> {
    rows.iter().map(|(name, title)| Choice { name, title, chosen: *name == chosen }).collect()
}

/// Returns where the person logs in to come back to the page as it is.
fn login(place: &Place, settings: &[(&str, &str)]) -> String {
    let query =
        |pairs: &[(&str, &str)]| url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let state = query(settings);
    let sent = [
        ("client_id", place.client.as_str()),
        ("scope", "openid"),
        ("response_type", "code"),
        ("redirect_uri", place.redirects[0].as_str()),
        ("state", state.as_str()),
    ];
    format!("{}?{}", place.authorize, query(&sent))
}

fn chosen(query: &[(String, String)], name: &str, rows: &'static [(&'static str, &'static str)]) -> &'static str {
    let asked = query.iter().find(|(other, _)| other == name).map(|(_, value)| value.as_str());
    let row = rows.iter().find(|(known, _)| Some(*known) == asked).or(rows.first());
    row.map_or("", |(known, _)| known)
}

fn callback(place: &Place, _: &Request) -> Reply {
    html(&Callback { brand: &place.brand, page: &place.page }, "'self'")
}

fn window(place: &Place, _: &Request) -> Reply {
    let Place { brand, page, liveperson, redirects: [_, redirect], .. } = place;
    html(&Window { brand, page, liveperson, redirect, window: "returned" }, "'none'")
}

// Everything that a page loads stands beside it; `ancestors` may hold it in a frame.
fn html(page: &impl Template, ancestors: &str) -> Reply {
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors {ancestors}"
    );
    // A text is written into memory, which does not fail.
    let mut reply = file("text/html", &page.render().unwrap_or_default());
    reply.headers.push(("content-security-policy".to_owned(), policy));
    reply.headers.push(("referrer-policy".to_owned(), "no-referrer".to_owned()));
    reply
}

fn file(media_type: &str, text: &str) -> Reply {
    let fields = [
        ("content-type", format!("{media_type}; charset=utf-8")),
        ("x-content-type-options", "nosniff".to_owned()),
        ("cache-control", "no-store".to_owned()),
    ];
    let headers = fields.map(|(name, value)| (name.to_owned(), value)).to_vec();
    Reply { status: 200, headers, body: text.as_bytes().to_vec(), ..Reply::default() }
}
