import 'server-only'
import type { Reader } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import type { DocumentSlot } from '@/lib/rulebook/rulebook'
import type { DocumentRow } from './content'
import { taskOfSlot } from './tasks'

/**
 * The letters in a draft since whose last picture something that is printed on them was saved: what was signed may say
 * something else. Known from the events of saving, which name fields and never what they say.
 */
export async function outdatedLetters(
  reader: Reader,
  qualificationId: string,
  slots: readonly DocumentSlot[],
  rows: readonly DocumentRow[],
): Promise<ReadonlySet<DocumentKind>> {
  const signed = rows.flatMap(({ kind, pages }) => {
    const slot = slots.find((each) => each.kind === kind)
    const last = Math.max(...pages.map(({ file }) => file.createdAt.getTime()))
    return slot && taskOfSlot(kind) === 'letter' && pages.length > 0 ? [{ kind, slot, at: new Date(last) }] : []
  })
  if (signed.length === 0) return new Set()
  const saves = await reader.auditEvent.findMany({
    where: {
      subjectId: qualificationId,
      action: 'qualification.draft_saved',
      at: { gt: new Date(Math.min(...signed.map(({ at }) => at.getTime()))) },
    },
    select: { at: true, data: true },
  })
  const isOutdated = ({ slot, at }: (typeof signed)[number]) =>
    saves.some((saved) => {
      const { fields } = saved.data as unknown as { fields: readonly string[] }
      return saved.at > at && fields.some((field) => slot.restsOn.includes(field))
    })
  return new Set(signed.filter(isOutdated).map(({ kind }) => kind))
}
