exports.up = (pgm) =>
  pgm.createTable('parcels', { id: { type: 'integer', primaryKey: true }, address: { type: 'text', notNull: true } })
exports.down = (pgm) => pgm.dropTable('parcels')
