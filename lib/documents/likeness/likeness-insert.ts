import 'server-only'
import { Prisma } from '@/lib/db/generated/client'
import { type DocumentKind, LikenessKind } from '@/lib/db/generated/enums'
import { factsOf } from '@/lib/rulebook/document-kinds'
import { likenessOf } from './likeness'

/**
 * Returns the statement that stores what the pages of a file are compared by. It stores nothing for papers that all
 * look alike, such as letters, and for those that may show anything.
 */
export async function likenessInsert(
  fileId: string,
  documentKind: DocumentKind,
  sketches: readonly Buffer[],
): Promise<Prisma.Sql> {
  const { shows } = factsOf(documentKind)
  const kind = Object.values(LikenessKind).find((compared) => compared === shows)
  const likenesses = kind ? await Promise.all(sketches.map(likenessOf)) : []
  const rows = likenesses.flatMap((views, page) => (views ? [{ page, views }] : []))
  return Prisma.sql`
    INSERT INTO likenesses (file_id, page, kind, views)
    SELECT ${fileId}::uuid, l.page, ${kind}::"LikenessKind", l.views
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS l(page smallint, views bit(256)[])`
}
