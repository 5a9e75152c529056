#!/usr/bin/env bash
# Gets tokens from the hub with curl and openssl alone, and uses them. See README.md.
set -euo pipefail

usage() {
  cat >&2 <<'TEXT'
token.sh keys KEY.pem                      makes a key and prints the key set to register
token.sh token                             prints an access token
token.sh query '{ courses { totalCount } }' asks the hub over GraphQL
token.sh item EXTERNAL-ID SOURCE           sends a first course over gRPC; needs protoc

How the client proves who it is: HUB_CLIENT_SECRET, or HUB_CLIENT_KEY=KEY.pem (private_key_jwt).
HUB_DPOP=1 binds the token to a key made for this run (RFC 9449).
TEXT
  exit 2
}

stop() { echo "$2" >&2; exit "$1"; }
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
from_hex() { printf '%b' "$(sed 's/../\\x&/g')"; }

# The public half of a key as JSON members in the order that RFC 7638 takes its thumbprint of.
public_members() {
  local modulus
  modulus=$(openssl rsa -in "$1" -noout -modulus | sed 's/Modulus=//' | from_hex | base64url)
  printf '{"e":"AQAB","kty":"RSA","n":"%s"}' "$modulus"
}

key_id() { public_members "$1" | openssl dgst -sha256 -binary | base64url; }

# Signs a header and claims as PS256 (RFC 7518, section 3.5): signed KEY HEADER CLAIMS
signed() {
  local text
  text="$(printf '%s' "$2" | base64url).$(printf '%s' "$3" | base64url)"
  printf '%s.%s' "$text" "$(printf '%s' "$text" | openssl dgst -sha256 -sign "$1" -sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest -binary | base64url)"
}

make_key() { (umask 077; openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$1" 2>/dev/null || openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$1" 2>/dev/null); }

if [ "${1-}" = keys ] && [ $# = 2 ]; then
  [ ! -e "$2" ] || stop 2 "$2 exists already."
  make_key "$2"
  public_members "$2" | sed "s/^{/{\"keys\":[{\"alg\":\"PS256\",\"use\":\"sig\",\"kid\":\"$(key_id "$2")\",/; s/\$/]}/"
  exit 0
fi
case "${1-}:$#" in token:1 | query:2 | item:3) ;; *) usage ;; esac

