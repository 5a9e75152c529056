using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Hub.Data.Migrations
{
    /// <inheritdoc />
    public partial class Clusters : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "cluster_items",
                columns: table => new
                {
                    offer_id = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    source_id = table.Column<long>(type: "INTEGER", nullable: false),
                    participant_id = table.Column<long>(type: "INTEGER", nullable: false),
                    code_block = table.Column<long>(type: "INTEGER", nullable: true),
                    title_block = table.Column<long>(type: "INTEGER", nullable: true),
                    title = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cluster_items", x => x.offer_id);
                });

            migrationBuilder.CreateTable(
                name: "clusters",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false),
                    public_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    kind = table.Column<int>(type: "INTEGER", nullable: false),
                    size = table.Column<int>(type: "INTEGER", nullable: false),
                    source_count = table.Column<int>(type: "INTEGER", nullable: false),
                    participant_count = table.Column<int>(type: "INTEGER", nullable: false),
                    score = table.Column<double>(type: "REAL", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clusters", x => x.id);
                });

            // The scaffolded foreign keys to clusters and offers were taken out: derived rows need no guard.
            migrationBuilder.CreateTable(
                name: "cluster_members",
                columns: table => new
                {
                    offer_id = table.Column<long>(type: "INTEGER", nullable: false),
                    cluster_id = table.Column<long>(type: "INTEGER", nullable: false),
                    evidence = table.Column<int>(type: "INTEGER", nullable: false),
                    score = table.Column<double>(type: "REAL", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cluster_members", x => x.offer_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_cluster_items_code_block",
                table: "cluster_items",
                column: "code_block",
                filter: "code_block IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_cluster_items_title_block",
                table: "cluster_items",
                column: "title_block",
                filter: "title_block IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_cluster_members_cluster_id_offer_id",
                table: "cluster_members",
                columns: new[] { "cluster_id", "offer_id" });

            migrationBuilder.CreateIndex(
                name: "ix_clusters_public_id",
                table: "clusters",
                column: "public_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_clusters_size",
                table: "clusters",
                column: "size");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "cluster_items");

            migrationBuilder.DropTable(
                name: "cluster_members");

            migrationBuilder.DropTable(
                name: "clusters");
        }
    }
}
