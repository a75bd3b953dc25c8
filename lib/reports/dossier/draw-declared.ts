import 'server-only'
import { fact, paragraph, subheading } from '@/lib/pdf/blocks'
import { type Cell, table } from '@/lib/pdf/table'
import { partName } from '@/lib/rulebook/part-names'
import type { DossierWords } from './dossier-words'
import type { Drawing } from './drawing'

type Say = DossierWords['say']

/** Draws who applies and for what, as the newest revision declares it. */
export function drawDeclared({ paper, words: { say }, naming, dossier, section }: Drawing): void {
  const { declared, head } = dossier
  section('declared', 150)
  if (!declared) {
    paragraph(paper, [say('dossier.erasedDetails', { reference: head.reference })])
    return
  }
  paragraph(paper, [say('dossier.declaredIn', { revision: declared.revision })])
  for (const { key, answers } of declared.groups) {
    subheading(paper, [partName(say, { kind: 'FIELDS', fieldGroup: key }, { answers: dossier.naming.answers })], 72)
    for (const answer of answers) fact(paper, [naming.fieldName(answer.key)], [naming.answer(answer)])
  }
  subheading(paper, [partName(say, { kind: 'SENDER_SIGNATURE' })], 72)
  for (const { text, source, isOnBehalf } of declared.signatures) {
    const lines = [say(`rulebook.sources.${source}.name`), ...(isOnBehalf ? [say('cases.declared.onBehalf')] : [])]
    fact(paper, [`【${text}】`], [lines.join(' · ')])
  }
  subheading(paper, [partName(say, { kind: 'SAMPLE_MESSAGES' })], 72)
  for (const text of declared.samples) paragraph(paper, [text])
}

export function drawConsents({ paper, words: { say, both, time }, naming, dossier, section }: Drawing): void {
  const { consents } = dossier
  section('consents')
  if (consents.length === 0) {
    paragraph(paper, [say('dossier.noConsents')])
    return
  }
  const head = (key: string) => both(`dossier.columns.${key}`)
  table(
    paper,
    [
      { head: head('statement'), share: 3 },
      { head: head('consenter'), share: 2 },
      { head: head('given'), share: 1.8 },
      { head: head('withdrawn'), share: 1.8 },
    ],
    consents.map(({ userId, statement, textVersion, locale, givenAt, withdrawnAt, attested }): Cell[] => [
      [
        say(`consents.statements.${statement}.title`),
        say('dossier.consentText', { version: textVersion, language: say(`dossier.languages.${locale}`) }),
        ...(attested
          ? [
              say('dossier.attestedHow', {
                means: say(`consents.means.${attested.means}`),
                record: attested.record || '—',
              }),
            ]
          : []),
      ],
      attested
        ? [naming.who('CLIENT', attested.keyId), say('dossier.attestedBy')]
        : naming.who('PERSON', userId, ['qualification.own']),
      attested ? [time(attested.agreedAt), say('dossier.attestedAt', { time: time(givenAt) })] : time(givenAt),
      withdrawnAt ? time(withdrawnAt) : say('dossier.notWithdrawn'),
    ]),
  )
  drawConsentTexts(paper, say, consents)
}

/** Draws each text that was agreed to, once, in the language in which it was read. */
function drawConsentTexts(paper: Drawing['paper'], say: Say, consents: Drawing['dossier']['consents']): void {
  const texts = new Map(consents.map((one) => [`${one.statement} ${one.textVersion} ${one.locale}`, one]))
  for (const { words, textVersion: version, locale } of texts.values()) {
    if (!words) continue
    const language = say(`dossier.languages.${locale}`)
    subheading(paper, [`${words.title} · ${say('dossier.consentText', { version, language })}`], 72)
    paragraph(paper, [words.text])
  }
}

/** Draws the filing of each sender signature with each carrier. */
export function drawFilings({ paper, words: { say, both }, dossier: { filings }, section }: Drawing): void {
  section('filings')
  paragraph(paper, [say(filings.length === 0 ? 'dossier.noFilings' : 'dossier.filingsHint')])
  if (filings.length === 0) return
  const head = (key: string) => both(`filings.columns.${key}`)
  table(
    paper,
    [
      { head: head('signature'), share: 2 },
      { head: head('carrier'), share: 1.4 },
      { head: head('state'), share: 1.2 },
      { head: head('extensionNumber'), share: 1.6 },
      { head: head('filedOn'), share: 1.3 },
      { head: head('effectiveOn'), share: 1.3 },
    ],
    filings.flatMap(({ text, filings: each }) =>
      each.map(({ carrier, state, extensionNumber, filedOn, effectiveOn, reason }): Cell[] => [
        text === null ? say('dossier.erased') : `【${text}】`,
        say(`filings.carriers.${carrier}`),
        [say(`filings.states.${state}`), ...(reason ? [reason] : [])],
        extensionNumber ?? '—',
        filedOn ?? '—',
        effectiveOn ?? '—',
      ]),
    ),
  )
}

/** Draws the legal holds and their reasons; nothing where there was none. */
export function drawHolds({ paper, words: { say, both, time }, dossier: { holds }, section }: Drawing): void {
  if (holds.length === 0) return
  section('holds')
  const head = (key: string) => both(`dossier.columns.${key}`)
  table(
    paper,
    [
      { head: head('hold'), share: 3 },
      { head: head('placed'), share: 2 },
      { head: head('lifted'), share: 2 },
    ],
    holds
      .toReversed()
      .map(({ covers, reason, note, placedBy, placedAt, liftedBy, liftedAt }): Cell[] => [
        [
          `${say(`retention.holds.coversOf.${covers}`)}: ${say(`retention.holds.reasons.${reason}`)}`,
          ...(note ? [note] : []),
        ],
        [time(placedAt), placedBy ?? say('dossier.who.unnamed')],
        liftedAt ? [time(liftedAt), liftedBy ?? say('dossier.who.unnamed')] : say('dossier.notLifted'),
      ]),
  )
}
