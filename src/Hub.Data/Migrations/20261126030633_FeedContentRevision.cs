using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Data.Migrations
{
    /// <inheritdoc />
    public partial class FeedContentRevision : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "content_revision",
                table: "offers",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            // What is stored so far is told with the revision it has.
            migrationBuilder.Sql("UPDATE offers SET content_revision = revision");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "content_revision",
                table: "offers");
        }
    }
}
