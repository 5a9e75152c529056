using Hub.Data.Catalogue;
using Hub.Data.Followers;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "areas",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    code = table.Column<string>(type: "TEXT", maxLength: 13, nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    level = table.Column<int>(type: "INTEGER", nullable: false),
                    parent_code = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_areas", x => x.id);
                    table.UniqueConstraint("ak_areas_code", x => x.code);
                    table.ForeignKey(
                        name: "fk_areas_areas_parent_code",
                        column: x => x.parent_code,
                        principalTable: "areas",
                        principalColumn: "code",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "changes",
                columns: table => new
                {
                    position = table.Column<long>(type: "INTEGER", nullable: false),
                    offer_id = table.Column<long>(type: "INTEGER", nullable: false),
                    source_id = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    offer_kind = table.Column<int>(type: "INTEGER", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    committed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    area_before = table.Column<string>(type: "TEXT", nullable: true),
                    area_after = table.Column<string>(type: "TEXT", nullable: true),
                    sector_before = table.Column<int>(type: "INTEGER", nullable: true),
                    sector_after = table.Column<int>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_changes", x => x.position);
                });

            migrationBuilder.CreateTable(
                name: "followers",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    name = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    version = table.Column<int>(type: "INTEGER", nullable: false),
                    position = table.Column<long>(type: "INTEGER", nullable: false),
                    rebuilt_to = table.Column<long>(type: "INTEGER", nullable: true),
                    updated_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_followers", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "held_withdrawals",
                columns: table => new
                {
                    session_id = table.Column<long>(type: "INTEGER", nullable: false),
                    offer_id = table.Column<long>(type: "INTEGER", nullable: false),
                    said_revision = table.Column<long>(type: "INTEGER", nullable: false),
                    said_state = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_held_withdrawals", x => new { x.session_id, x.offer_id });
                });

            migrationBuilder.CreateTable(
                name: "participants",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    public_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    legal_name = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: false),
                    nib = table.Column<string>(type: "TEXT", nullable: true),
                    area_code = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_participants", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "pending_items",
                columns: table => new
                {
                    offer_id = table.Column<long>(type: "INTEGER", nullable: false),
                    session_id = table.Column<long>(type: "INTEGER", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    field = table.Column<string>(type: "TEXT", nullable: false),
                    detail = table.Column<string>(type: "TEXT", nullable: true),
                    content_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    body = table.Column<byte[]>(type: "BLOB", nullable: false),
                    received_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_pending_items", x => x.offer_id);
                });

            migrationBuilder.CreateTable(
                name: "rollup_items",
                columns: table => new
                {
                    offer_id = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    province_code = table.Column<string>(type: "TEXT", nullable: false),
                    sector_code = table.Column<int>(type: "INTEGER", nullable: false),
                    source_id = table.Column<long>(type: "INTEGER", nullable: false),
                    day = table.Column<int>(type: "INTEGER", nullable: false),
                    pay_min_idr = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rollup_items", x => x.offer_id);
                });

            migrationBuilder.CreateTable(
                name: "search_items",
                columns: table => new
                {
                    offer_id = table.Column<long>(type: "INTEGER", nullable: false),
                    text_hash = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_search_items", x => x.offer_id);
                });

            migrationBuilder.CreateTable(
                name: "sectors",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    code = table.Column<int>(type: "INTEGER", nullable: false),
                    name_id = table.Column<string>(type: "TEXT", nullable: false),
                    name_en = table.Column<string>(type: "TEXT", nullable: false),
                    occupation_codes = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sectors", x => x.id);
                    table.UniqueConstraint("ak_sectors_code", x => x.code);
                });

            migrationBuilder.CreateTable(
                name: "signing_keys",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    kid = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    wrapped_private_key = table.Column<byte[]>(type: "BLOB", nullable: false),
                    public_jwk = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_signing_keys", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "staged_items",
                columns: table => new
                {
                    session_id = table.Column<long>(type: "INTEGER", nullable: false),
                    external_id = table.Column<string>(type: "TEXT", nullable: false),
                    slot = table.Column<int>(type: "INTEGER", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    said_state = table.Column<int>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: true),
                    rule_outcome = table.Column<int>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: true),
                    field = table.Column<string>(type: "TEXT", nullable: true),
                    detail = table.Column<string>(type: "TEXT", nullable: true),
                    told_outcome = table.Column<int>(type: "INTEGER", nullable: false),
                    told_reason = table.Column<string>(type: "TEXT", nullable: true),
                    content_hash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    body = table.Column<byte[]>(type: "BLOB", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_staged_items", x => new { x.session_id, x.external_id, x.slot });
                });

            migrationBuilder.CreateTable(
                name: "clients",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    client_id = table.Column<string>(type: "TEXT", maxLength: 64, nullable: false),
                    participant_id = table.Column<long>(type: "INTEGER", nullable: false),
                    scopes = table.Column<int>(type: "INTEGER", nullable: false),
                    status = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clients", x => x.id);
                    table.ForeignKey(
                        name: "fk_clients_participants_participant_id",
                        column: x => x.participant_id,
                        principalTable: "participants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sources",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    public_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    participant_id = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 120, nullable: false),
                    offer_kinds = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    lease_hours = table.Column<int>(type: "INTEGER", nullable: false),
                    withdrawal_guard = table.Column<int>(type: "INTEGER", nullable: true),
                    verification_policy = table.Column<int>(type: "INTEGER", nullable: false),
                    vacancy_profile = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    last_sync_at = table.Column<long>(type: "INTEGER", nullable: true),
                    live_offers = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sources", x => x.id);
                    table.ForeignKey(
                        name: "fk_sources_participants_participant_id",
                        column: x => x.participant_id,
                        principalTable: "participants",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "client_secrets",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    client_id = table.Column<long>(type: "INTEGER", nullable: false),
                    hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    key_id = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    prefix = table.Column<string>(type: "TEXT", maxLength: 16, nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: true),
                    last_used_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_client_secrets", x => x.id);
                    table.ForeignKey(
                        name: "fk_client_secrets_clients_client_id",
                        column: x => x.client_id,
                        principalTable: "clients",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "offers",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    public_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    source_id = table.Column<long>(type: "INTEGER", nullable: false),
                    external_id = table.Column<string>(type: "TEXT", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    content_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    said_revision = table.Column<long>(type: "INTEGER", nullable: false),
                    said_state = table.Column<int>(type: "INTEGER", nullable: false),
                    said_hash = table.Column<byte[]>(type: "BLOB", nullable: true),
                    good_revision = table.Column<long>(type: "INTEGER", nullable: false),
                    said_session = table.Column<long>(type: "INTEGER", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: false),
                    description = table.Column<string>(type: "TEXT", nullable: true),
                    language = table.Column<string>(type: "TEXT", nullable: true),
                    area_code = table.Column<string>(type: "TEXT", nullable: true),
                    known_area_code = table.Column<string>(type: "TEXT", nullable: true),
                    sector_code = table.Column<int>(type: "INTEGER", nullable: true),
                    occupation_code = table.Column<string>(type: "TEXT", nullable: true),
                    industry_code = table.Column<string>(type: "TEXT", nullable: true),
                    skills = table.Column<string>(type: "TEXT", nullable: true),
                    apply_url = table.Column<string>(type: "TEXT", nullable: true),
                    valid_through = table.Column<long>(type: "INTEGER", nullable: true),
                    published_at = table.Column<long>(type: "INTEGER", nullable: false),
                    changed_at = table.Column<long>(type: "INTEGER", nullable: false),
                    course_code = table.Column<string>(type: "TEXT", nullable: true),
                    provider_code = table.Column<string>(type: "TEXT", nullable: true),
                    provider_name = table.Column<string>(type: "TEXT", nullable: true),
                    mode = table.Column<int>(type: "INTEGER", nullable: true),
                    hours = table.Column<int>(type: "INTEGER", nullable: true),
                    kkni_level = table.Column<int>(type: "INTEGER", nullable: true),
                    price_idr = table.Column<long>(type: "INTEGER", nullable: true),
                    course_external_id = table.Column<string>(type: "TEXT", nullable: true),
                    schedule_code = table.Column<string>(type: "TEXT", nullable: true),
                    starts_at = table.Column<long>(type: "INTEGER", nullable: true),
                    ends_at = table.Column<long>(type: "INTEGER", nullable: true),
                    registration_opens_at = table.Column<long>(type: "INTEGER", nullable: true),
                    registration_closes_at = table.Column<long>(type: "INTEGER", nullable: true),
                    capacity = table.Column<int>(type: "INTEGER", nullable: true),
                    venue_name = table.Column<string>(type: "TEXT", nullable: true),
                    employer_name = table.Column<string>(type: "TEXT", nullable: true),
                    employment_types = table.Column<int>(type: "INTEGER", nullable: true),
                    openings = table.Column<int>(type: "INTEGER", nullable: true),
                    filled = table.Column<int>(type: "INTEGER", nullable: true),
                    pay_unit = table.Column<int>(type: "INTEGER", nullable: true),
                    pay_min_idr = table.Column<long>(type: "INTEGER", nullable: true),
                    pay_max_idr = table.Column<long>(type: "INTEGER", nullable: true),
                    deadline = table.Column<long>(type: "INTEGER", nullable: true),
                    body = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offers", x => x.id);
                    table.UniqueConstraint("ak_offers_source_id_external_id", x => new { x.source_id, x.external_id });
                    table.ForeignKey(
                        name: "fk_offers_areas_known_area_code",
                        column: x => x.known_area_code,
                        principalTable: "areas",
                        principalColumn: "code");
                    table.ForeignKey(
                        name: "fk_offers_sectors_sector_code",
                        column: x => x.sector_code,
                        principalTable: "sectors",
                        principalColumn: "code");
                    table.ForeignKey(
                        name: "fk_offers_sources_source_id",
                        column: x => x.source_id,
                        principalTable: "sources",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "sync_sessions",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    public_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    source_id = table.Column<long>(type: "INTEGER", nullable: false),
                    mode = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    durable_through = table.Column<long>(type: "INTEGER", nullable: false),
                    guard = table.Column<long>(type: "INTEGER", nullable: false),
                    opened_at = table.Column<long>(type: "INTEGER", nullable: false),
                    active_at = table.Column<long>(type: "INTEGER", nullable: false),
                    closed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    first_position = table.Column<long>(type: "INTEGER", nullable: true),
                    last_position = table.Column<long>(type: "INTEGER", nullable: true),
                    created = table.Column<long>(type: "INTEGER", nullable: false),
                    changed = table.Column<long>(type: "INTEGER", nullable: false),
                    withdrawn = table.Column<long>(type: "INTEGER", nullable: false),
                    reopened = table.Column<long>(type: "INTEGER", nullable: false),
                    unchanged = table.Column<long>(type: "INTEGER", nullable: false),
                    stale = table.Column<long>(type: "INTEGER", nullable: false),
                    revision_conflict = table.Column<long>(type: "INTEGER", nullable: false),
                    rejected = table.Column<long>(type: "INTEGER", nullable: false),
                    quarantined = table.Column<long>(type: "INTEGER", nullable: false),
                    unkeyed = table.Column<long>(type: "INTEGER", nullable: false),
                    held = table.Column<long>(type: "INTEGER", nullable: false),
                    held_now = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sync_sessions", x => x.id);
                    table.ForeignKey(
                        name: "fk_sync_sessions_sources_source_id",
                        column: x => x.source_id,
                        principalTable: "sources",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "offer_further_areas",
                columns: table => new
                {
                    offer_id = table.Column<long>(type: "INTEGER", nullable: false),
                    ordinal = table.Column<int>(type: "INTEGER", nullable: false),
                    area_code = table.Column<string>(type: "TEXT", nullable: false),
                    known_area_code = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_offer_further_areas", x => new { x.offer_id, x.ordinal });
                    table.ForeignKey(
                        name: "fk_offer_further_areas_offers_offer_id",
                        column: x => x.offer_id,
                        principalTable: "offers",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "verdicts",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    source_id = table.Column<long>(type: "INTEGER", nullable: false),
                    session_id = table.Column<long>(type: "INTEGER", nullable: false),
                    sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    external_id = table.Column<string>(type: "TEXT", nullable: false),
                    revision = table.Column<long>(type: "INTEGER", nullable: false),
                    outcome = table.Column<int>(type: "INTEGER", nullable: false),
                    reason = table.Column<string>(type: "TEXT", nullable: false),
                    field = table.Column<string>(type: "TEXT", nullable: false),
                    severity = table.Column<int>(type: "INTEGER", nullable: false),
                    detail = table.Column<string>(type: "TEXT", nullable: true),
                    current_revision = table.Column<long>(type: "INTEGER", nullable: true),
                    decided_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_verdicts", x => x.id);
                    table.ForeignKey(
                        name: "fk_verdicts_sources_source_id",
                        column: x => x.source_id,
                        principalTable: "sources",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_verdicts_sync_sessions_session_id",
                        column: x => x.session_id,
                        principalTable: "sync_sessions",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_areas_parent_code",
                table: "areas",
                column: "parent_code");

            migrationBuilder.CreateIndex(
                name: "ix_client_secrets_client_id",
                table: "client_secrets",
                column: "client_id");

            migrationBuilder.CreateIndex(
                name: "ix_clients_client_id",
                table: "clients",
                column: "client_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_clients_participant_id",
                table: "clients",
                column: "participant_id");

            migrationBuilder.CreateIndex(
                name: "ix_followers_name",
                table: "followers",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_held_withdrawals_offer_id",
                table: "held_withdrawals",
                column: "offer_id");

            migrationBuilder.CreateIndex(
                name: "ix_offer_further_areas_known_area_code",
                table: "offer_further_areas",
                column: "known_area_code");

            migrationBuilder.CreateIndex(
                name: "ix_offers_kind_pay_min_idr",
                table: "offers",
                columns: new[] { "kind", "pay_min_idr" },
                filter: "state = 1 AND pay_min_idr IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_offers_kind_published_at_id",
                table: "offers",
                columns: new[] { "kind", "published_at", "id" },
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "ix_offers_known_area_code_kind_published_at",
                table: "offers",
                columns: new[] { "known_area_code", "kind", "published_at" },
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "ix_offers_public_id",
                table: "offers",
                column: "public_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_offers_sector_code_kind_published_at",
                table: "offers",
                columns: new[] { "sector_code", "kind", "published_at" },
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "ix_offers_source_id_course_external_id",
                table: "offers",
                columns: new[] { "source_id", "course_external_id" },
                filter: "course_external_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_offers_source_id_kind_published_at_id",
                table: "offers",
                columns: new[] { "source_id", "kind", "published_at", "id" },
                filter: "state = 1");

            migrationBuilder.CreateIndex(
                name: "ix_participants_public_id",
                table: "participants",
                column: "public_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_pending_items_reason",
                table: "pending_items",
                column: "reason");

            migrationBuilder.CreateIndex(
                name: "ix_signing_keys_kid",
                table: "signing_keys",
                column: "kid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sources_participant_id_name",
                table: "sources",
                columns: new[] { "participant_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sources_public_id",
                table: "sources",
                column: "public_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sync_sessions_public_id",
                table: "sync_sessions",
                column: "public_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sync_sessions_source_id_id",
                table: "sync_sessions",
                columns: new[] { "source_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_sync_sessions_source_id_mode_id",
                table: "sync_sessions",
                columns: new[] { "source_id", "mode", "id" },
                filter: "state IN (1, 3)");

            migrationBuilder.CreateIndex(
                name: "ix_verdicts_session_id_id",
                table: "verdicts",
                columns: new[] { "session_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_verdicts_source_id_id",
                table: "verdicts",
                columns: new[] { "source_id", "id" });

            // A run may come before its course, so the scaffolded foreign key from run to course was taken out.
            migrationBuilder.Sql(OfferAreaConfiguration.View);

            // EF Core makes neither views, nor full-text indexes, nor tables that lie in the order of their key.
            foreach (var statement in DerivedTables.Create)
                migrationBuilder.Sql(statement);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP VIEW offer_areas");
            foreach (var statement in DerivedTables.Drop)
                migrationBuilder.Sql(statement);

            migrationBuilder.DropTable(
                name: "changes");

            migrationBuilder.DropTable(
                name: "client_secrets");

            migrationBuilder.DropTable(
                name: "followers");

            migrationBuilder.DropTable(
                name: "held_withdrawals");

            migrationBuilder.DropTable(
                name: "offer_further_areas");

            migrationBuilder.DropTable(
                name: "pending_items");

            migrationBuilder.DropTable(
                name: "rollup_items");

            migrationBuilder.DropTable(
                name: "search_items");

            migrationBuilder.DropTable(
                name: "signing_keys");

            migrationBuilder.DropTable(
                name: "staged_items");

            migrationBuilder.DropTable(
                name: "verdicts");

            migrationBuilder.DropTable(
                name: "clients");

            migrationBuilder.DropTable(
                name: "offers");

            migrationBuilder.DropTable(
                name: "sync_sessions");

            migrationBuilder.DropTable(
                name: "areas");

            migrationBuilder.DropTable(
                name: "sectors");

            migrationBuilder.DropTable(
                name: "sources");

            migrationBuilder.DropTable(
                name: "participants");
        }
    }
}
