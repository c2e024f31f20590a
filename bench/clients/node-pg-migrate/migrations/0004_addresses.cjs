exports.up = (pgm) => pgm.createIndex('parcels', 'address', { unique: true, name: 'parcels_address' })
exports.down = (pgm) => pgm.dropIndex('parcels', 'address', { name: 'parcels_address' })
