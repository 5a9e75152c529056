using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Data.Migrations
{
    /// <inheritdoc />
    public partial class Clock : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "suspended_by",
                table: "sources",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "session_receipts",
                columns: table => new
                {
                    session_id = table.Column<long>(type: "INTEGER", nullable: false),
                    receipt = table.Column<byte[]>(type: "BLOB", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_session_receipts", x => x.session_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_verdicts_source_id_external_id_id",
                table: "verdicts",
                columns: new[] { "source_id", "external_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_offers_deadline",
                table: "offers",
                column: "deadline",
                filter: "state = 1 AND deadline IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_offers_source_id",
                table: "offers",
                column: "source_id",
                filter: "state = 3");

            migrationBuilder.CreateIndex(
                name: "ix_offers_valid_through",
                table: "offers",
                column: "valid_through",
                filter: "state = 1 AND valid_through IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "session_receipts");

            migrationBuilder.DropIndex(
                name: "ix_verdicts_source_id_external_id_id",
                table: "verdicts");

            migrationBuilder.DropIndex(
                name: "ix_offers_deadline",
                table: "offers");

            migrationBuilder.DropIndex(
                name: "ix_offers_source_id",
                table: "offers");

            migrationBuilder.DropIndex(
                name: "ix_offers_valid_through",
                table: "offers");

            migrationBuilder.DropColumn(
                name: "suspended_by",
                table: "sources");
        }
    }
}
