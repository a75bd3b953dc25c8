import 'server-only'
import { env } from '@/lib/core/env'
import { operator } from '@/lib/core/operator'
import { fact, heading, masthead, paragraph } from '@/lib/pdf/blocks'
import { finishPaper, startPaper } from '@/lib/pdf/paper'
import { type Cell, table } from '@/lib/pdf/table'
import { PURPOSES } from '@/lib/review/queue/queue-choices'
import { type DossierWords, dossierWords } from './dossier-words'
import { drawConsents, drawDeclared, drawFilings, drawHolds } from './draw-declared'
import { drawHistory } from './draw-history'
import { drawProof } from './draw-proof'
import { drawRounds } from './draw-rounds'
import type { Drawing } from './drawing'
import { type Naming, namingIn } from './naming'
import type { Pictures } from './pictures'
import type { DossierEvent } from './read-activity'
import type { Dossier } from './read-dossier'
import type { DossierRound } from './read-dossier-rounds'

/**
 * Draws the dossier as a PDF in one language. Headings are in both, so that a reader of the other language finds the
 * place.
 */
export async function drawDossier(dossier: Dossier, pictures: Pictures): Promise<Buffer> {
  const { made, head } = dossier
  const words = await dossierWords(made.locale)
  const { say, both, time } = words
  const title = `${say('dossier.title')} ${head.reference}`
  const paper = startPaper({ title, at: made.at, lang: made.locale })
  let sections = 0
  const section = (key: string, points?: number) => {
    sections += 1
    const [own, other] = both(`dossier.sections.${key}`)
    heading(paper, [`${sections}  ${own}`, other], points)
  }
  const drawing: Drawing = {
    ...{ paper, words, dossier, pictures, section },
    naming: namingIn(words, dossier.naming, dossier.people, decisionsIn(dossier)),
  }
  masthead(paper, both('dossier.title'))
  drawFacts(drawing)
  drawGlance(drawing)
  drawDeclared(drawing)
  drawRounds(drawing)
  drawConsents(drawing)
  drawHistory(drawing)
  drawFilings(drawing)
  drawHolds(drawing)
  drawProof(drawing)
  const portal = env().ZHUNXIN_URL.origin
  return finishPaper(paper, [
    `${head.reference} · ${say('dossier.foot', { portal })}`,
    say('dossier.footMade', { time: time(made.at) }),
  ])
}

/** Returns the event of each revision's decision. */
const decisionsIn = ({ activity }: Dossier): ReadonlyMap<number, DossierEvent> =>
  new Map(
    activity.statusChanges.rows
      .filter(({ action }) => action === 'review.decided')
      .map((event) => [(event.data as { revision: number }).revision, event] as const),
  )

function drawFacts({ paper, words: { say, both, time, day }, naming, dossier }: Drawing): void {
  const { head, made, declared, rounds } = dossier
  const { kind, purposes, isOnBehalf, status, validUntil } = head
  const addFact = (key: string, ...lines: string[]) => fact(paper, both(`dossier.facts.${key}`), lines)
  const types = `rulebook.options.organisation.type.${head.organisationType}`
  const state = say(`common.status.${status}`)
  const use = [
    ...PURPOSES.filter((purpose) => purposes.includes(purpose)).map((purpose) =>
      say(`review.queue.purposes.${purpose}`),
    ),
    ...(kind === 'ORGANISATION' ? [say(`review.queue.uses.${isOnBehalf ? 'ON_BEHALF' : 'OWN_USE'}`)] : []),
  ]
  addFact('reference', head.reference)
  addFact(
    'applicant',
    declared ? declared.applicant : say('dossier.erased'),
    head.organisationType && say.has(types) ? say(types) : say(`review.queue.kinds.${kind}`),
  )
  if (use.length > 0) addFact('use', use.join(' · '))
  const hasEnd = validUntil !== null && (status === 'APPROVED' || status === 'SUSPENDED')
  addFact('state', hasEnd ? say('dossier.validUntil', { state, date: day(validUntil) }) : state)
  addFact('rulebook', [...new Set(rounds.map(({ rulebookVersion }) => rulebookVersion))].join(say('dossier.and')))
  if (head.renews) addFact('renews', head.renews.reference)
  const { name, phone, email } = operator()
  addFact('issuer', name ?? say('common.operator.unnamed'), ...[phone, email].filter((given) => given !== null))
  addFact('made', naming.who('PERSON', made.byId, [], made.at), time(made.at))
  addFact('content', ...contentOf(dossier, say))
}

function contentOf({ made: { isMasked, reason, withPictures } }: Dossier, say: DossierWords['say']): string[] {
  if (isMasked) return [say('dossier.masked'), say('dossier.maskedHint')]
  const because = reason ? say('dossier.events.because', { reason: say(`cases.exporting.reasons.${reason}`) }) : ''
  return [say('dossier.full'), say(withPictures ? 'dossier.withPictures' : 'dossier.withoutPictures'), because]
}

/** Draws who decided what, when and why, on one page. */
function drawGlance({ paper, words: { say, both, time }, naming, dossier, section }: Drawing): void {
  section('glance')
  const head = (key: string) => both(`dossier.columns.${key}`)
  const columns = [
    { head: head('revision'), share: 0.9 },
    { head: head('submitted'), share: 2 },
    { head: head('decided'), share: 2 },
    { head: head('outcome'), share: 3 },
  ]
  table(
    paper,
    columns,
    dossier.rounds.map((round): Cell[] => {
      const { revision, submittedAt, submittedBy, decision } = round
      return [
        String(revision),
        [time(submittedAt), naming.who(submittedBy.kind, submittedBy.id, ['qualification.own'])],
        decision ? [time(decision.decidedAt), naming.reviewer(decision.reviewer, revision)] : say('dossier.undecided'),
        decision ? [say(`common.status.${decision.outcome}`), ...refusalsOf(round, naming, say)] : '',
      ]
    }),
  )
  const statusChanges = dossier.statusChanges.toReversed()
  if (statusChanges.length > 0) {
    table(
      paper,
      [
        { head: head('since'), share: 2 },
        { head: head('statusChange'), share: 2.9 },
        { head: head('why'), share: 3 },
      ],
      statusChanges.map(({ at, kind, by, reason, note }): Cell[] => [
        time(at),
        [say(`cases.statusChanges.kinds.${kind}`), ...(by ? [naming.governor(by)] : [])],
        [reason ? say(`standing.reasons.${reason}.name`) : '—', ...(note ? [say('dossier.note', { note })] : [])],
      ]),
    )
  }
  paragraph(paper, [say('dossier.times')])
}

/** Draws each refused part with its reasons. */
function refusalsOf({ documents, parts }: DossierRound, naming: Naming, say: DossierWords['say']): string[] {
  return [...documents.flatMap(({ part }) => part ?? []), ...parts]
    .filter(({ verdict }) => verdict === 'REFUSED')
    .map((part) => {
      const reasons = part.reasons.map(({ name }) => naming.said(name)).join(' · ')
      return say('dossier.refusal', { part: naming.partName(part), reasons })
    })
}
