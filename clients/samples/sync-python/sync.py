#!/usr/bin/python3
"""Brings a catalogue to the hub as a snapshot by digest: it costs what changed. See README.md."""
import argparse
import base64
import hashlib
import itertools
import json
import os
import pathlib
import queue
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid

import grpc
from google.protobuf import any_pb2, descriptor_pb2, descriptor_pool, duration_pb2, json_format, message_factory, text_format

arguments = argparse.ArgumentParser(description=__doc__)
arguments.add_argument("command", choices=["push", "digest"])
arguments.add_argument("file", help="items, one a line, in protobuf's JSON form")
arguments.add_argument("--source", help="id of the source, for push")
arguments.add_argument("--batch", type=int, default=500)
arguments.add_argument("--descriptors", help="compiled contracts; without them protoc or grpc_tools compiles proto/")
given = arguments.parse_args()
if given.command == "push" and not given.source:
    arguments.error("push needs --source")


def fail(code, why):
    print(why, file=sys.stderr)
    sys.exit(code)


# ---- Contracts: compiled as they stand, no generated code.

def descriptors():
    if given.descriptors:
        return pathlib.Path(given.descriptors).read_bytes()
    proto = os.environ.get("HUB_PROTO") or str(pathlib.Path(__file__).resolve().parents[3] / "proto")
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "contracts.binpb")
        compiler = [shutil.which("protoc")] if shutil.which("protoc") else [sys.executable, "-m", "grpc_tools.protoc"]
        subprocess.run(
            [*compiler, f"-I{proto}", "--include_imports", f"--descriptor_set_out={out}", "hub/catalogue/v1/catalogue_sync_service.proto"], check=True)
        return pathlib.Path(out).read_bytes()


def message(name, pool):
    found = pool.FindMessageTypeByName(name)
    if hasattr(message_factory, "GetMessageClass"):
        return message_factory.GetMessageClass(found)
    return message_factory.MessageFactory(pool).GetPrototype(found)


contracts = descriptor_pool.DescriptorPool()
for described in descriptor_pb2.FileDescriptorSet.FromString(descriptors()).file:
    contracts.Add(described)
Item, SyncRequest, SyncResponse = (message("hub.catalogue.v1." + name, contracts) for name in ("Item", "SyncRequest", "SyncResponse"))
SNAPSHOT = contracts.FindEnumTypeByName("hub.catalogue.v1.SyncMode").values_by_name["SYNC_MODE_SNAPSHOT"].number

# google.rpc.Status with the two details that are read here.
details = descriptor_pool.Default()
details.AddSerializedFile(text_format.Parse("""
    name: "failure.proto" package: "failure" syntax: "proto3" dependency: ["google/protobuf/any.proto", "google/protobuf/duration.proto"]
    message_type { name: "Status" field { name: "details" number: 3 label: LABEL_REPEATED type: TYPE_MESSAGE type_name: ".google.protobuf.Any" } }
    message_type { name: "ErrorInfo" field { name: "reason" number: 1 label: LABEL_OPTIONAL type: TYPE_STRING } }
    message_type { name: "RetryInfo"
                   field { name: "delay" number: 1 label: LABEL_OPTIONAL type: TYPE_MESSAGE type_name: ".google.protobuf.Duration" } }
    """, descriptor_pb2.FileDescriptorProto()).SerializeToString())
Status, ErrorInfo, RetryInfo = (message("failure." + name, details) for name in ("Status", "ErrorInfo", "RetryInfo"))


def failure_of(error):
    """Reason and pause that a failed call names."""
    reason, pause = "", 0.0
    packed = dict(error.trailing_metadata() or ()).get("grpc-status-details-bin", b"")
    for detail in Status.FromString(packed).details:
        if detail.type_url.endswith("ErrorInfo"):
            reason = ErrorInfo.FromString(detail.value).reason
        elif detail.type_url.endswith("RetryInfo"):
            delay = RetryInfo.FromString(detail.value).delay
            pause = delay.seconds + delay.nanos / 1e9
    return reason, pause


# ---- The catalogue.

def read_items():
    with open(given.file, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                item = json_format.Parse(line, Item(), descriptor_pool=contracts)
                if not 1 <= len(item.external_id.encode()) <= 256 or "\0" in item.external_id or "\ufffd" in item.external_id:
                    raise ValueError("externalId must be UTF-8 of 1 to 256 bytes.")
                if item.revision < 1 or item.WhichOneof("content") is None:
                    raise ValueError("an item needs a revision of 1 or more, and content.")
            except (ValueError, json_format.ParseError) as error:
                fail(2, f"{given.file}, line {number}: {error}")
            yield item


# ---- Digests, as proto/hub/catalogue/v1/README.md defines them.

def digest_of(key, revision, tombstone):
    name = key.encode()
    state = b"\2" if tombstone else b"\1"
    return hashlib.sha256(len(name).to_bytes(4, "big") + name + revision.to_bytes(8, "big") + state).digest()[:16]


def place_of(key):
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:2], "big")


