//! LivePerson's error codes, what they mean and what usually causes them.

/// A row of the table: one code, or several that mean the same to whoever gets them.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Where the code comes from.
    pub family: Family,
    /// Each code with its name, as LivePerson spells it, typing errors included; the name is empty if there is none.
    pub codes: &'static [(&'static str, &'static str)],
    /// What it means.
    pub meaning: &'static str,
    /// What the meaning rests on.
    pub source: Source,
    /// The likely causes, likeliest first.
    pub causes: &'static [Cause],
}

/// A cause, and how to find out whether it is the one.
#[derive(Debug, PartialEq, Eq)]
pub struct Cause {
    /// What is wrong, in a sentence without a full stop.
    pub what: &'static str,
    /// The checks that fail if it is.
    pub checks: &'static [&'static str],
    /// What to type; empty if nothing on the brand's side can tell.
    pub command: &'static str,
}

/// Where a code comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// `internalErrorCode` in the answer of LivePerson's identity provider.
    Idp,
    /// `internalCode` in the answer of the older chat window.
    Legacy,
    /// The close code of the messaging WebSocket.
    WebSocket,
    /// A name in the mobile SDKs.
    Mobile,
}

/// What a meaning rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// LivePerson's documentation.
    Documented,
    /// Tickets and code of LivePerson and of integrators.
    Observed,
    /// Our reading of the name.
    Ours,
}

impl Family {
    /// Every family, in the order of the table.
    pub const ALL: [Family; 4] = [Family::Idp, Family::Legacy, Family::WebSocket, Family::Mobile];

    /// Returns the heading over codes of this family.
    pub fn heading(self) -> &'static str {
        match self {
            Family::Idp => "LivePerson: `internalErrorCode` of the identity provider",
            Family::Legacy => "LivePerson: `internalCode` of the older chat window",
            Family::WebSocket => "LivePerson: close codes of the messaging WebSocket",
            Family::Mobile => "LivePerson: names in the mobile SDKs",
        }
    }

    /// Returns where codes of this family are seen.
    pub fn title(self) -> &'static str {
        match self {
            Family::Idp => "`internalErrorCode` of LivePerson's identity provider",
            Family::Legacy => "`internalCode` of the older chat window",
            Family::WebSocket => "close code of the messaging WebSocket",
            Family::Mobile => "name in LivePerson's mobile SDKs",
        }
    }
}

impl Source {
    /// Returns the sentence that tells a reader how far to trust the meaning.
    pub fn sentence(self) -> &'static str {
        match self {
            Source::Documented => "The meaning is LivePerson's documentation's; the causes are our reading.",
            Source::Observed => {
                "The meaning was seen in public tickets; the causes are our reading, not LivePerson's word."
            }
            Source::Ours => "LivePerson publishes no meaning: this one and the causes are our reading of the name.",
        }
    }
}

impl Code {
    /// Returns the name of the code as LivePerson spells it, if it is in this row and has one.
    pub fn name(&self, code: &str) -> Option<&'static str> {
        self.codes.iter().find(|(other, _)| *other == code).map(|(_, name)| *name).filter(|name| !name.is_empty())
    }
}

/// Returns the row of a code, given as number or by name in any case.
pub fn code(text: &str) -> Option<&'static Code> {
    let same = |(code, name): &(&str, &str)| {
        *code == text || name.eq_ignore_ascii_case(text) || code.eq_ignore_ascii_case(text)
    };
    CODES.iter().find(|row| row.codes.iter().any(same))
}

/// Returns the rows that name a check among their causes, by family, the likeliest first: the earlier the cause stands, and
/// the fewer there are.
pub fn codes_for(check: &str) -> Vec<&'static Code> {
    let place = |row: &Code| row.causes.iter().position(|cause| cause.checks.contains(&check));
    let mut rows: Vec<_> = CODES.iter().filter_map(|row| Some((place(row)?, row))).collect();
    rows.sort_by_key(|(place, row)| (row.family, *place, row.causes.len()));
    rows.into_iter().map(|(_, row)| row).collect()
}

const VERIFY: &str = "lpauth verify token.jwt --jwks KEYS";
const VERIFY_ISSUER: &str = "lpauth verify token.jwt --jwks KEYS --issuer ISSUER";
const DECODE: &str = "lpauth decode token.jwt";
const DECRYPT: &str = "lpauth decode token.jwt --decrypt-key KEY";
const CONSOLE_KEY: &str = "lpauth keygen --from KEY --console";
const LIST_KEYS: &str = "lpauth jwks KEYS";
const EXCHANGE: &str = "curl -i -u CLIENT_ID:SECRET -d grant_type=authorization_code -d code=CODE -d redirect_uri=REDIRECT_URI TOKEN_ENDPOINT";

