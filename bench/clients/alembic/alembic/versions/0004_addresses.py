from alembic import op

revision, down_revision = "0004", "0003"


def upgrade():
    op.create_index("parcels_address", "parcels", ["address"], unique=True)


def downgrade():
    op.drop_index("parcels_address")
