import sqlalchemy as sa
from alembic import op

revision, down_revision = "0001", None


def upgrade():
    op.create_table("parcels", sa.Column("id", sa.Integer, primary_key=True), sa.Column("address", sa.Text, nullable=False))


def downgrade():
    op.drop_table("parcels")
