"""The first tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "campaign",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.Text(), server_default="", nullable=False),
        sa.Column("targets", sa.Integer(), server_default="0", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaign")),
        sa.UniqueConstraint("name", name=op.f("uq_campaign_name")),
    )
    op.create_table(
        "worker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("node", sa.Text(), server_default="", nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("process_started", sa.Text(), server_default="", nullable=False),
        sa.Column("heartbeat_at", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_worker")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "crawl_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("spider", sa.Text(), server_default="", nullable=False),
        sa.Column("digest", sa.Text(), server_default="", nullable=False),
        sa.Column("started_at", sa.Text(), server_default="", nullable=False),
        sa.Column("finished_at", sa.Text(), nullable=True),
        sa.Column("finish_reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_crawl_run_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crawl_run")),
    )
    with op.batch_alter_table("crawl_run", schema=None) as batch_op:
        batch_op.create_index("ix_crawl_run_campaign_spider", ["campaign_id", "spider"], unique=False)

    op.create_table(
        "own_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("url_key", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("h1", sa.Text(), server_default="", nullable=False),
        sa.Column("headings", sa.JSON(), nullable=False),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("canonical", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("etag", sa.Text(), server_default="", nullable=False),
        sa.Column("last_modified", sa.Text(), server_default="", nullable=False),
        sa.Column("sitemap_lastmod", sa.Text(), server_default="", nullable=False),
        sa.Column("onward", sa.JSON(), nullable=True),
        sa.Column("depth", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("listed_run", sa.Integer(), nullable=True),
        sa.Column("read_run", sa.Integer(), nullable=True),
        sa.Column("checked_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_own_page_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_own_page_worker_id_worker")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_page")),
        sa.UniqueConstraint("campaign_id", "url_key", name=op.f("uq_own_page_campaign_id_url_key")),
    )
    with op.batch_alter_table("own_page", schema=None) as batch_op:
        batch_op.create_index("ix_own_page_listed", ["campaign_id", "listed_run", "read_run"], unique=False)
        batch_op.create_index(
            "ix_own_page_claimed",
            ["worker_id"],
            unique=False,
            sqlite_where=sa.text("worker_id IS NOT NULL"),
            postgresql_where=sa.text("worker_id IS NOT NULL"),
        )

    op.create_table(
        "prospect",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_prospect_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prospect")),
        sa.UniqueConstraint("campaign_id", "name", name=op.f("uq_prospect_campaign_id_name")),
    )
    op.create_table(
        "source_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("url_key", sa.BigInteger(), nullable=False),
        sa.Column("host", sa.Text(), server_default="", nullable=False),
        sa.Column("origin", sa.Text(), server_default="", nullable=False),
        sa.Column("depth_left", sa.Integer(), server_default="0", nullable=False),
        sa.Column("seed", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("listed_run", sa.Integer(), nullable=True),
        sa.Column("read_run", sa.Integer(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("failure", sa.Text(), server_default="", nullable=False),
        sa.Column("detail", sa.Text(), server_default="", nullable=False),
        sa.Column("final_url", sa.Text(), server_default="", nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.Text(), server_default="", nullable=False),
        sa.Column("linked_own", sa.JSON(), nullable=False),
        sa.Column("links", sa.Integer(), server_default="0", nullable=False),
        sa.Column("read_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_source_page_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_source_page_worker_id_worker")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_page")),
        sa.UniqueConstraint("campaign_id", "url_key", name=op.f("uq_source_page_campaign_id_url_key")),
    )
    with op.batch_alter_table("source_page", schema=None) as batch_op:
        batch_op.create_index("ix_source_page_listed", ["campaign_id", "listed_run", "seed"], unique=False)
        batch_op.create_index(
            "ix_source_page_claimed",
            ["worker_id", "host"],
            unique=False,
            sqlite_where=sa.text("worker_id IS NOT NULL"),
            postgresql_where=sa.text("worker_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_source_page_pending",
            ["campaign_id", "host", "id"],
            unique=False,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )

    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("url_key", sa.BigInteger(), nullable=False),
        sa.Column("host", sa.Text(), server_default="", nullable=False),
        sa.Column("state", sa.Text(), server_default="", nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("confidence", sa.Text(), server_default="", nullable=False),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("final_url", sa.Text(), server_default="", nullable=False),
        sa.Column("checked_at", sa.Text(), nullable=True),
        sa.Column("dead_since", sa.Text(), nullable=True),
        sa.Column("looks", sa.Integer(), server_default="0", nullable=False),
        sa.Column("looked_run", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_target_campaign_id_campaign")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target")),
        sa.UniqueConstraint("campaign_id", "url_key", name=op.f("uq_target_campaign_id_url_key")),
    )
    with op.batch_alter_table("target", schema=None) as batch_op:
        batch_op.create_index("ix_target_outcome", ["campaign_id", "outcome"], unique=False)
        batch_op.create_index(
            "ix_target_pending",
            ["campaign_id", "host"],
            unique=False,
            sqlite_where=sa.text("state = 'pending'"),
            postgresql_where=sa.text("state = 'pending'"),
        )

    op.create_table(
        "target_host",
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("pending", sa.Boolean(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaign.id"], name=op.f("fk_target_host_campaign_id_campaign")
        ),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_target_host_worker_id_worker")),
        sa.PrimaryKeyConstraint("campaign_id", "host", name=op.f("pk_target_host")),
    )
    with op.batch_alter_table("target_host", schema=None) as batch_op:
        batch_op.create_index(
            "ix_target_host_claimed",
            ["worker_id"],
            unique=False,
            sqlite_where=sa.text("worker_id IS NOT NULL"),
            postgresql_where=sa.text("worker_id IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_target_host_pending",
            ["campaign_id", "worker_id"],
            unique=False,
            sqlite_where=sa.text("pending = 1"),
            postgresql_where=sa.text("pending"),
        )

    op.create_table(
        "find",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("source_page_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("worker_id", sa.Integer(), nullable=True),
        sa.Column("opportunity", sa.JSON(), nullable=False),
        sa.Column("kept", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_find_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["run_id"], ["crawl_run.id"], name=op.f("fk_find_run_id_crawl_run")),
        sa.ForeignKeyConstraint(
            ["source_page_id"], ["source_page.id"], name=op.f("fk_find_source_page_id_source_page")
        ),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_find_target_id_target")),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_find_worker_id_worker")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_find")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("find", schema=None) as batch_op:
        batch_op.create_index("ix_find_campaign_id_worker_id", ["campaign_id", "worker_id"], unique=False)
        batch_op.create_index(
            "ix_find_claimed",
            ["worker_id"],
            unique=False,
            sqlite_where=sa.text("worker_id IS NOT NULL"),
            postgresql_where=sa.text("worker_id IS NOT NULL"),
        )
        batch_op.create_index("ix_find_source_page_id", ["source_page_id"], unique=False)
        batch_op.create_index("ix_find_target_id", ["target_id"], unique=False)

    op.create_table(
        "lead",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("lead_key", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("prospect_id", sa.Integer(), nullable=False),
        sa.Column("source_page_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("page_url", sa.Text(), server_default="", nullable=False),
        sa.Column("page_title", sa.Text(), server_default="", nullable=False),
        sa.Column("page_language", sa.Text(), server_default="", nullable=False),
        sa.Column("dead_url", sa.Text(), server_default="", nullable=False),
        sa.Column("dead_since", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("confidence", sa.Text(), server_default="", nullable=False),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("brand", sa.Text(), server_default="", nullable=False),
        sa.Column("anchor", sa.Text(), server_default="", nullable=False),
        sa.Column("context", sa.Text(), server_default="", nullable=False),
        sa.Column("heading", sa.Text(), server_default="", nullable=False),
        sa.Column("placement", sa.Text(), server_default="", nullable=False),
        sa.Column("rel", sa.Text(), server_default="", nullable=False),
        sa.Column("replacement_url", sa.Text(), server_default="", nullable=False),
        sa.Column("replacement_title", sa.Text(), server_default="", nullable=False),
        sa.Column("match_score", sa.Float(), nullable=True),
        sa.Column("match_parts", sa.JSON(), nullable=False),
        sa.Column("why_match", sa.Text(), server_default="", nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("score_parts", sa.JSON(), nullable=False),
        sa.Column("first_seen", sa.Text(), server_default="", nullable=False),
        sa.Column("last_seen", sa.Text(), server_default="", nullable=False),
        sa.Column("withdrawn_at", sa.Text(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("status", sa.Text(), server_default="new", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaign.id"], name=op.f("fk_lead_campaign_id_campaign")),
        sa.ForeignKeyConstraint(["prospect_id"], ["prospect.id"], name=op.f("fk_lead_prospect_id_prospect")),
        sa.ForeignKeyConstraint(
            ["source_page_id"], ["source_page.id"], name=op.f("fk_lead_source_page_id_source_page")
        ),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_lead_target_id_target")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lead")),
        sa.UniqueConstraint("campaign_id", "lead_key", name=op.f("uq_lead_campaign_id_lead_key")),
    )
    with op.batch_alter_table("lead", schema=None) as batch_op:
        batch_op.create_index("ix_lead_source_page_id", ["source_page_id"], unique=False)
        batch_op.create_index("ix_lead_target_id", ["target_id"], unique=False)

    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_page_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("spelling", sa.Text(), server_default="", nullable=False),
        sa.Column("anchor", sa.Text(), server_default="", nullable=False),
        sa.Column("context", sa.Text(), server_default="", nullable=False),
        sa.Column("heading", sa.Text(), server_default="", nullable=False),
        sa.Column("rel", sa.Text(), server_default="", nullable=False),
        sa.Column("placement", sa.Text(), server_default="", nullable=False),
        sa.Column("image", sa.Boolean(), nullable=False),
        sa.Column("seen_run", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source_page_id"], ["source_page.id"], name=op.f("fk_link_source_page_id_source_page")
        ),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_link_target_id_target")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
        sa.UniqueConstraint(
            "source_page_id",
            "target_id",
            "occurrence",
            name=op.f("uq_link_source_page_id_target_id_occurrence"),
        ),
    )
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.create_index("ix_link_target_id", ["target_id"], unique=False)

    op.create_table(
        "look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.Text(), server_default="", nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("confidence", sa.Text(), server_default="", nullable=False),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("fetch", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["crawl_run.id"], name=op.f("fk_look_run_id_crawl_run")),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"], name=op.f("fk_look_target_id_target")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_look")),
    )
    with op.batch_alter_table("look", schema=None) as batch_op:
        batch_op.create_index("ix_look_target_id", ["target_id"], unique=False)

    op.create_table(
        "sighting",
        sa.Column("lead_id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_sighting_lead_id_lead")),
        sa.ForeignKeyConstraint(["run_id"], ["crawl_run.id"], name=op.f("fk_sighting_run_id_crawl_run")),
        sa.PrimaryKeyConstraint("lead_id", "run_id", name=op.f("pk_sighting")),
    )


def downgrade() -> None:
    op.drop_table("sighting")
    op.drop_table("look")
    op.drop_table("link")
    op.drop_table("lead")
    op.drop_table("find")
    op.drop_table("target_host")
    op.drop_table("target")
    op.drop_table("source_page")
    op.drop_table("prospect")
    op.drop_table("own_page")
    op.drop_table("crawl_run")
    op.drop_table("worker")
    op.drop_table("campaign")