class Catalogue:
    """Keys, revisions and sums of the whole catalogue; never its content."""

    def __init__(self):
        self.items = {}
        for item in read_items():
            known = self.items.get(item.external_id)
            if known is None or item.revision > known[0]:
                self.items[item.external_id] = (item.revision, item.WhichOneof("content") == "tombstone")
        self.live = sum(not tombstone for _, tombstone in self.items.values())
        self.leaves, nodes = [0] * 65536, [0] * 256
        for key, (revision, tombstone) in self.items.items():
            digest, place = int.from_bytes(digest_of(key, revision, tombstone), "big"), place_of(key)
            self.leaves[place] ^= digest
            nodes[place >> 8] ^= digest
        self.nodes = b"".join(node.to_bytes(16, "big") for node in nodes)
        self.digest = hashlib.sha256(self.nodes).digest()

    def leaves_of(self, node):
        return b"".join(leaf.to_bytes(16, "big") for leaf in self.leaves[node * 256:node * 256 + 256])


# ---- Tokens.

class Token:
    """Asks with client credentials and renews in time."""

    def __init__(self):
        self.value, self.renew_at = None, 0.0

    def bearer(self):
        if self.value is None or time.monotonic() > self.renew_at:
            client = ":".join(urllib.parse.quote(os.environ[name], safe="") for name in ("HUB_CLIENT_ID", "HUB_CLIENT_SECRET"))
            request = urllib.request.Request(
                os.environ.get("HUB_HTTP", "http://127.0.0.1:5080").rstrip("/") + "/connect/token", data=b"grant_type=client_credentials")
            request.add_header("Authorization", "Basic " + base64.b64encode(client.encode()).decode())
            with urllib.request.urlopen(request, timeout=30) as answer:
                told = json.load(answer)
            self.value, self.renew_at = told["access_token"], time.monotonic() + told["expires_in"] * 0.8
        return (("authorization", "Bearer " + self.value),)


# ---- One stream: open, negotiate, send what is wanted, commit.

class Wire:
    """Messages that went over the wire, with the five bytes gRPC puts before each."""

    def __init__(self):
        self.items = self.sent = self.received = 0

    def pack(self, request):
        data = request.SerializeToString()
        self.sent += len(data) + 5
        self.items += len(request.items.items)
        return data

    def unpack(self, data):
        self.received += len(data) + 5
        return SyncResponse.FromString(data)


def name_of(answer, field):
    return answer.DESCRIPTOR.fields_by_name[field].enum_type.values_by_number[getattr(answer, field)].name


def tell(verdict):
    parts = [name_of(verdict, "outcome").replace("OUTCOME_", ""), verdict.reason, verdict.external_id, verdict.field, verdict.text.en, verdict.fix.en]
    print(" | ".join(part for part in parts if part))


class Stream:
    """gRPC pulls requests from its own thread; the answers tell what comes next."""

    def __init__(self, own, session, on_progress):
        self.own, self.session, self.on_progress = own, session, on_progress
        self.steps = queue.Queue()
        self.moved = threading.Condition()
        self.is_over, self.durable, self.credits = False, 0, 0
        self.wanted = set()

    def run(self, sync, metadata):
        first = SyncRequest()
        first.open.source, first.open.mode, first.open.session_id, first.open.source_digest = given.source, SNAPSHOT, self.session, self.own.digest
        self.steps.put([first])
        call = sync(self.requests(), metadata=metadata)
        try:
            for answer in call:
                if answer.HasField("closed"):
                    return answer.closed
                self.take(answer)
            raise ConnectionError("The stream ended before the hub closed the session.")
        finally:
            with self.moved:
                self.is_over = True
                self.moved.notify()
            self.steps.put(None)
            call.cancel()

    def requests(self):
        while (step := self.steps.get()) is not None:
            yield from step

    def take(self, answer):
        if answer.HasField("opened"):
            self.on_progress(answer.opened.session_id)
            self.durable, self.credits = answer.opened.resume_after, answer.opened.credits
            if answer.opened.source_digest != self.own.digest:
                request = SyncRequest()
                request.nodes.digests = self.own.nodes
                self.steps.put([request])
        elif answer.HasField("wanted"):
            self.wanted.update(answer.wanted.external_ids)
            self.steps.put(self.answers(answer.wanted))
        with self.moved:
            if answer.HasField("credits"):
                self.credits = answer.credits.credits
            if answer.HasField("progress"):
                if answer.progress.durable_through > self.durable:
                    self.on_progress(self.session)
                self.durable = answer.progress.durable_through
                for verdict in answer.progress.verdicts:
                    tell(verdict)
            self.moved.notify()

    def answers(self, wanted):
        for node in wanted.nodes:
            request = SyncRequest()
            request.leaves.nodes.add(node=node, digests=self.own.leaves_of(node))
            yield request
        if wanted.leaves or wanted.all_keys:
            yield from self.keys(set(wanted.leaves), wanted.all_keys)
        if wanted.last:
            yield from self.items()
            request = SyncRequest()
            request.commit.expected_count, request.commit.source_digest = self.own.live, self.own.digest
            yield request
            self.steps.put(None)

    def keys(self, leaves, is_all):
        names = sorted(self.own.items) if is_all else [key for key in self.own.items if place_of(key) in leaves]
        for start in range(0, len(names) or 1, 10000):
            request = SyncRequest()
            for key in names[start:start + 10000]:
                revision, tombstone = self.own.items[key]
                request.keys.keys.add(external_id=key, revision=revision, tombstone=tombstone)
            request.keys.last = start + 10000 >= len(names)
            yield request

    def items(self):
        first = self.durable + 1
        chosen = (item for item in read_items() if item.external_id in self.wanted)
        while batch := list(itertools.islice(chosen, given.batch)):
            with self.moved:
                self.moved.wait_for(lambda: self.is_over or first + len(batch) - 1 - self.durable <= self.credits or first - 1 <= self.durable)
                if self.is_over:
                    return
            request = SyncRequest()
            request.items.first_sequence = first
            request.items.items.extend(batch)
            yield request
            first += len(batch)


