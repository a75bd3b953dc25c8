import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'

/** Returns the ways in which a text may be in clear in bytes. */
function formsOf(marker: string): Buffer[] {
  const escaped = JSON.stringify(marker)
    .slice(1, -1)
    .replace(/[^\x20-\x7e]/g, (unit) => {
      return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
    })
  const utf8 = Buffer.from(marker)
  return [
    utf8,
    Buffer.from(marker, 'utf16le'),
    Buffer.from(encodeURIComponent(marker)),
    Buffer.from(escaped),
    Buffer.from(utf8.toString('hex')),
    Buffer.from(utf8.toString('base64').replace(/.?=*$/, '')),
  ]
}

/** Returns the markers that are in these bytes. */
export function found(markers: Readonly<Record<string, string>>, bytes: Buffer): string[] {
  return Object.entries(markers).flatMap(([name, marker]) =>
    formsOf(marker).some((form) => bytes.includes(form)) ? [name] : [],
  )
}

/** Reads every file below a folder, as bytes. */
export function* filesIn(folder: string): Generator<{ name: string; bytes: Buffer }> {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const place = path.join(entry.parentPath, entry.name)
    if (entry.isFile()) yield { name: path.relative(folder, place), bytes: readFileSync(place) }
  }
}

/** Reads every row of every table, those of the job queue included, as PostgreSQL writes it: bytes in hex. */
export async function dump(url: string): Promise<{ table: string; bytes: Buffer }[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows: tables } = await client.query<{ name: string }>(`
      SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
      WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`)
    const dumps = []
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)
      dumps.push({ table: name, bytes: Buffer.from(rows.map(({ row }) => row).join('\n')) })
    }
    return dumps
  } finally {
    await client.end()
  }
}
