import 'server-only'
import type { z } from 'zod'
import type { Reader } from '@/lib/db/client'
import type { RuleKind } from '@/lib/db/generated/enums'

/**
 * Returns readers of published versions. A published version never changes, so that each is read and parsed once in a
 * process.
 */
export function publishedRules<T>(kind: RuleKind, schema: z.ZodType<T>) {
  const known = new Map<string, T>()

  /** Returns a version; undefined when it is not published. */
  async function find(version: string, reader: Reader): Promise<T | undefined> {
    const cached = known.get(version)
    if (cached) return cached
    const row = await reader.ruleVersion.findFirst({
      where: { kind, version, status: 'PUBLISHED' },
      select: { content: true },
    })
    if (!row) return undefined
    const content = schema.parse(row.content)
    known.set(version, content)
    return content
  }

  /** Returns the name of the newest version; undefined while none is published. */
  async function newestVersion(reader: Reader): Promise<string | undefined> {
    const [row] = await reader.$queryRaw<{ version: string }[]>`
      SELECT version FROM rule_versions WHERE kind = ${kind}::"RuleKind" AND status = 'PUBLISHED'
      ORDER BY published_at DESC, id DESC
      LIMIT 1`
    return row?.version
  }

  /** Returns all published versions, oldest first. */
  async function all(reader: Reader): Promise<T[]> {
    const rows = await reader.ruleVersion.findMany({
      where: { kind, status: 'PUBLISHED' },
      orderBy: [{ publishedAt: 'asc' }, { id: 'asc' }],
      select: { version: true },
    })
    const versions: T[] = []
    for (const { version } of rows) {
      const found = await find(version, reader)
      if (found) versions.push(found)
    }
    return versions
  }

  return { find, newestVersion, all }
}
