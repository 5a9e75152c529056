// A catalogue server as one would write it in C++: synchronous gRPC, a prepared upsert guarded by a hash of the content. It checks no token and no rule,
// keeps no verdict, log or digest. Arguments: port, database, and how it makes items durable:
//   message  one transaction a message, SQLite's own checkpoints
//   group    one writer thread, up to 10,000 items a transaction, checkpoints after 20,000 pages: the hub's way with a plain upsert
//   none     not at all; it answers what it received
#include <grpcpp/grpcpp.h>
#include <openssl/sha.h>
#include <sqlite3.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <future>
#include <iostream>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "hub/catalogue/v1/catalogue_sync_service.grpc.pb.h"

namespace catalogue = hub::catalogue::v1;

namespace {

constexpr int kItemsAGroup = 10'000;

constexpr const char* kSchema = R"(
PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -131072;
CREATE TABLE offers (id INTEGER PRIMARY KEY, public_id TEXT NOT NULL UNIQUE, source TEXT NOT NULL, external_id TEXT NOT NULL, kind INTEGER NOT NULL,
  revision INTEGER NOT NULL, content_hash BLOB NOT NULL, title TEXT NOT NULL, description TEXT, language TEXT, area_code TEXT, sector INTEGER,
  occupation_code TEXT, skills TEXT, openings INTEGER, pay_unit INTEGER, pay_min_idr INTEGER, pay_max_idr INTEGER, published_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL, UNIQUE (source, external_id));
CREATE INDEX by_time ON offers (kind, published_at, id); CREATE INDEX by_area ON offers (area_code, kind, published_at);
CREATE INDEX by_sector ON offers (sector, kind, published_at); CREATE INDEX by_source ON offers (source, kind, published_at, id);
CREATE INDEX by_pay ON offers (kind, pay_min_idr);)";

constexpr const char* kUpsert = R"(
INSERT INTO offers (public_id, source, external_id, kind, revision, content_hash, title, description, language, area_code, sector, occupation_code, skills,
  openings, pay_unit, pay_min_idr, pay_max_idr, published_at, changed_at)
VALUES (?1, ?2, ?3, 3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?17)
ON CONFLICT (source, external_id) DO UPDATE SET revision = excluded.revision, content_hash = excluded.content_hash, title = excluded.title,
  description = excluded.description, language = excluded.language, area_code = excluded.area_code, sector = excluded.sector,
  occupation_code = excluded.occupation_code, skills = excluded.skills, openings = excluded.openings, pay_unit = excluded.pay_unit,
  pay_min_idr = excluded.pay_min_idr, pay_max_idr = excluded.pay_max_idr, changed_at = excluded.changed_at
WHERE excluded.content_hash <> content_hash)";

class Database {
 public:
  Database(const char* file, int checkpoint_pages) {
    Check(sqlite3_open(file, &database_));
    Run(kSchema);
    if (checkpoint_pages > 0) Run(("PRAGMA wal_autocheckpoint = " + std::to_string(checkpoint_pages)).c_str());
    Check(sqlite3_prepare_v2(database_, kUpsert, -1, &upsert_, nullptr));
  }

  ~Database() {
    sqlite3_finalize(upsert_);
    sqlite3_close(database_);
  }

  void Begin() { Run("BEGIN IMMEDIATE"); }
  void Commit() { Run("COMMIT"); }

