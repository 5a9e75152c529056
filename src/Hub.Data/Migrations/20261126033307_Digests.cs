using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Data.Migrations
{
    /// <inheritdoc />
    public partial class Digests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "is_negotiated",
                table: "sync_sessions",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<bool>(
                name: "is_unchanged",
                table: "sync_sessions",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "policy",
                table: "sync_sessions",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<long>(
                name: "epoch",
                table: "sources",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "said_live",
                table: "sources",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "source_sums",
                columns: table => new
                {
                    source_id = table.Column<long>(type: "INTEGER", nullable: false),
                    node = table.Column<int>(type: "INTEGER", nullable: false),
                    leaves = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_source_sums", x => new { x.source_id, x.node });
                    table.ForeignKey(
                        name: "fk_source_sums_sources_source_id",
                        column: x => x.source_id,
                        principalTable: "sources",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "source_sums");

            migrationBuilder.DropColumn(
                name: "is_negotiated",
                table: "sync_sessions");

            migrationBuilder.DropColumn(
                name: "is_unchanged",
                table: "sync_sessions");

            migrationBuilder.DropColumn(
                name: "policy",
                table: "sync_sessions");

            migrationBuilder.DropColumn(
                name: "epoch",
                table: "sources");

            migrationBuilder.DropColumn(
                name: "said_live",
                table: "sources");
        }
    }
}
