"""What a server that runs for seconds keeps: everything in memory."""

import time

from authlib.oauth2.rfc6749 import ClientMixin, TokenMixin
from authlib.oidc.core import AuthorizationCodeMixin

CLIENTS, CODES, TOKENS, NONCES = {}, {}, {}, set()


class User:
    def __init__(self, name):
        self.id = name

    def get_user_id(self):
        return self.id


class Client(ClientMixin):
    def __init__(self, metadata):
        self.client_id = metadata["client_id"]
        self.secret = metadata.get("client_secret", "")
        self.metadata = metadata

    def get_client_id(self):
        return self.client_id

    def get_default_redirect_uri(self):
        return self.metadata["redirect_uris"][0]

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri in self.metadata["redirect_uris"]

    def check_client_secret(self, client_secret):
        return self.secret == client_secret

    def check_endpoint_auth_method(self, method, _endpoint):
        return method == self.metadata.get("token_endpoint_auth_method", "client_secret_basic")

    def check_response_type(self, response_type):
        wanted = sorted(response_type.split())
        return any(sorted(it.split()) == wanted for it in self.metadata["response_types"])

    def check_grant_type(self, grant_type):
        return grant_type in self.metadata["grant_types"]


class Code(AuthorizationCodeMixin):
    def __init__(self, code, request):
        payload = request.payload
        self.code, self.client_id, self.user = code, payload.client_id, request.user
        self.redirect_uri, self.scope, self.nonce = payload.redirect_uri, payload.scope, payload.data.get("nonce")
        self.code_challenge = payload.data.get("code_challenge")
        self.code_challenge_method = payload.data.get("code_challenge_method")
        self.auth_time, self.made = int(time.time()), time.time()

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope

    def get_nonce(self):
        return self.nonce

    def get_auth_time(self):
        return self.auth_time

    def get_acr(self):
        return None

    def get_amr(self):
        return None


class Token(TokenMixin):
    def __init__(self, token, request):
        self.access_token, self.refresh_token = token["access_token"], token.get("refresh_token")
        self.client_id, self.user, self.scope = request.client.client_id, request.user, token.get("scope", "")
        self.revoked = False

    def check_client(self, client):
        return self.client_id == client.client_id

    def get_scope(self):
        return self.scope

    def get_expires_in(self):
        return 3600

    def is_expired(self):
        return False

    def is_revoked(self):
        return self.revoked

    def get_user(self):
        return self.user

    def get_client(self):
        return CLIENTS[self.client_id]


def save_token(token, request):
    TOKENS[token["access_token"]] = Token(token, request)


class Codes:
    def save_authorization_code(self, code, request):
        NONCES.add(request.payload.data.get("nonce"))
        CODES[code] = Code(code, request)

    def query_authorization_code(self, code, client):
        found = CODES.get(code)
        return found if found and found.client_id == client.client_id else None

    def delete_authorization_code(self, authorization_code):
        del CODES[authorization_code.code]

    def authenticate_user(self, authorization_code):
        return authorization_code.user


class Refreshes:
    def authenticate_refresh_token(self, refresh_token):
        return next((it for it in TOKENS.values() if it.refresh_token == refresh_token and not it.revoked), None)

    def authenticate_user(self, credential):
        return credential.user

    def revoke_old_credential(self, credential):
        credential.revoked = True