  void Write(const std::string& source, const catalogue::Items& items) {
    const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
    for (const auto& item : items.items()) {
      const auto& gig = item.gig();
      const std::string content = gig.SerializeAsString();
      unsigned char hash[SHA256_DIGEST_LENGTH];
      SHA256(reinterpret_cast<const unsigned char*>(content.data()), content.size(), hash);
      std::string skills;
      for (const auto& skill : gig.skills()) skills += skill + '\n';
      const std::string id = NewId();
      Text(1, id);
      Text(2, source);
      Text(3, item.external_id());
      sqlite3_bind_int64(upsert_, 4, item.revision());
      sqlite3_bind_blob(upsert_, 5, hash, sizeof hash, SQLITE_STATIC);
      Text(6, gig.title());
      Text(7, gig.description());
      Text(8, gig.language());
      Text(9, gig.area_codes_size() > 0 ? gig.area_codes(0) : std::string());
      sqlite3_bind_int64(upsert_, 10, gig.sector());
      Text(11, gig.occupation_code());
      Text(12, skills);
      Number(13, gig.has_openings(), gig.openings());
      sqlite3_bind_int64(upsert_, 14, gig.pay_unit());
      Number(15, gig.has_pay_min_idr(), gig.pay_min_idr());
      Number(16, gig.has_pay_max_idr(), gig.pay_max_idr());
      sqlite3_bind_int64(upsert_, 17, now);
      if (sqlite3_step(upsert_) != SQLITE_DONE) throw std::runtime_error(sqlite3_errmsg(database_));
      sqlite3_reset(upsert_);
    }
  }

  long Count() {
    sqlite3_stmt* statement;
    Check(sqlite3_prepare_v2(database_, "SELECT count(*) FROM offers", -1, &statement, nullptr));
    sqlite3_step(statement);
    const long count = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return count;
  }

 private:
  void Check(int code) {
    if (code != SQLITE_OK) throw std::runtime_error(sqlite3_errmsg(database_));
  }

  void Run(const char* sql) { Check(sqlite3_exec(database_, sql, nullptr, nullptr, nullptr)); }

  void Text(int at, const std::string& value) { sqlite3_bind_text(upsert_, at, value.data(), static_cast<int>(value.size()), SQLITE_STATIC); }

  void Number(int at, bool is_told, int64_t value) {
    if (is_told)
      sqlite3_bind_int64(upsert_, at, value);
    else
      sqlite3_bind_null(upsert_, at);
  }

  std::string NewId() {
    char text[33];
    snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(random_()), static_cast<unsigned long long>(random_()));
    return text;
  }

  sqlite3* database_ = nullptr;
  sqlite3_stmt* upsert_ = nullptr;
  std::mt19937_64 random_{std::random_device{}()};
};

// Makes items durable; returns, or fulfils its promise, once they are.
class Writer {
 public:
  virtual ~Writer() = default;
  virtual std::future<void> Write(std::string source, catalogue::Items items) = 0;
  virtual long Count() = 0;
};

class MessageWriter : public Writer {
 public:
  explicit MessageWriter(const char* file) : database_(file, 0) {}

  std::future<void> Write(std::string source, catalogue::Items items) override {
    std::lock_guard lock(gate_);
    database_.Begin();
    database_.Write(source, items);
    database_.Commit();
    std::promise<void> done;
    done.set_value();
    return done.get_future();
  }

  long Count() override {
    std::lock_guard lock(gate_);
    return database_.Count();
  }

 private:
  std::mutex gate_;
  Database database_;
};

class GroupWriter : public Writer {
 public:
  explicit GroupWriter(const char* file) : database_(file, 20'000), thread_([this] { Run(); }) { thread_.detach(); }

  std::future<void> Write(std::string source, catalogue::Items items) override {
    std::lock_guard lock(gate_);
    waiting_.push_back({std::move(source), std::move(items), {}});
    ready_.notify_one();
    return waiting_.back().done.get_future();
  }

  long Count() override {
    std::lock_guard lock(writing_);
    return database_.Count();
  }

 private:
  struct Job {
    std::string source;
    catalogue::Items items;
    std::promise<void> done;
  };

  void Run() {
    std::vector<Job> group;
    while (true) {
      Job job = *Next(true);
      std::lock_guard writing(writing_);
      int items = 0;
      database_.Begin();
      while (true) {
        database_.Write(job.source, job.items);
        items += job.items.items_size();
        group.push_back(std::move(job));
        auto next = items < kItemsAGroup ? Next(false) : std::nullopt;
        if (!next) break;
        job = std::move(*next);
      }
      database_.Commit();
      for (auto& written : group) written.done.set_value();
      group.clear();
    }
  }

  std::optional<Job> Next(bool waits) {
    std::unique_lock lock(gate_);
    if (waits) ready_.wait(lock, [this] { return !waiting_.empty(); });
    if (waiting_.empty()) return std::nullopt;
    std::optional<Job> job(std::move(waiting_.front()));
    waiting_.pop_front();
    return job;
  }

  std::mutex gate_, writing_;
  std::condition_variable ready_;
  std::deque<Job> waiting_;
  Database database_;
  std::thread thread_;
};

class Service final : public catalogue::CatalogueSyncService::Service {
 public:
  explicit Service(std::unique_ptr<Writer> writer) : writer_(std::move(writer)) {}