# ---- Backoff, and a session that is remembered beside the input until the hub closed it.

TRANSIENT = {getattr(grpc.StatusCode, name) for name in ("UNAVAILABLE", "RESOURCE_EXHAUSTED", "ABORTED", "UNAUTHENTICATED", "CANCELLED")}


class Push:
    def __init__(self):
        self.own = Catalogue()
        self.state = pathlib.Path(given.file + ".session.json")
        self.same = {"source": given.source, "digest": self.own.digest.hex()}
        earlier = json.loads(self.state.read_text()) if self.state.exists() else {}
        self.session = earlier.pop("session", None)
        if earlier != self.same:
            self.session = str(uuid.uuid4())
        self.attempts, self.since = 0, time.monotonic()

    def on_progress(self, session):
        if self.attempts or not self.state.exists():
            self.state.write_text(json.dumps({"session": session, **self.same}))
        self.attempts, self.since = 0, time.monotonic()

    def run(self):
        wire, token = Wire(), Token()
        with grpc.insecure_channel(os.environ.get("HUB_GRPC", "127.0.0.1:5081"), options=[("grpc.keepalive_time_ms", 30000)]) as channel:
            sync = channel.stream_stream(
                "/hub.catalogue.v1.CatalogueSyncService/Sync", request_serializer=wire.pack, response_deserializer=wire.unpack)
            while True:
                try:
                    closed = Stream(self.own, self.session, self.on_progress).run(sync, token.bearer())
                    break
                except grpc.RpcError as error:
                    reason, pause = failure_of(error)
                    if reason == "SESSION_EXPIRED":
                        self.session = str(uuid.uuid4())
                    elif error.code() not in TRANSIENT or (error.code() == grpc.StatusCode.UNAUTHENTICATED and self.attempts):
                        fail(3, f"The push failed: {reason or error.code().name}: {error.details()}")
                    if error.code() == grpc.StatusCode.UNAUTHENTICATED:
                        token.value = None
                    self.wait(pause, reason or error.details())
                except urllib.error.HTTPError as error:
                    if error.code < 500 and error.code != 429:
                        fail(3, f"The token endpoint answered {error.code}: {error.read().decode(errors='replace')}")
                    self.wait(0, str(error))
                except OSError as error:
                    self.wait(0, str(error))
        self.state.unlink(missing_ok=True)
        counts = [f"{field.json_name} {value}" for field, value in closed.counts.ListFields()]
        held = [f"withdrawals held {closed.held}"] if closed.held else []
        print(", ".join([name_of(closed, "outcome").replace("CLOSE_OUTCOME_", ""), *counts, *held]))
        print(f"Over the wire: {wire.items} of {len(self.own.items)} items, {wire.sent} bytes sent, {wire.received} received.")

    def wait(self, asked, why):
        if time.monotonic() - self.since > 300:
            fail(3, f"The push failed: {why}")
        pause = asked + min(20, 0.25 * 2 ** self.attempts) * random.random()
        self.attempts += 1
        print(f"again in {pause:.1f} s: {why}", flush=True)
        time.sleep(pause)


if given.command == "digest":
    catalogue = Catalogue()
    for key, (revision, tombstone) in catalogue.items.items():
        print(key, revision, place_of(key) >> 8, place_of(key) & 255, digest_of(key, revision, tombstone).hex(), sep="\t")
    print(catalogue.digest.hex())
else:
    Push().run()
