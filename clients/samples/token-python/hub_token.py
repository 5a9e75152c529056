#!/usr/bin/python3
"""Gets tokens from the hub in every way a program may, and uses them. See README.md."""
import base64
import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
import uuid

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.jose import JsonWebKey, JsonWebSignature
from authlib.oauth2.rfc7523 import PrivateKeyJWT

USAGE = """\
hub_token.py keys KEY.json                       makes a key and prints the key set to register
hub_token.py token                               prints an access token
hub_token.py query '{ courses { totalCount } }'  asks the hub over GraphQL
hub_token.py item EXTERNAL-ID SOURCE             sends a first course over gRPC

How the client proves who it is: HUB_CLIENT_SECRET, or HUB_CLIENT_KEY=KEY.json (private_key_jwt).
HUB_DPOP=1 binds the token to a key made for this run (RFC 9449)."""


def stop(code, why):
    print(why, file=sys.stderr)
    sys.exit(code)


def text64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


command, *given = sys.argv[1:] or [""]
if {"keys": 1, "token": 0, "query": 1, "item": 2}.get(command) != len(given):
    stop(2, USAGE)

# ---- A key of the client's own. The hub knows its public half alone.

def make_keys(path):
    key = JsonWebKey.generate_key("EC", "P-256", is_private=True)
    named = {"kid": key.thumbprint(), "alg": "ES256", "use": "sig"}
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            json.dump({**key.as_dict(is_private=True), **named}, file)
    except OSError as error:
        stop(2, f"{path} cannot be made: {error.strerror}")
    print(json.dumps({"keys": [{**key.as_dict(is_private=False), **named}]}))


if command == "keys":
    make_keys(given[0])
    sys.exit(0)

# ---- Who calls.

http = os.environ.get("HUB_HTTP", "http://127.0.0.1:5080").rstrip("/")
client_id, secret = os.environ.get("HUB_CLIENT_ID"), os.environ.get("HUB_CLIENT_SECRET")
if not client_id:
    stop(2, "HUB_CLIENT_ID is not set. The operator of the hub gives it to you.")
key_file = os.environ.get("HUB_CLIENT_KEY")
if not key_file and not secret:
    stop(2, "Set HUB_CLIENT_SECRET, or HUB_CLIENT_KEY to the file of a key.")

# The hub's metadata names every endpoint (RFC 8414).
try:
    metadata = requests.get(http + "/.well-known/oauth-authorization-server", timeout=30).json()
except (requests.RequestException, ValueError) as error:
    stop(3, f"The hub's metadata could not be read from {http}: {error}")

binding = JsonWebKey.generate_key("EC", "P-256", is_private=True) if os.environ.get("HUB_DPOP") else None
nonce = None


def proof(method, url, token=None):
    """A proof for one call (RFC 9449, section 4.2); the hub takes it once."""
    claims = {"htm": method, "htu": url, "jti": str(uuid.uuid4()), "iat": int(time.time())}
    if nonce:
        claims["nonce"] = nonce
    if token:
        claims["ath"] = text64(hashlib.sha256(token.encode()).digest())
    header = {"typ": "dpop+jwt", "alg": "ES256", "jwk": binding.as_dict(is_private=False)}
    return JsonWebSignature().serialize_compact(header, json.dumps(claims).encode(), binding).decode()


def get_token():
    global nonce
    if key_file:
        key = json.loads(pathlib.Path(key_file).read_text(encoding="utf-8"))
        session = OAuth2Session(client_id, JsonWebKey.import_key(key), token_endpoint_auth_method="private_key_jwt")

        # The audience of the assertion is the hub, not the endpoint, and five minutes are the most it may be good for.
        claims = {"exp": int(time.time()) + 60}
        session.register_client_auth_method(PrivateKeyJWT(metadata["issuer"], claims=claims, headers={"kid": key["kid"]}, alg="ES256"))
    else:
        session = OAuth2Session(client_id, secret, token_endpoint_auth_method="client_secret_basic")

    endpoint = metadata["token_endpoint"]
    for attempt in (1, 2):
        try:
            headers = {"Accept": "application/json"} | ({"DPoP": proof("POST", endpoint)} if binding else {})
            session.register_compliance_hook("access_token_response", remember_nonce)
            return session.fetch_token(endpoint, grant_type="client_credentials", headers=headers)["access_token"]
        except OAuthError as error:
            if error.error != "use_dpop_nonce" or attempt == 2:
                stop(3, f"No token. {error.error}: {error.description}")


