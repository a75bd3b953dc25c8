import 'server-only'
import { fact, heading, item, masthead, paragraph } from '@/lib/pdf/blocks'
import { finishPaper, type Paper, startPaper } from '@/lib/pdf/paper'
import { privacyWords, type Words } from '../privacy-words'
import type { Certificate } from './certificate'

/** Draws the certificate as a PDF, each line in Chinese with English below it. */
export async function drawCertificate(certificate: Certificate): Promise<Buffer> {
  const words = await privacyWords()
  const both = (text: (words: Words) => string) => words.map(text)
  const [title = ''] = both(({ say }) => say('certificate.title'))
  const paper = startPaper({ title: `${title} ${certificate.id}`, at: new Date(certificate.erasedAt), lang: 'zh-CN' })
  masthead(
    paper,
    both(({ say }) => say('certificate.title')),
  )
  drawFacts(paper, certificate, words)
  drawErased(paper, certificate, words)
  drawFinality(paper, certificate, words)
  drawRemains(paper, certificate, words)
  if (certificate.erased.files.length > 0) {
    heading(
      paper,
      both(({ say }) => say('certificate.check')),
    )
    paragraph(
      paper,
      both(({ say }) => say('certificate.checkText')),
    )
  }
  const issued = both(({ say }) => say('certificate.issued', { portal: certificate.portal })).join(' · ')
  return finishPaper(paper, [issued, certificate.id])
}

function drawFacts(paper: Paper, certificate: Certificate, words: readonly Words[]): void {
  const { id, reference, erasedAt, requestedAt, cause, scopes } = certificate
  const addFact = (key: string, value: (words: Words) => string) => {
    fact(
      paper,
      words.map(({ say }) => say(`certificate.${key}`)),
      [...new Set(words.map(value))],
    )
  }
  addFact('id', () => id)
  addFact('reference', ({ say }) => reference ?? say('certificate.account'))
  addFact('erasedAt', ({ time }) => time(erasedAt))
  addFact('cause', ({ say }) => say(`certificate.causes.${cause}`))
  if (requestedAt) addFact('requestedAt', ({ time }) => time(requestedAt))
  addFact('scope', ({ say }) => scopes.map((scope) => say(`certificate.scopes.${scope}`)).join(' · '))
}

function drawErased(paper: Paper, { erased }: Certificate, words: readonly Words[]): void {
  const { files, details, person } = erased
  heading(
    paper,
    words.map(({ say }) => say('certificate.erased')),
  )
  paragraph(
    paper,
    words.map(({ say }) => say('certificate.method')),
  )
  paragraph(
    paper,
    words.map(({ say }) => say('certificate.files', { count: files.length })),
  )
  for (const { kind, pages, bytes, takenInAt, sha256 } of files) {
    const described = words.map(({ say, time, documentName }) => {
      return say('certificate.file', { kind: documentName(kind), pages, bytes, takenInAt: time(takenInAt) })
    })
    item(paper, [...described, `SHA-256: ${sha256}`])
  }
  if (details)
    item(
      paper,
      words.map(({ say }) => say('certificate.details', details)),
    )
  if (person)
    item(
      paper,
      words.map(({ say }) => say('certificate.person')),
    )
}

function drawFinality(paper: Paper, { finality }: Certificate, words: readonly Words[]): void {
  const { because, until, asOf } = finality
  heading(
    paper,
    words.map(({ say }) => say('certificate.finality')),
  )
  paragraph(
    paper,
    words.map(({ say, time }) => {
      const verdict = say(`certificate.finalities.${because ?? 'FINAL'}`, { date: until ? time(until) : '–' })
      return `${verdict} ${say('certificate.asOf', { time: time(asOf) })}`
    }),
  )
}

function drawRemains(paper: Paper, { remains }: Certificate, words: readonly Words[]): void {
  heading(
    paper,
    words.map(({ say }) => say('certificate.remains')),
  )
  for (const { what, until, fileIds } of remains) {
    const lines = words.map(({ say, time }) => {
      const end = until ? say('certificate.until', { date: time(until) }) : null
      const count = fileIds ? say('certificate.remainingFiles', { count: fileIds.length }) : null
      return [say(`remains.${what}`), count, end].filter((part) => part !== null).join(' ')
    })
    item(paper, lines)
  }
}
