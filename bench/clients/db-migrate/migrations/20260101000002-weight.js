exports.up = async (db) => {
  await db.addColumn('parcels', 'weight', { type: 'decimal' })
  for (const id of [1, 2]) await db.runSql('INSERT INTO parcels VALUES (?, ?, ?)', [id, 'Main Street', id * 2.5])
}
exports.down = (db) => db.removeColumn('parcels', 'weight')
