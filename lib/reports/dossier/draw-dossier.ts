import 'server-only'
import { env } from '@/lib/core/env'
import { fact, heading, masthead, paragraph } from '@/lib/paper/blocks'
import { beginPaper, endPaper } from '@/lib/paper/paper'
import { type Cell, table } from '@/lib/paper/table'
import { PURPOSES } from '@/lib/review/queue-choices'
import { type DossierWords, dossierWords } from './dossier-words'
import { drawConsents, drawDeclared, drawFilings, drawHolds } from './draw-declared'
import { drawHistory } from './draw-history'
import { drawProof } from './draw-proof'
import { drawRounds } from './draw-rounds'
import type { Drawing } from './drawing'
import { type Naming, namingIn } from './naming'
import type { Pictures } from './pictures'
import type { Dossier } from './read-dossier'
import type { DossierRound } from './read-dossier-rounds'

/** The dossier as a PDF, in its one language; headings in both, so that whoever reads only the other finds their way. */
export async function drawDossier(dossier: Dossier, pictures: Pictures): Promise<Buffer> {
  const { made, head } = dossier
  const words = await dossierWords(made.locale)
  const { say, both, time } = words
  const title = `${say('dossier.title')} ${head.reference}`
  const paper = beginPaper({ title, at: made.at, lang: made.locale })
  let sections = 0
  const section = (key: string, points?: number) => {
    sections += 1
    const [own, other] = both(`dossier.sections.${key}`)
    heading(paper, [`${sections}  ${own}`, other], points)
  }
  const drawing: Drawing = {
    ...{ paper, words, dossier, pictures, section },
    naming: namingIn(words, dossier.naming, dossier.people),
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
  return endPaper(paper, [
    `${head.reference} · ${say('dossier.foot', { portal })}`,
    say('dossier.footMade', { time: time(made.at) }),
  ])
}

function drawFacts({ paper, words: { say, both, time, day }, naming, dossier }: Drawing): void {
  const { head, made, declared, rounds } = dossier
  const { kind, purposes, isOnBehalf, status, validUntil } = head
  const tell = (key: string, ...lines: string[]) => fact(paper, both(`dossier.facts.${key}`), lines)
  const types = `rulebook.options.organisation.type.${head.organisationType}`
  const state = say(`common.status.${status}`)
  const use = [
    ...PURPOSES.filter((purpose) => purposes.includes(purpose)).map((purpose) =>
      say(`review.queue.purposes.${purpose}`),
    ),
    ...(kind === 'ORGANISATION' ? [say(`review.queue.uses.${isOnBehalf ? 'ON_BEHALF' : 'OWN_USE'}`)] : []),
  ]
  tell('reference', head.reference)
  tell(
    'applicant',
    declared ? declared.applicant : say('dossier.erased'),
    head.organisationType && say.has(types) ? say(types) : say(`review.queue.kinds.${kind}`),
  )
  if (use.length > 0) tell('use', use.join(' · '))
  const hasEnd = validUntil !== null && (status === 'APPROVED' || status === 'SUSPENDED')
  tell('state', hasEnd ? say('dossier.validUntil', { state, date: day(validUntil) }) : state)
  tell('rulebook', [...new Set(rounds.map(({ rulebookVersion }) => rulebookVersion))].join(say('dossier.and')))
  if (head.renews) tell('renews', head.renews.reference)
  tell('made', naming.who('PERSON', made.byId), time(made.at))
  tell('content', ...contentOf(dossier, say))
}

function contentOf({ made: { isMasked, reason, withPictures } }: Dossier, say: DossierWords['say']): string[] {
  if (isMasked) return [say('dossier.masked'), say('dossier.maskedHint')]
  const because = reason ? say('dossier.events.because', { reason: say(`cases.exporting.reasons.${reason}`) }) : ''
  return [say('dossier.full'), say(withPictures ? 'dossier.withPictures' : 'dossier.withoutPictures'), because]
}

/** Who decided what, when and why, on one page. */
function drawGlance({ paper, words: { say, both, time }, naming, dossier, section }: Drawing): void {
  section('glance')
  const head = (key: string) => both(`dossier.columns.${key}`)
  const columns = [
    { head: head('revision'), share: 0.9 },
    { head: head('handedIn'), share: 2 },
    { head: head('decided'), share: 2 },
    { head: head('outcome'), share: 3 },
  ]
  table(
    paper,
    columns,
    dossier.rounds.map((round): Cell[] => {
      const { revision, submittedAt, submittedById, decision } = round
      return [
        String(revision),
        [time(submittedAt), naming.who('PERSON', submittedById, ['qualification.own'])],
        decision ? [time(decision.decidedAt), naming.reviewer(decision.reviewer)] : say('dossier.undecided'),
        decision ? [say(`common.status.${decision.outcome}`), ...refusalsOf(round, naming, say)] : '',
      ]
    }),
  )
  const turns = dossier.turns.toReversed()
  if (turns.length > 0) {
    table(
      paper,
      [
        { head: head('since'), share: 2 },
        { head: head('turn'), share: 2.9 },
        { head: head('why'), share: 3 },
      ],
      turns.map(({ at, kind, by, reason, note }): Cell[] => [
        time(at),
        [say(`cases.turns.kinds.${kind}`), ...(by ? [naming.governor(by)] : [])],
        [reason ? say(`standing.reasons.${reason}.name`) : '—', ...(note ? [say('dossier.note', { note })] : [])],
      ]),
    )
  }
  paragraph(paper, [say('dossier.times')])
}

/** Each refused part with its reasons. */
function refusalsOf({ documents, parts }: DossierRound, naming: Naming, say: DossierWords['say']): string[] {
  return [...documents.flatMap(({ part }) => part ?? []), ...parts]
    .filter(({ verdict }) => verdict === 'REFUSED')
    .map((part) => {
      const reasons = part.reasons.map(({ name }) => naming.said(name)).join(' · ')
      return say('dossier.refusal', { part: naming.partName(part), reasons })
    })
}
