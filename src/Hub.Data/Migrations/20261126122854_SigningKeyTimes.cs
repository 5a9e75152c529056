using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Data.Migrations
{
    /// <inheritdoc />
    public partial class SigningKeyTimes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.RenameColumn(
                name: "state",
                table: "signing_keys",
                newName: "signs_from");

            // Before, there was one key, and it signed from the start.
            migrationBuilder.Sql("UPDATE signing_keys SET signs_from = created_at");

            migrationBuilder.AddColumn<bool>(
                name: "is_withdrawn",
                table: "signing_keys",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<long>(
                name: "removed_at",
                table: "signing_keys",
                type: "INTEGER",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "is_withdrawn",
                table: "signing_keys");

            migrationBuilder.DropColumn(
                name: "removed_at",
                table: "signing_keys");

            migrationBuilder.RenameColumn(
                name: "signs_from",
                table: "signing_keys",
                newName: "state");

            migrationBuilder.Sql("UPDATE signing_keys SET state = 2");
        }
    }
}
