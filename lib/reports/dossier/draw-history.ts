import 'server-only'
import { paragraph, subheading } from '@/lib/pdf/blocks'
import { type Cell, table } from '@/lib/pdf/table'
import { eventKey } from '../event-key'
import type { Drawing } from './drawing'
import { eventLines } from './event-words'
import type { CappedList, DossierCount, DossierEvent } from './read-activity'

/** Draws every status change, one by one, then views, exports and the work on drafts. */
export function drawHistory(drawing: Drawing): void {
  const { paper, words, dossier, section } = drawing
  const { say } = words
  const { statusChanges, views, exports, work } = dossier.activity
  section('history')
  drawEvents(drawing, statusChanges, statusChangeNotes(drawing))
  section('access', 170)
  subheading(paper, [say('dossier.views')], 90)
  if (views.rows.length === 0) paragraph(paper, [say('dossier.noViews')])
  else drawCounts(drawing, views)
  subheading(paper, [say('dossier.exports')], 90)
  if (exports.rows.length === 0) paragraph(paper, [say('dossier.noExports')])
  else drawEvents(drawing, exports)
  if (work.rows.length === 0) return
  section('work')
  drawCounts(drawing, work)
}

/**
 * Returns what staff wrote to the applicant, by event. The first event of a kind belongs to the first status change of
 * that kind.
 */
function statusChangeNotes({ dossier: { statusChanges, activity } }: Drawing): ReadonlyMap<string, string> {
  const notes = new Map<string, string>()
  for (const kind of ['SUSPENDED', 'RESUMED', 'REVOKED'] as const) {
    const events = activity.statusChanges.rows.filter(({ action }) => action === `qualification.${kind.toLowerCase()}`)
    const acts = statusChanges.filter((turn) => turn.kind === kind) // newest first
    for (const [index, event] of events.toReversed().entries()) {
      const note = acts[index]?.note
      if (note) notes.set(event.id, note)
    }
  }
  return notes
}

function drawEvents(
  drawing: Drawing,
  { rows, more }: CappedList<DossierEvent>,
  notes?: ReadonlyMap<string, string>,
): void {
  const { paper, words, naming, dossier } = drawing
  const { say, both, time } = words
  if (more > 0) paragraph(paper, [say('dossier.earlier', { count: more })])
  table(
    paper,
    [
      { head: both('dossier.columns.when'), share: 1.9 },
      { head: both('dossier.columns.who'), share: 2.2 },
      { head: both('dossier.columns.what'), share: 3.8 },
      { head: both('dossier.columns.place'), share: 0.9, align: 'right' },
    ],
    rows.map((event): Cell[] => {
      const note = notes?.get(event.id)
      return [
        time(event.at),
        naming.who(event.actorKind, event.actorId, event.capabilities, event.at),
        [...eventLines(event, { words, naming, dossier }), ...(note ? [say('dossier.note', { note })] : [])],
        String(dossier.proof?.places.get(event.id) ?? '—'),
      ]
    }),
  )
}

function drawCounts({ paper, words, naming, dossier }: Drawing, { rows, more }: CappedList<DossierCount>): void {
  const { say, both, exactTime } = words
  const names = new Map(
    dossier.rounds.flatMap(({ documents }) =>
      documents.flatMap(({ kind, signature, files }) => {
        const name = naming.partName({ kind: 'DOCUMENT', documentKind: kind, fieldGroup: null, signature })
        return files.map(({ id, pageCount }) => [id, { name, pageCount }] as const)
      }),
    ),
  )
  const nameOf = ({ fileId, kind, page, variant }: DossierCount) => {
    if (fileId === null) return null
    const known = names.get(fileId)
    const name =
      known?.name ??
      naming.partName({ kind: 'DOCUMENT', documentKind: kind as never, fieldGroup: null, signature: null })
    const paged = page !== null && known?.pageCount !== 1 ? say('cases.documents.page', { name, page }) : name
    return variant === 'THUMBNAIL' ? say('dossier.smallPicture', { name: paged }) : paged
  }
  if (more > 0) paragraph(paper, [say('dossier.moreCounts', { count: more })])
  table(
    paper,
    [
      { head: both('dossier.columns.what'), share: 2.45 },
      { head: both('dossier.columns.who'), share: 1.95 },
      { head: both('dossier.columns.times'), share: 0.75, align: 'right' },
      { head: both('dossier.columns.first'), share: 2.5 },
      { head: both('dossier.columns.last'), share: 2.5 },
    ],
    rows.map((row): Cell[] => {
      const name = nameOf(row)
      return [
        name ?? say(`audit.${eventKey(row.action)}`),
        naming.who(row.actorKind, row.actorId, row.capabilities, row.last),
        String(row.count),
        exactTime(row.first),
        exactTime(row.last),
      ]
    }),
  )
}