http=${HUB_HTTP:-http://127.0.0.1:5080}
http=${http%/}
grpc=${HUB_GRPC:-http://127.0.0.1:5081}
grpc=${grpc%/}
case $grpc in *://*) ;; *) grpc=http://$grpc ;; esac
[ -n "${HUB_CLIENT_ID-}" ] || stop 2 "HUB_CLIENT_ID is not set. The operator of the hub gives it to you."
[ -n "${HUB_CLIENT_KEY-}${HUB_CLIENT_SECRET-}" ] || stop 2 "Set HUB_CLIENT_SECRET, or HUB_CLIENT_KEY to the file of a key."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# One member of a flat JSON object; enough for what a token endpoint answers.
member() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p"; }

endpoint=$(curl -sS --fail "$http/.well-known/oauth-authorization-server" | tee "$folder/metadata" | member token_endpoint) || stop 3 "The hub's metadata could not be read from $http."
issuer=$(member issuer <"$folder/metadata")

# A proof for one call; the hub takes it once: proof URL [TOKEN]
proof() {
  local claims nonce
  claims="\"htm\":\"POST\",\"htu\":\"$1\",\"jti\":\"$(openssl rand -hex 16)\",\"iat\":$(date +%s)"
  nonce=$(sed -n 's/^[Dd][Pp][Oo][Pp]-[Nn]once: *\([^[:space:]]*\).*/\1/p' "$folder/headers" 2>/dev/null || true)
  [ -z "$nonce" ] || claims="$claims,\"nonce\":\"$nonce\""
  [ -z "${2-}" ] || claims="$claims,\"ath\":\"$(printf '%s' "$2" | openssl dgst -sha256 -binary | base64url)\""
  signed "$folder/dpop.pem" "{\"typ\":\"dpop+jwt\",\"alg\":\"PS256\",\"jwk\":$(public_members "$folder/dpop.pem")}" "{$claims}"
}

scheme=Bearer
if [ -n "${HUB_DPOP-}" ]; then
  scheme=DPoP
  make_key "$folder/dpop.pem"
fi

ask_for_token() {
  local -a given=(-d grant_type=client_credentials)
  if [ -n "${HUB_CLIENT_KEY-}" ]; then
    local now
    now=$(date +%s)
    given+=(-d "client_id=$HUB_CLIENT_ID" -d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer
      -d "client_assertion=$(signed "$HUB_CLIENT_KEY" "{\"alg\":\"PS256\",\"kid\":\"$(key_id "$HUB_CLIENT_KEY")\"}" \
        "{\"iss\":\"$HUB_CLIENT_ID\",\"sub\":\"$HUB_CLIENT_ID\",\"aud\":\"$issuer\",\"jti\":\"$(openssl rand -hex 16)\",\"iat\":$now,\"exp\":$((now + 60))}")")
  else
    # From a file, so that no list of processes shows the secret.
    printf 'user = "%s:%s"\n' "$HUB_CLIENT_ID" "$HUB_CLIENT_SECRET" >"$folder/user"
    given+=(--config "$folder/user")
  fi
  [ $scheme = Bearer ] || given+=(-H "DPoP: $(proof "$endpoint")")
  curl -sS -D "$folder/headers" -o "$folder/token" "${given[@]}" "$endpoint"
}

ask_for_token
if grep -q use_dpop_nonce "$folder/token"; then ask_for_token; fi
token=$(member access_token <"$folder/token")
[ -n "$token" ] || stop 3 "No token. $(member error <"$folder/token"): $(member error_description <"$folder/token")"

# The headers that carry the token to a URL.
access() {
  printf 'header = "Authorization: %s %s"\n' "$scheme" "$token"
  [ $scheme = Bearer ] || printf 'header = "DPoP: %s"\n' "$(proof "$1" "$token")"
}

case $1 in
  token) echo "$token" ;;
  query)
    text=$(printf '%s' "$2" | sed 's/\\/\\\\/g; s/"/\\"/g' | tr '\n' ' ')
    ask() { access "$http/graphql" | curl -sS -D "$folder/headers" --config - -H "Content-Type: application/json" -d "{\"query\":\"$text\"}" "$http/graphql"; }
    answer=$(ask)
    if grep -qi use_dpop_nonce "$folder/headers"; then answer=$(ask); fi
    echo "$answer"
    ;;
  item)
    proto=${HUB_PROTO:-$(cd "$(dirname "$0")/../../../proto" && pwd)}
    method=hub.catalogue.v1.CatalogueSyncService/UpsertItems
    coder() { protoc -I "$proto" "$@" hub/catalogue/v1/catalogue_sync_service.proto; }
    # The revision rises with each change; sending one again is harmless.
    coder --encode=hub.catalogue.v1.UpsertItemsRequest >"$folder/message" <<TEXT
source: "$3"
items { external_id: "$2" revision: 1 course {
  title: "Dasar-dasar barista" description: "Empat hari praktik di kedai kopi." language: "id" price_idr: 750000 area_codes: "31.74" } }
TEXT
    # gRPC over HTTP/2: a byte that says "not compressed", four bytes of length, the message.
    { printf '00%08x' "$(wc -c <"$folder/message")" | from_hex; cat "$folder/message"; } >"$folder/frame"
    access "$grpc/$method" | curl -sS --http2-prior-knowledge -D "$folder/headers" -o "$folder/answer" --config - \
      -H "Content-Type: application/grpc" -H "TE: trailers" --data-binary "@$folder/frame" "$grpc/$method"
    status=$(tr -d '\r' <"$folder/headers" | sed -n 's/^grpc-status: //p')
    [ "$status" = 0 ] || stop 3 "gRPC status ${status:-none}: $(tr -d '\r' <"$folder/headers" | sed -n 's/^grpc-message: //p')"
    tail -c +6 "$folder/answer" | coder --decode=hub.catalogue.v1.UpsertItemsResponse
    ;;
esac