const fn cause(what: &'static str, checks: &'static [&'static str], command: &'static str) -> Cause {
    Cause { what, checks, command }
}

const fn idp(
    codes: &'static [(&'static str, &'static str)],
    meaning: &'static str,
    source: Source,
    causes: &'static [Cause],
) -> Code {
    Code { family: Family::Idp, codes, meaning, source, causes }
}

const fn mobile(
    codes: &'static [(&'static str, &'static str)],
    meaning: &'static str,
    source: Source,
    causes: &'static [Cause],
) -> Code {
    Code { family: Family::Mobile, codes, meaning, source, causes }
}

const LP_SIDE: &[Cause] = &[cause(
    "something on LivePerson's side: repeat it, then ask their support with the time and the account",
    &[],
    "",
)];

const DAMAGED: &[Cause] = &[
    cause(
        "a character was lost or changed while copying, or a line break or quote came along",
        &["token-not-base64url", "token-line-break", "token-quoted", "token-bom", "token-padded"],
        DECODE,
    ),
    cause("the token is not three segments with dots between them", &["token-segments"], DECODE),
    cause("header or claims are not a JSON object in UTF-8", &["header-not-json", "claims-not-json"], DECODE),
];

const BAD_KEY: &[Cause] = &[
    cause("the field has the BEGIN and END lines or line breaks in it: it takes one line of base64", &[], CONSOLE_KEY),
    cause(
        "the key is PKCS#1 (BEGIN RSA PUBLIC KEY) or a certificate in place of a SubjectPublicKeyInfo",
        &[],
        CONSOLE_KEY,
    ),
    cause("a character of the key was lost while copying", &[], CONSOLE_KEY),
];

const DECRYPTION: &[Cause] = &[
    cause(
        "it was encrypted for another key than the one LivePerson gave out",
        &["jwe-undecryptable", "jwe-key-small", "jwe-enc-too-large"],
        DECRYPT,
    ),
    cause(
        "the outer header has another `alg` than RSA-OAEP-256, or an `enc` that LivePerson does not take",
        &["jwe-alg-name", "jwe-alg-undocumented", "jwe-enc-unseen"],
        DECODE,
    ),
    cause(
        "the outer header has no `kid`, or one that LivePerson does not know",
        &["jwe-kid-missing", "jwe-kid-unknown"],
        DECODE,
    ),
    cause("what was encrypted is no signed token", &["jwe-not-nested", "jwe-cty-missing"], DECRYPT),
    cause("it was encrypted although LivePerson's connector expects a signed token only", &["jwe-unasked"], DECODE),
];

const CONNECTOR: &[Cause] = &[cause(
    "the connector is missing, of another type or switched off for this account: compare the account number and the connector in LivePerson's console",
    &[],
    "",
)];

const WRONG_KEY: Cause = cause(
    "the public key at LivePerson does not belong to the private key that signed",
    &["signature-invalid", "key-unsuitable"],
    VERIFY,
);

const WRONG_ISSUER: Cause = cause(
    "`iss` is not, character by character, the issuer in LivePerson's console",
    &["issuer-mismatch", "iss-malformed"],
    VERIFY_ISSUER,
);

const EXPIRED: Cause = cause(
    "`exp` has passed, or the clocks are apart",
    &["token-expired", "exp-before-iat", "not-yet-valid", "issued-in-future"],
    VERIFY,
);

/// The table.
pub static CODES: &[Code] = &[
    idp(
        &[("9000", "DEFAULT"), ("9001", "SERVER_ERROR")],
        "LivePerson's identity provider failed",
        Source::Ours,
        LP_SIDE,
    ),
    idp(
        &[("9007", "CUSTOMER_JWT_NOT_VALID")],
        "LivePerson did not accept the brand's token; in the public ticket that names it the keys did not match",
        Source::Observed,
        &[
            WRONG_KEY,
            WRONG_ISSUER,
            EXPIRED,
            cause(
                "it is signed with another algorithm than RS256, or not at all",
                &["alg-not-rs256", "alg-none", "alg-missing", "alg-unknown", "signature-missing"],
                VERIFY,
            ),
            cause(
                "a time is in milliseconds or in quotes",
                &["numeric-date-in-milliseconds", "numeric-date-not-number"],
                VERIFY,
            ),
        ],
    ),
    idp(&[("9008", "LP_JWT_NOT_VALID")], "the token that LivePerson itself issued is not valid", Source::Ours, LP_SIDE),
    idp(
        &[("9009", "ESAPI_ERROR")],
        "LivePerson's input filter refused characters",
        Source::Ours,
        &[
            cause("the token or code came with characters around it", &[], DECODE),
            cause("a claim has characters that look like markup", &[], DECODE),
        ],
    ),
    idp(&[("9010", "SERVICE_TIMEOUT")], "a service inside LivePerson took too long", Source::Ours, LP_SIDE),
    idp(
        &[("9011", "CUSTOMER_AUTH_FAILED")],
        "the brand's token endpoint did not give a token for the code",
        Source::Ours,
        &[
            cause(
                "the client ID or secret is wrong, or is expected in the body: LivePerson sends it as Basic authorization",
                &["token-endpoint-refused"],
                EXCHANGE,
            ),
            cause("the code was used before, or is too old", &["token-endpoint-refused"], EXCHANGE),
            cause(
                "the redirect URI is not the one of the authorization request, down to the last slash",
                &["redirect-uri-differs", "token-endpoint-refused"],
                EXCHANGE,
            ),
            cause(
                "the answer is not 200 with JSON that has an `id_token`",
                &[
                    "token-endpoint-status",
                    "token-endpoint-redirects",
                    "token-error-malformed",
                    "token-response-not-json",
                    "token-response-with-bom",
                    "id-token-missing",
                ],
                EXCHANGE,
            ),
        ],
    ),
    idp(
        &[("9012", "INPUT_VALIDATION_ERROR")],
        "the request or the token is malformed; a public ticket has it with an encrypted token",
        Source::Observed,
        &[
            cause("the token is encrypted in a way that LivePerson does not take", &["jwe-enc-unseen"], DECODE),
            cause(
                "the token is damaged",
                &["token-segments", "token-not-base64url", "token-quoted", "token-line-break"],
                DECODE,
            ),
            cause(
                "the `alg` of the encryption is misspelt, such as RSA_OAEP_256, or another than RSA-OAEP-256",
                &["jwe-alg-name", "jwe-alg-undocumented"],
                DECODE,
            ),
        ],
    ),
    idp(
        &[("9013", "AUTHENTICATION_TIMEOUT")],
        "the brand's token endpoint did not answer in time",
        Source::Ours,
        &[
            cause("a firewall stops LivePerson's servers", &[], EXCHANGE),
            cause("the endpoint is slow", &["token-response-slow"], EXCHANGE),
        ],
    ),
    idp(&[("9014", "AUTHENTICATE_EXCEPTION")], "something unexpected happened", Source::Ours, LP_SIDE),
    idp(&[("9015", "UNSUPPORTED_AUTH_TYPE")], "the connector's type is not supported", Source::Ours, CONNECTOR),
    idp(&[("1001", "PARSE_ERROR"), ("1009", "JWT_PARSING_ERROR")], "the token cannot be read", Source::Ours, DAMAGED),
    idp(
        &[("1003", "NO_SUCH_ALGORITHM")],
        "the signature algorithm is not one LivePerson takes",
        Source::Ours,
        &[cause("`alg` is not RS256", &["alg-not-rs256", "alg-none", "alg-missing", "alg-unknown"], VERIFY)],
    ),
    idp(
        &[("1006", "UNSUPPORTED_ENCODING")],
        "the text is in an encoding LivePerson does not take",
        Source::Ours,
        &[cause("header or claims are not UTF-8", &[], DECODE)],
    ),
    idp(&[("1004", "JOSE_EXECEPTION")], "the encrypted token could not be opened", Source::Ours, DECRYPTION),
    idp(
        &[("1005", "INVALID_KEY_SPEC"), ("1028", "RSA_VERIFIER_INIT_ERROR")],
        "the public key in LivePerson's console cannot be read",
        Source::Ours,
        BAD_KEY,
    ),
    idp(
        &[("1008", "JWT_NOT_VALID")],
        "what arrived has not the form of a token",
        Source::Ours,
        &[
            cause(
                "an authorization code or an access token went where the id_token belongs",
                &["token-segments"],
                DECODE,
            ),
            cause(
                "the connector is set to the implicit flow and the page hands over a code",
                &["callback-token-missing"],
                DECODE,
            ),
        ],
    ),
    idp(
        &[("1010", "LP_JWT_PARSING_ERROR")],
        "the token that LivePerson itself issued cannot be read",
        Source::Ours,
        LP_SIDE,
    ),
    idp(
        &[("1011", "JWT_MISSING_CALIMESET")],
        "a claim that LivePerson needs is missing",
        Source::Ours,
        &[cause(
            "`iss`, `sub`, `iat` or `exp` is missing",
            &["iss-missing", "sub-missing", "iat-missing", "exp-missing"],
            VERIFY,
        )],
    ),
    idp(
        &[("1012", "JWT_EXPIRED")],
        "the token has expired",
        Source::Ours,
        &[cause(
            "`exp` has passed: the page handed over an old token, or the clocks are apart",
            &["token-expired"],
            VERIFY,
        )],
    ),
    idp(
        &[("1022", "AC_*"), ("1023", "AC_*"), ("1024", "AC_*"), ("1025", "AC_*"), ("1050", "AC_*")],
        "LivePerson could not use the connector: not found, of an unsupported type, or not provisioned",
        Source::Ours,
        CONNECTOR,
    ),
    idp(
        &[("1026", "SDE_PARSE_EXCEPTION")],
        "`lp_sdes` cannot be read",
        Source::Ours,
        &[
            cause("it is an object in place of an array", &["sdes-not-array"], VERIFY),
            cause("an element lacks the wrapper of its type", &["sdes-unwrapped"], VERIFY),
            cause(
                "a field has the wrong type",
                &["sdes-field-type", "sdes-date-incomplete", "sdes-gender-form", "sdes-value"],
                VERIFY,
            ),
            cause(
                "a type is none LivePerson takes from a token",
                &["sdes-type-unknown", "sdes-type-unsupported"],
                VERIFY,
            ),
        ],
    ),
    idp(
        &[
            ("1027", "RSA_DECRYPTOR_INIT_ERROR"),
            ("1029", "AES_SECRET_DECODING_ERROR"),
            ("1030", "ENCRYPTION_*"),
            ("1031", "DECRYPTION_*"),
            ("1032", "DECRYPTION_*"),
            ("1033", "DECRYPTION_*"),
            ("1034", "DECRYPTION_*"),
        ],
        "the encryption layer failed",
        Source::Ours,
        DECRYPTION,
    ),
    idp(
        &[("1038", "JWK_PARSE_FAILED")],
        "the key set at the JWKS endpoint cannot be read",
        Source::Ours,
        &[
            cause("a modulus is in standard base64 where base64url is due", &["jwk-not-base64url"], LIST_KEYS),
            cause(
                "it is not a JWK set: HTML, an error page, a single key",
                &["jwks-unreadable", "jwks-bare-key", "jwk-malformed"],
                LIST_KEYS,
            ),
        ],
    ),
    idp(
        &[("1039", ""), ("1040", "")],
        "LivePerson has no encryption key for the account",
        Source::Ours,
        &[
            cause(
                "the brand encrypts although LivePerson was not set up for it",
                &["jwe-unasked", "token-encrypted"],
                DECODE,
            ),
            cause(
                "the outer `kid` is not the one that LivePerson gave out",
                &["jwe-kid-missing", "jwe-kid-unknown"],
                DECODE,
            ),
        ],
    ),
    idp(
        &[("1041", "JWK_ID_NOT_FOUND")],
        "the key set has no key with the token's `kid`",
        Source::Ours,
        &[
            cause(
                "the signing key was changed before its public key was published, or LivePerson still has the old set",
                &["kid-unknown"],
                VERIFY,
            ),
            cause("the JWKS endpoint at LivePerson is another issuer's, or another stage's", &["kid-unknown"], VERIFY),
            cause("the key set is empty", &["jwks-empty"], LIST_KEYS),
        ],
    ),
    idp(
        &[("1042", "MULTIPLE_JWK_WITHOUT_KID_HEADER")],
        "the key set has several keys and the token does not say which",
        Source::Ours,
        &[cause("the header has no `kid`", &["kid-missing-among-several"], VERIFY)],
    ),
    idp(
        &[
            ("1036", ""),
            ("1037", ""),
            ("1043", ""),
            ("1044", ""),
            ("1045", ""),
            ("1046", ""),
            ("1047", ""),
            ("1048", ""),
            ("1049", ""),
        ],
        "infrastructure inside LivePerson",
        Source::Ours,
        LP_SIDE,
    ),
    idp(
        &[
            ("2001", "NON_AUTH_* or CAPTCHA_*"),
            ("2002", "NON_AUTH_* or CAPTCHA_*"),
            ("2003", "NON_AUTH_* or CAPTCHA_*"),
            ("2004", "NON_AUTH_* or CAPTCHA_*"),
            ("2005", "NON_AUTH_* or CAPTCHA_*"),
            ("2006", "NON_AUTH_* or CAPTCHA_*"),
            ("2007", "NON_AUTH_* or CAPTCHA_*"),
        ],
        "belongs to the unauthenticated flow: no id_token is involved",
        Source::Ours,
        &[cause(
            "the window opened an unauthenticated conversation: the engagement or the identity function decides that",
            &[],
            "",
        )],
    ),
    Code {
        family: Family::Legacy,
        codes: &[("10", "Failed to validate user with customer authentication service")],
        meaning: "HTTP 401: the brand's token was not accepted",
        source: Source::Observed,
        causes: &[
            cause(
                "a character was lost while copying the token or the key; that was it in the public ticket",
                &["token-not-base64url", "claims-not-json"],
                DECODE,
            ),
            WRONG_ISSUER,
            WRONG_KEY,
            EXPIRED,
        ],
    },
    Code {
        family: Family::Legacy,
        codes: &[("5", "Bad authorization request ... unknown_authorization_type")],
        meaning: "the request named no way of authentication; opening the API address by hand gives it too",
        source: Source::Observed,
        causes: CONNECTOR,
    },
    Code {
        family: Family::WebSocket,
        codes: &[("4401", "")],
        meaning: "LivePerson's token is missing or has expired: the window asks the page for a fresh one",
        source: Source::Documented,
        causes: &[
            cause(
                "`exp` of the brand's token has passed: LivePerson's token takes it over",
                &["token-expired"],
                VERIFY,
            ),
            cause("the lifetime is so short that it ends during the conversation", &[], DECODE),
        ],
    },
    Code {
        family: Family::WebSocket,
        codes: &[("4407", "")],
        meaning: "the unauthenticated identity must be extended at LivePerson's identity provider",
        source: Source::Documented,
        causes: &[cause("the page never authenticated: its method was not called, or never called back", &[], "")],
    },
    mobile(
        &[("LpError.IDP", "IDP"), ("LPMessagingSDKAuthenticationFailed", "")],
        "LivePerson's identity provider refused the login: a wrong or expired key or token",
        Source::Documented,
        &[EXPIRED, WRONG_KEY, WRONG_ISSUER],
    ),
    mobile(
        &[("LPMessagingSDKTokenExpired", ""), ("onTokenExpired", "")],
        "the token has expired: the app must call `reconnect` with a fresh one",
        Source::Documented,
        &[cause("`exp` has passed", &["token-expired"], DECODE)],
    ),
    mobile(
        &[("LPMessagingSDKError", "")],
        "the text has the address of LivePerson's identity provider and its answer: explain the `internalErrorCode` in it",
        Source::Observed,
        &[cause("see the code in the text", &[], "lpauth explain CODE")],
    ),
    mobile(
        &[("LpError.STEP_UP_FAILURE", "STEP_UP_FAILURE")],
        "the step from an anonymous to an authenticated conversation failed",
        Source::Documented,
        &[WRONG_KEY, WRONG_ISSUER, EXPIRED],
    ),
    mobile(
        &[("LpError.INVALID_CERTIFICATE", "INVALID_CERTIFICATE")],
        "the pinned certificate is not the one LivePerson's server shows",
        Source::Documented,
        &[cause("the pinned keys are out of date, or a proxy is in between", &[], "")],
    ),
    mobile(
        &[
            ("LpError.CSDS", "CSDS"),
            ("LpError.SOCKET", "SOCKET"),
            ("LpError.TIMEOUT", "TIMEOUT"),
            ("LpError.INVALID_SDK_VERSION", "INVALID_SDK_VERSION"),
            ("LpError.UNKNOWN", "UNKNOWN"),
        ],
        "not about the token: the account's addresses, the connection, the time it took or the SDK's version",
        Source::Documented,
        LP_SIDE,
    ),
];
