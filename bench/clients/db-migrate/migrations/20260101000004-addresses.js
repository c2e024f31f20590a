exports.up = (db) => db.addIndex('parcels', 'parcels_address', ['address'], true)
exports.down = (db) => db.removeIndex('parcels_address')