def remember_nonce(response):
    global nonce
    nonce = response.headers.get("DPoP-Nonce", nonce)
    return response


access_token = get_token()
if command == "token":
    print(access_token)

# ---- GraphQL.

if command == "query":
    url = http + "/graphql"
    for _ in (1, 2):
        headers = {"Authorization": f"{'DPoP' if binding else 'Bearer'} {access_token}"} | ({"DPoP": proof("POST", url, access_token)} if binding else {})
        answer = remember_nonce(requests.post(url, json={"query": given[0]}, headers=headers, timeout=60))
        if answer.ok or "use_dpop_nonce" not in answer.headers.get("WWW-Authenticate", ""):
            break
    print(answer.text)
    sys.exit(0 if answer.ok else 3)

# ---- gRPC: one item, decided on before the call returns.

if command == "item":
    import grpc
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    contracts = descriptor_pool.DescriptorPool()
    proto = os.environ.get("HUB_PROTO") or str(pathlib.Path(__file__).resolve().parents[3] / "proto")
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "contracts.binpb")
        compiler = ["protoc"] if shutil.which("protoc") else [sys.executable, "-m", "grpc_tools.protoc"]
        subprocess.run(
            [*compiler, f"-I{proto}", "--include_imports", f"--descriptor_set_out={out}", "hub/catalogue/v1/catalogue_sync_service.proto"], check=True)
        for described in descriptor_pb2.FileDescriptorSet.FromString(pathlib.Path(out).read_bytes()).file:
            contracts.Add(described)

    def message(name):
        found = contracts.FindMessageTypeByName("hub.catalogue.v1." + name)
        if hasattr(message_factory, "GetMessageClass"):
            return message_factory.GetMessageClass(found)
        return message_factory.MessageFactory(contracts).GetPrototype(found)

    address = os.environ.get("HUB_GRPC", "http://127.0.0.1:5081")
    address = urllib.parse.urlsplit(address if "://" in address else "http://" + address)
    channel = grpc.secure_channel(address.netloc, grpc.ssl_channel_credentials()) if address.scheme == "https" else grpc.insecure_channel(address.netloc)
    path = "/hub.catalogue.v1.CatalogueSyncService/UpsertItems"
    call = channel.unary_unary(path, message("UpsertItemsRequest").SerializeToString, message("UpsertItemsResponse").FromString)

    request = message("UpsertItemsRequest")(source=given[1])

    # The revision rises with each change; sending one again is harmless.
    item = request.items.add(external_id=given[0], revision=1)
    item.course.title = "Dasar-dasar barista"
    item.course.description = "Empat hari praktik di kedai kopi."
    item.course.language = "id"
    item.course.price_idr = 750_000
    item.course.area_codes.append("31.74")

    headers = [("authorization", f"{'DPoP' if binding else 'Bearer'} {access_token}")]
    if binding:
        headers.append(("dpop", proof("POST", f"{address.scheme}://{address.netloc}{path}", access_token)))
    try:
        answer = call(request, metadata=headers, timeout=60)
    except grpc.RpcError as error:
        stop(3, f"{error.code().name}: {error.details()}")
    outcomes = contracts.FindEnumTypeByName("hub.catalogue.v1.Outcome").values_by_number
    for verdict in answer.verdicts:
        parts = [outcomes[verdict.outcome].name.removeprefix("OUTCOME_"), verdict.reason, verdict.field, verdict.text.en, verdict.fix.en]
        print(" | ".join(part for part in parts if part))
