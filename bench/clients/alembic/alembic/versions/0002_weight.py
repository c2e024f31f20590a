import sqlalchemy as sa
from alembic import op

revision, down_revision = "0002", "0001"


def upgrade():
    op.add_column("parcels", sa.Column("weight", sa.Numeric))
    parcels = sa.table("parcels", sa.column("id"), sa.column("address"), sa.column("weight"))
    op.bulk_insert(parcels, [{"id": n, "address": "Main Street", "weight": n * 2.5} for n in (1, 2)])


def downgrade():
    op.drop_column("parcels", "weight")
