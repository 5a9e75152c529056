"""Pushes the cases as a delta with grpcio and prints what the hub decided, as JSON.

Argument: JSON with address, tokenUrl, descriptors, cases, source, foreignSource, client and reader (each with id and secret). The messages
come from a descriptor set, so neither generated code nor protoc is needed.
"""
import base64
import json
import sys
import urllib.parse
import urllib.request

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

given = json.loads(sys.argv[1])
pool = descriptor_pool.DescriptorPool()
with open(given["descriptors"], "rb") as file:
    for described in descriptor_pb2.FileDescriptorSet.FromString(file.read()).file:
        pool.Add(described)
factory = message_factory.MessageFactory(pool)


def message(name):
    return factory.GetPrototype(pool.FindMessageTypeByName(name))


CATALOGUE = "hub.catalogue.v1."
SERVICE = CATALOGUE + "CatalogueSyncService"
SyncRequest, SyncResponse, Open = message(CATALOGUE + "SyncRequest"), message(CATALOGUE + "SyncResponse"), message(CATALOGUE + "Open")
GetSourceRequest, GetSourceResponse = message(CATALOGUE + "GetSourceRequest"), message(CATALOGUE + "GetSourceResponse")
HealthRequest, HealthResponse = message("grpc.health.v1.HealthCheckRequest"), message("grpc.health.v1.HealthCheckResponse")
ReflectionRequest = message("grpc.reflection.v1.ServerReflectionRequest")
ReflectionResponse = message("grpc.reflection.v1.ServerReflectionResponse")
Status, ErrorInfo = message("google.rpc.Status"), message("google.rpc.ErrorInfo")


def enum(name, number):
    return pool.FindEnumTypeByName(name).values_by_number[number].name


def token(client):
    """Asks with client_secret_basic."""
    credentials = urllib.parse.quote(client["id"], safe="") + ":" + urllib.parse.quote(client["secret"], safe="")
    request = urllib.request.Request(given["tokenUrl"], data=b"grant_type=client_credentials")
    request.add_header("Authorization", "Basic " + base64.b64encode(credentials.encode()).decode())
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)["access_token"]


def bearer(access):
    return (("authorization", "Bearer " + access),) if access else ()


def unary(channel, method, request, response):
    return channel.unary_unary(method, request_serializer=request.SerializeToString, response_deserializer=response.FromString)


def stream(channel, method, request, response):
    return channel.stream_stream(method, request_serializer=request.SerializeToString, response_deserializer=response.FromString)


def opening(source):
    return SyncRequest(open=Open(source=source, mode=1, all_verdicts=True))


def requests(batches):
    yield opening(given["source"])
    first = 1
    for batch in batches:
        request = SyncRequest()
        request.items.first_sequence = first
        for item in batch:
            json_format.ParseDict(item, request.items.items.add(), descriptor_pool=pool)
        first += len(batch)
        yield request


def text(verdict, field):
    if not verdict.HasField(field):
        return None
    value = getattr(verdict, field)
    return {"en": value.en, "id": value.id}


def verdict_of(v):
    return {
        "currentRevision": str(v.current_revision) if v.HasField("current_revision") else None,
        "externalId": v.external_id,
        "field": v.field,
        "fix": text(v, "fix"),
        "further": [[f.reason, f.field] for f in v.further_findings],
        "outcome": enum(CATALOGUE + "Outcome", v.outcome),
        "reason": v.reason,
        "revision": str(v.revision),
        "sequence": str(v.sequence),
        "severity": enum(CATALOGUE + "Severity", v.severity),
        "text": text(v, "text"),
    }


def refusal(call):
    try:
        call()
    except grpc.RpcError as error:
        status = Status.FromString(dict(error.trailing_metadata())["grpc-status-details-bin"])
        infos = [ErrorInfo.FromString(d.value) for d in status.details if d.type_url.endswith("google.rpc.ErrorInfo")]
        # Field 1 is the reason; older descriptors call it `type`.
        fields = infos[0].DESCRIPTOR.fields_by_number
        return [error.code().value[0], len(infos), getattr(infos[0], fields[1].name), getattr(infos[0], fields[2].name)]
    raise AssertionError("the call was not refused")


def refusals(channel, access, source):
    read, sync = unary(channel, f"/{SERVICE}/GetSource", GetSourceRequest, GetSourceResponse), stream(
        channel, f"/{SERVICE}/Sync", SyncRequest, SyncResponse)
    return {
        "getSource": refusal(lambda: read(GetSourceRequest(source=source), metadata=bearer(access), timeout=30)),
        "sync": refusal(lambda: list(sync(iter([opening(source)]), metadata=bearer(access), timeout=30))),
    }


def reflected(channel):
    call = stream(channel, "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", ReflectionRequest, ReflectionResponse)
    services, files = call(iter([ReflectionRequest(list_services=""), ReflectionRequest(file_containing_symbol=SERVICE)]), timeout=30)
    described = files.file_descriptor_response.file_descriptor_proto
    return {
        "services": sorted(service.name for service in services.list_services_response.service),
        "files": [descriptor_pb2.FileDescriptorProto.FromString(file).name for file in described],
    }


with open(given["cases"], encoding="utf-8") as file:
    cases = json.load(file)["batches"]
access = token(given["client"])
with grpc.insecure_channel(given["address"]) as channel:
    sync = stream(channel, f"/{SERVICE}/Sync", SyncRequest, SyncResponse)
    verdicts, closed = [], None
    for answer in sync(requests(cases), metadata=bearer(access), timeout=60):
        verdicts += [verdict_of(v) for v in answer.progress.verdicts]
        closed = answer.closed if answer.HasField("closed") else closed
    health = unary(channel, "/grpc.health.v1.Health/Check", HealthRequest, HealthResponse)(HealthRequest(service=SERVICE), timeout=30)
    print(json.dumps({
        "verdicts": verdicts,
        "counts": {field.json_name: str(getattr(closed.counts, field.name)) for field in closed.counts.DESCRIPTOR.fields},
        "held": str(closed.held),
        "outcome": enum(CATALOGUE + "CloseOutcome", closed.outcome),
        "serving": enum("grpc.health.v1.HealthCheckResponse.ServingStatus", health.status),
        "reflected": reflected(channel),
        "refusals": {
            "foreignSource": refusals(channel, access, given["foreignSource"]),
            "noToken": refusals(channel, "", given["source"]),
            "wrongScope": refusals(channel, token(given["reader"]), given["source"]),
        },
    }))
