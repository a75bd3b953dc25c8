import 'server-only'
import { readableNumber } from '@/lib/accounts/mobile-number'
import { env } from '@/lib/core/env'
import { LOCALES } from '@/lib/core/languages/locales'
import { writeTime } from '@/lib/core/languages/write-time'
import { operator } from '@/lib/core/operator'
import { fact, heading, item, masthead, paragraph, subheading } from '@/lib/pdf/blocks'
import { finishPaper, type Paper, startPaper } from '@/lib/pdf/paper'
import { maskAnswer } from '@/lib/rulebook/mask-answer'
import { documentName, partName } from '@/lib/rulebook/part-names'
import type { FieldRule } from '@/lib/rulebook/rulebook'
import { type DossierWords, dossierWords } from '../dossier/dossier-words'
import { type Naming, namingIn } from '../dossier/naming'
import type { Receipt } from './read-receipt'

type Words = DossierWords & { naming: Naming }

type Drawing = {
  paper: Paper
  receipt: Receipt
  /** Returns a line in each language, and one line where all are the same. */
  both: (text: (words: Words) => string) => string[]
  addFact: (key: string, value: (words: Words) => string) => void
}

/** The digits of a fingerprint that are printed; the attached entry has all of them. */
const PREFIX = 16

/** Draws the receipt as a PDF, each line in Chinese with English below it. */
export async function drawReceipt(receipt: Receipt): Promise<Buffer> {
  const { content, rules, revision, reference, madeAt } = receipt
  const words = await Promise.all(
    LOCALES.map(async (locale): Promise<Words> => {
      const said = await dossierWords(locale)
      return { ...said, naming: namingIn(said, { rules, answers: content.fields }, new Map()) }
    }),
  )
  const both: Drawing['both'] = (text) => [...new Set(words.map(text))]
  const title = both(({ say }) => say('submitted.receipt.title'))
  const paper = startPaper({ title: `${title[0]} ${reference} ${revision}`, at: madeAt, lang: LOCALES[0] })
  const addFact: Drawing['addFact'] = (key, value) =>
    fact(
      paper,
      both(({ say }) => say(`submitted.receipt.facts.${key}`)),
      both(value),
    )
  const drawing: Drawing = { paper, receipt, both, addFact }
  masthead(paper, title)
  drawFacts(drawing)
  drawDeclared(drawing)
  drawDocuments(drawing)
  drawConsents(drawing)
  drawProof(drawing)
  const portal = env().ZHUNXIN_URL.origin
  const foot = both(({ say }) => say('submitted.receipt.foot', { portal })).join(' · ')
  return finishPaper(paper, [foot, `${reference} · ${revision}`])
}

const timeIn = ({ say, locale }: Words, at: Date) =>
  say('submitted.receipt.time', { local: writeTime(at, locale, 'exact') })

function drawFacts({ paper, receipt, both, addFact }: Drawing): void {
  const { reference, revision, submittedAt, submittedBy, rulebookVersion, letterVersion, madeAt } = receipt
  addFact('reference', () => reference)
  addFact('platform', ({ say }) => {
    const platform = operator().name ?? say('common.brand.name')
    return say('submitted.receipt.platformAt', { platform, portal: env().ZHUNXIN_URL.origin })
  })
  addFact('revision', ({ say }) => say('submitted.receipt.nth', { revision }))
  addFact('submittedAt', (words) => timeIn(words, submittedAt))
  addFact('submittedBy', ({ say }) => {
    const { phone, client } = submittedBy
    return client === null
      ? (phone ?? say('submitted.receipt.unknownMember'))
      : say('submitted.page.client', { name: client })
  })
  addFact('rules', ({ say }) => {
    return say('submitted.page.versions', { rulebook: rulebookVersion, letter: letterVersion })
  })
  addFact('made', (words) => timeIn(words, madeAt))
  paragraph(
    paper,
    both(({ say }) => say('submitted.receipt.meaning')),
  )
}

