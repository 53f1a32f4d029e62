//! What a login is made of: the words for its ways, as LivePerson's console and the standards have them.

/// How LivePerson gets the token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Flow {
    /// The authorization endpoint issues a code, which LivePerson redeems at the token endpoint (OIDC Core §3.1).
    #[default]
    Code,
    /// The authorization endpoint issues the token itself (OIDC Core §3.2).
    Implicit,
}

/// Where the consumer chats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Window {
    /// In a window of its own: LivePerson sends it to the authorization endpoint, and the answer comes back in a redirect.
    #[default]
    External,
    /// Inside the brand's page: the page gets the code or the token by itself and hands it over in a script.
    Embedded,
}

/// How LivePerson asks the authorization endpoint, a setting of the connector.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode {
    /// As RFC 6749 has it: the window's configuration travels in `state`.
    #[default]
    Rfc,
    /// As older connectors do: the configuration travels inside the redirection URI, and there is no `state`.
    OpenId,
}

/// How a client proves who it is at the token endpoint (OIDC Core §9, RFC 8705 §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ClientAuth {
    /// `client_secret_basic`: what LivePerson does.
    #[default]
    Basic,
    /// `client_secret_post`.
    Post,
    /// `client_secret_jwt`.
    SecretJwt,
    /// `private_key_jwt`.
    PrivateKeyJwt,
    /// `tls_client_auth`.
    Tls,
    /// `none`: a public client.
    None,
}

/// The redirection URI that LivePerson sends to the token endpoint unless the page named another.
pub const DEFAULT_REDIRECT_URI: &str = "https://liveperson.net";

/// The redirection URI of LivePerson's external window.
pub const WINDOW_REDIRECT_URI: &str = "https://lpcdn.lpsnmedia.net/le_unified_window/index.html";

impl Flow {
    /// Returns the response type that LivePerson asks for.
    pub fn response_type(self, mode: Mode) -> &'static str {
        match (self, mode) {
            (Flow::Code, _) => "code",
            (Flow::Implicit, Mode::Rfc) => "id_token",
            (Flow::Implicit, Mode::OpenId) => "token",
        }
    }
}

impl ClientAuth {
    /// Every method.
    pub const ALL: [ClientAuth; 6] = [
        ClientAuth::Basic,
        ClientAuth::Post,
        ClientAuth::SecretJwt,
        ClientAuth::PrivateKeyJwt,
        ClientAuth::Tls,
        ClientAuth::None,
    ];

    /// Returns the name in `token_endpoint_auth_methods_supported`.
    pub fn name(self) -> &'static str {
        match self {
            ClientAuth::Basic => "client_secret_basic",
            ClientAuth::Post => "client_secret_post",
            ClientAuth::SecretJwt => "client_secret_jwt",
            ClientAuth::PrivateKeyJwt => "private_key_jwt",
            ClientAuth::Tls => "tls_client_auth",
            ClientAuth::None => "none",
        }
    }

    /// Returns the method called `name` in metadata.
    pub fn named(name: &str) -> Option<ClientAuth> {
        ClientAuth::ALL.into_iter().find(|method| method.name() == name)
    }
}