  grpc::Status Sync(grpc::ServerContext*, grpc::ServerReaderWriter<catalogue::SyncResponse, catalogue::SyncRequest>* stream) override {
    std::string source;
    std::deque<std::pair<long, std::future<void>>> waiting;
    std::mutex gate;
    std::condition_variable changed;
    bool is_over = false;

    // Answers leave in order while the next messages are read.
    std::thread answering([&] {
      while (true) {
        std::unique_lock lock(gate);
        changed.wait(lock, [&] { return is_over || !waiting.empty(); });
        if (waiting.empty()) return;
        auto [through, done] = std::move(waiting.front());
        waiting.pop_front();
        lock.unlock();
        done.wait();
        Answer(stream, through);
      }
    });

    catalogue::SyncRequest message;
    while (stream->Read(&message)) {
      if (message.has_open()) {
        source = message.open().source();
        catalogue::SyncResponse opened;
        opened.mutable_opened()->set_session_id("1");
        stream->Write(opened);
      } else if (message.has_items()) {
        const long through = message.items().first_sequence() + message.items().items_size() - 1;
        if (!writer_) {
          Answer(stream, through);
          continue;
        }
        auto done = writer_->Write(source, std::move(*message.mutable_items()));
        std::lock_guard lock(gate);
        waiting.emplace_back(through, std::move(done));
        changed.notify_one();
      }
    }
    {
      std::lock_guard lock(gate);
      is_over = true;
      changed.notify_one();
    }
    answering.join();
    return grpc::Status::OK;
  }

  grpc::Status GetSession(grpc::ServerContext*, const catalogue::GetSessionRequest*, catalogue::GetSessionResponse* answer) override {
    answer->mutable_session()->set_durable_through(writer_ ? writer_->Count() : 0);
    return grpc::Status::OK;
  }

 private:
  static void Answer(grpc::ServerReaderWriter<catalogue::SyncResponse, catalogue::SyncRequest>* stream, long through) {
    catalogue::SyncResponse progress;
    progress.mutable_progress()->set_durable_through(through);
    stream->Write(progress);
  }

  std::unique_ptr<Writer> writer_;
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 4) return 2;
  const std::string way = arguments[3];
  std::unique_ptr<Writer> writer;
  if (way == "message") writer = std::make_unique<MessageWriter>(arguments[2]);
  if (way == "group") writer = std::make_unique<GroupWriter>(arguments[2]);
  Service service(std::move(writer));
  grpc::ServerBuilder builder;
  builder.AddListeningPort(std::string("127.0.0.1:") + arguments[1], grpc::InsecureServerCredentials());
  builder.RegisterService(&service);
  builder.SetMaxReceiveMessageSize(64 << 20);
  // A window of its own choosing, not one that follows the measured bandwidth: when gRPC 1.51 shrinks that one, it resets streams whose data was already
  // under way.
  builder.AddChannelArgument(GRPC_ARG_HTTP2_BDP_PROBE, 0);
  builder.AddChannelArgument(GRPC_ARG_HTTP2_STREAM_LOOKAHEAD_BYTES, 1 << 20);
  auto server = builder.BuildAndStart();
  std::cout << "ready" << std::endl;
  server->Wait();
}
