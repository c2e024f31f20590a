import sqlalchemy as sa
from alembic import op

revision, down_revision = "0003", "0002"


def upgrade():
    op.create_table("routes", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text))
    op.create_index("parcels_weight", "parcels", ["weight"])
    op.execute("ALTER TABLE parcels ADD COLUMN route_id integer REFERENCES routes")
    with op.get_context().autocommit_block():
        op.create_index("parcels_both", "parcels", ["address", "weight"], postgresql_concurrently=True)


def downgrade():
    op.drop_index("parcels_both")
    op.drop_column("parcels", "route_id")
    op.drop_index("parcels_weight")
    op.drop_table("routes")
