"""Pushes the cases as a delta with grpcio and prints what the hub decided, as JSON.

Argument: JSON with address, descriptors, cases, token, source, foreignSource, readerToken. The messages come from a descriptor set, so
neither generated code nor protoc is needed.
"""
import json
import sys

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
SyncRequest, SyncResponse = message(CATALOGUE + "SyncRequest"), message(CATALOGUE + "SyncResponse")
Item, Open = message(CATALOGUE + "Item"), message(CATALOGUE + "Open")
GetSourceRequest, GetSourceResponse = message(CATALOGUE + "GetSourceRequest"), message(CATALOGUE + "GetSourceResponse")
HealthRequest, HealthResponse = message("grpc.health.v1.HealthCheckRequest"), message("grpc.health.v1.HealthCheckResponse")
Status, ErrorInfo = message("google.rpc.Status"), message("google.rpc.ErrorInfo")


def enum(name, number):
    return pool.FindEnumTypeByName(name).values_by_number[number].name


def bearer(token):
    return (("authorization", "Bearer " + token),) if token else ()


def requests(batches):
    yield SyncRequest(open=Open(source=given["source"], mode=1, all_verdicts=True))
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


def refusal(channel, token, source):
    call = channel.unary_unary(
        "/hub.catalogue.v1.CatalogueSyncService/GetSource",
        request_serializer=GetSourceRequest.SerializeToString, response_deserializer=GetSourceResponse.FromString)
    try:
        call(GetSourceRequest(source=source), metadata=bearer(token), timeout=30)
    except grpc.RpcError as error:
        trailers = dict(error.trailing_metadata())
        status = Status.FromString(trailers["grpc-status-details-bin"])
        infos = [ErrorInfo.FromString(d.value) for d in status.details if d.type_url.endswith("google.rpc.ErrorInfo")]
        # Field 1 is the reason; older descriptors call it `type`.
        first = infos[0].DESCRIPTOR.fields_by_number
        return [error.code().value[0], len(infos), getattr(infos[0], first[1].name), getattr(infos[0], first[2].name)]
    raise AssertionError("the call was not refused")


with open(given["cases"], encoding="utf-8") as file:
    cases = json.load(file)["batches"]
with grpc.insecure_channel(given["address"]) as channel:
    stream = channel.stream_stream(
        "/hub.catalogue.v1.CatalogueSyncService/Sync",
        request_serializer=SyncRequest.SerializeToString, response_deserializer=SyncResponse.FromString)
    verdicts, closed = [], None
    for answer in stream(requests(cases), metadata=bearer(given["token"]), timeout=60):
        verdicts += [verdict_of(v) for v in answer.progress.verdicts]
        closed = answer.closed if answer.HasField("closed") else closed
    check = channel.unary_unary(
        "/grpc.health.v1.Health/Check",
        request_serializer=HealthRequest.SerializeToString, response_deserializer=HealthResponse.FromString)
    health = check(HealthRequest(service="hub.catalogue.v1.CatalogueSyncService"), timeout=30)
    print(json.dumps({
        "verdicts": verdicts,
        "counts": {field.json_name: str(getattr(closed.counts, field.name)) for field in closed.counts.DESCRIPTOR.fields},
        "outcome": enum(CATALOGUE + "CloseOutcome", closed.outcome),
        "serving": enum("grpc.health.v1.HealthCheckResponse.ServingStatus", health.status),
        "refusals": {
            "foreignSource": refusal(channel, given["token"], given["foreignSource"]),
            "noToken": refusal(channel, "", given["source"]),
            "wrongScope": refusal(channel, given["readerToken"], given["source"]),
        },
    }))