function drawDeclared({ paper, receipt: { content }, both }: Drawing): void {
  const { fields, groups, signatures, samples } = content
  paragraph(
    paper,
    both(({ say }) => say('submitted.receipt.masked')),
  )
  for (const group of groups) {
    subheading(
      paper,
      both(({ say }) => partName(say, { kind: 'FIELDS', fieldGroup: group.key }, { answers: fields })),
      72,
    )
    for (const rule of group.fields) {
      const value = shown(rule, fields[rule.key] ?? '')
      fact(
        paper,
        both(({ naming }) => naming.fieldName(rule.key)),
        both(({ naming }) => naming.answer({ key: rule.key, type: rule.type, value })),
      )
    }
  }
  subheading(
    paper,
    both(({ say }) => partName(say, { kind: 'SENDER_SIGNATURE' })),
    72,
  )
  for (const { text, source } of signatures) {
    fact(
      paper,
      [`【${text}】`],
      both(({ say }) => say(`rulebook.sources.${source}.name`)),
    )
  }
  subheading(
    paper,
    both(({ say }) => partName(say, { kind: 'SAMPLE_MESSAGES' })),
    72,
  )
  for (const text of samples) item(paper, [text])
}

function shown(rule: FieldRule, value: string): string {
  if (value === '') return value
  const masked = maskAnswer(rule, value)
  return masked === value && rule.type === 'PHONE' ? readableNumber(value) : masked
}

function drawDocuments({ paper, receipt: { content, rules }, both }: Drawing): void {
  const { fields, documents } = content
  heading(
    paper,
    both(({ say }) => say('submitted.receipt.sections.documents')),
  )
  const count = documents.reduce((sum, { pages }) => sum + pages.length, 0)
  paragraph(
    paper,
    both(({ say }) => say('submitted.receipt.files', { count })),
  )
  for (const { kind, signatureText, pages } of documents) {
    for (const [index, { pageCount, size, sha256 }] of pages.entries()) {
      const file = both(({ say }) => {
        const name = documentName(say, kind, { rules, answers: fields }, signatureText)
        return say('submitted.receipt.file', { name, number: index + 1, pages: pageCount, bytes: size })
      })
      const prefix = sha256.slice(0, PREFIX)
      item(paper, [...file, ...both(({ say }) => say('submitted.receipt.fingerprint', { prefix })).slice(0, 1)])
    }
  }
}

function drawConsents({ paper, receipt: { consents }, both }: Drawing): void {
  heading(
    paper,
    both(({ say }) => say('submitted.receipt.sections.consents')),
  )
  const areAttested = consents.some(({ attested }) => attested !== null)
  paragraph(
    paper,
    both(({ say }) => say(areAttested ? 'submitted.receipt.attestedText' : 'submitted.receipt.consentsText')),
  )
  for (const { statement, textVersion: version, attested } of consents) {
    item(
      paper,
      both((words) => {
        const { say } = words
        const title = say(`consents.statements.${statement}.title`)
        if (!attested) return say('submitted.receipt.consent', { statement: title, version })
        const means = say(`consents.means.${attested.means}`)
        const { client, agreedAt } = attested
        return say('submitted.receipt.attested', {
          statement: title,
          version,
          client,
          time: timeIn(words, agreedAt),
          means,
        })
      }),
    )
  }
}

/** Draws what identifies its entry in the audit log, and attaches the entry and its proof for programs. */
function drawProof({ paper, receipt: { event, proof, madeAt }, both, addFact }: Drawing): void {
  heading(
    paper,
    both(({ say }) => say('submitted.receipt.sections.proof')),
    160,
  )
  paragraph(
    paper,
    both(({ say }) => say(`submitted.receipt.${proof ? 'proofText' : 'notYet'}`)),
  )
  addFact('event', () => event.id)
  attach(paper, 'submitted.json', event.entry, madeAt)
  if (!proof) return
  addFact('index', () => String(proof.index))
  addFact('size', ({ say }) => say('submitted.receipt.entries', { count: String(proof.size) }))
  addFact('root', () => proof.root)
  addFact('signed', (words) => timeIn(words, proof.signedAt))
  for (const key of proof.keys) addFact('keys', () => key)
  attach(paper, 'submitted.tlog-proof', proof.proof, madeAt)
}

function attach({ doc }: Paper, name: string, text: string, at: Date): void {
  doc.file(Buffer.from(text), { name, creationDate: at, modifiedDate: at })
}
