"""Gets, uses, introspects and revokes tokens with Authlib, by every method it knows. One line of JSON a check."""

import json
import sys
import time

from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT

with open(sys.argv[1], encoding="utf-8") as file:
    config = json.load(file)
clients, folder, issuer = config["clients"], config["folder"], config["issuer"]


class ShortLived(PrivateKeyJWT):
    """The library takes the token endpoint for the audience, an hour for the lifetime, and one jti for all assertions of given claims."""

    def sign(self, auth, token_endpoint):
        self.claims = {"exp": int(time.time()) + 60}
        return super().sign(auth, token_endpoint)


def report(name, what):
    try:
        what()
        print(json.dumps({"ok": True, "name": f"Authlib: {name}"}))
    except Exception as failure:  # whatever went wrong is the answer of the check
        print(json.dumps({"ok": False, "name": f"Authlib: {name}", "why": f"{type(failure).__name__}: {failure}"}))


def session(client, method, secret=None, certificate=None):
    made = OAuth2Session(
        client["id"], secret or client["secret"], scope="dashboard.read", token_endpoint_auth_method=method, revocation_endpoint_auth_method=method)
    made.trust_env = False  # else a bundle of the environment goes before this one
    made.verify = config["ca"]
    if certificate:
        made.cert = (f"{folder}/{certificate}.pem", f"{folder}/{certificate}.key")
    return made


def signed(key, alg):
    with open(f"{folder}/{key}.key", encoding="ascii") as pem:
        made = session(clients["key"], "private_key_jwt", pem.read())
    made.register_client_auth_method(ShortLived(issuer, headers={"kid": key}, alg=alg))
    return made


def whole_life(made, url=issuer):
    token = made.fetch_token(f"{url}/connect/token", grant_type="client_credentials", resource=f"{issuer}/graphql")
    answer = made.post(f"{url}/graphql", json={"query": "{ participants(first: 1) { totalCount } }"})
    assert answer.status_code == 200 and "data" in answer.json(), answer.text
    told = made.introspect_token(f"{url}/connect/introspect", token=token["access_token"])
    assert told.json().get("active") is True, told.text
    made.revoke_token(f"{url}/connect/revoke", token=token["access_token"]).raise_for_status()
    answer = made.post(f"{url}/graphql", json={"query": "{ __typename }"})
    assert answer.status_code == 401, answer.text


def refused(made):
    try:
        made.fetch_token(f"{issuer}/connect/token", grant_type="client_credentials")
    except OAuthError as failure:
        assert failure.error == "invalid_client", failure
        return
    raise AssertionError("it was let in")


report("client_secret_basic", lambda: whole_life(session(clients["onlyBasic"], "client_secret_basic")))
report("client_secret_post", lambda: whole_life(session(clients["onlyPost"], "client_secret_post")))
report("private_key_jwt ES256", lambda: whole_life(signed("ec", "ES256")))
report("private_key_jwt PS256", lambda: whole_life(signed("rsa", "PS256")))
report("tls_client_auth", lambda: whole_life(session(clients["bound"], "none", certificate="platform"), config["mtls"]))
report("self_signed_tls_client_auth", lambda: whole_life(session(clients["selfKey"], "none", certificate="self"), config["mtls"]))
report("client_secret_basic, a wrong secret", lambda: refused(session(clients["onlyBasic"], "client_secret_basic", "wrong")))
report("client_secret_post, a wrong secret", lambda: refused(session(clients["onlyPost"], "client_secret_post", "wrong")))
report("private_key_jwt RS256", lambda: refused(signed("rsa", "RS256")))
report("private_key_jwt by the wrong key", lambda: refused(signed("platform", "ES256")))
