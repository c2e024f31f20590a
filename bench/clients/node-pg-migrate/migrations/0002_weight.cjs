exports.up = async (pgm) => {
  pgm.addColumn('parcels', { weight: { type: 'numeric' } })
  pgm.sql("INSERT INTO parcels VALUES (1, 'Main Street', 2.5), (2, 'Main Street', 5)")
  await pgm.db.query('SELECT $1::int', [1])
}
exports.down = (pgm) => pgm.dropColumn('parcels', 'weight')
