// Unleash brings no psql along; this hands seed.sql to the database that DATABASE_URL names.
const { readFileSync } = require('node:fs')
const { join } = require('node:path')
const { Client } = require('pg')

async function main() {
  const client = new Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  await client.query(readFileSync(join(__dirname, 'seed.sql'), 'utf8'))
  await client.end()
}

main()
