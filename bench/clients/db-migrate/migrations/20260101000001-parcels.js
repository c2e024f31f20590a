exports.up = (db) =>
  db.createTable('parcels', { id: { type: 'int', primaryKey: true }, address: { type: 'text', notNull: true } })
exports.down = (db) => db.dropTable('parcels')
