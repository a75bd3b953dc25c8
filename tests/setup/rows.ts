import pg from 'pg'

/** Returns the rows of one statement, by a connection of its own. */
export async function rowsOf(url: string, text: string): Promise<pg.QueryResultRow[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}
