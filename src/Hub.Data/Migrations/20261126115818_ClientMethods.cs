using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Data.Migrations
{
    /// <inheritdoc />
    public partial class ClientMethods : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "requires_fapi",
                table: "participants",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "authentication_method",
                table: "clients",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<bool>(
                name: "binds_certificate",
                table: "clients",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<int>(
                name: "certificate_name",
                table: "clients",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "certificate_name_value",
                table: "clients",
                type: "TEXT",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "jwks",
                table: "clients",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "jwks_uri",
                table: "clients",
                type: "TEXT",
                maxLength: 2000,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "name",
                table: "clients",
                type: "TEXT",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "requires_dpop",
                table: "clients",
                type: "INTEGER",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "requires_fapi",
                table: "participants");

            migrationBuilder.DropColumn(
                name: "authentication_method",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "binds_certificate",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "certificate_name",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "certificate_name_value",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "jwks",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "jwks_uri",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "name",
                table: "clients");

            migrationBuilder.DropColumn(
                name: "requires_dpop",
                table: "clients");
        }
    }
}
