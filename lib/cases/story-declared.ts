import 'server-only'
import { database } from '@/lib/db/client'
import type { DocumentKind, QualificationKind, SignatureSource } from '@/lib/db/generated/enums'
import { type DocumentRow, readContent, type SubmissionContent } from '@/lib/qualifications/content'
import type { DeclaredAnswer } from '@/lib/review/shown-part'
import { maskAnswer } from '@/lib/rulebook/mask-answer'
import { rulebookOf } from '@/lib/rulebook/registry'
import { requiredGroups } from '@/lib/rulebook/required-slots'
import type { FieldRule, Rulebook } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'

/** Facts about a file, without its content. */
export type StoryFile = { id: string; sha256: string; mediaType: string; size: number; takenInAt: Date }

export type StoryDocument = {
  id: string
  kind: DocumentKind
  /** The sender signature whose evidence it is. */
  signature: { text: string } | null
  files: StoryFile[]
}

export type StoryDeclared = {
  revision: number
  groups: { key: string; answers: DeclaredAnswer[] }[]
  signatures: { id: string; text: string; source: SignatureSource; isOnBehalf: boolean }[]
  samples: string[]
  documents: StoryDocument[]
}

type Submitted = { id: string; revision: number; rulebookVersion: string }

/** Returns what a submission declares, with sensitive values masked, and what its documents are. */
export async function readDeclared(
  kind: QualificationKind,
  { id, revision, rulebookVersion }: Submitted,
  key: Uint8Array,
): Promise<StoryDeclared> {
  const content = await readContent(database(), kind, id, key)
  const rulebook = await rulebookOf(rulebookVersion)
  return {
    revision,
    groups: requiredGroups(rulebook, content).map(({ key, fields }) => ({
      key,
      answers: fields.map((rule) => {
        const answer = answerTo(rule, content)
        return rule.sensitive ? { ...answer, value: maskAnswer(rule, answer.value) } : answer
      }),
    })),
    signatures: content.signatures.map(({ id, text, source, isOnBehalf }) => ({ id, text, source, isOnBehalf })),
    samples: content.samples.map(({ text }) => text),
    documents: documentsOf(rulebook, content),
  }
}

/** Returns the fields that these answers require, by group, with the declared values. */
export function answersOf(rulebook: Rulebook, content: SubmissionContent) {
  return requiredGroups(rulebook, content).map(({ key, fields }) => ({
    key,
    answers: fields.map((rule) => answerTo(rule, content)),
  }))
}

function answerTo({ key, type, sensitive }: FieldRule, content: SubmissionContent): DeclaredAnswer {
  return { key, type, value: content.fields[key] ?? '', isSensitive: sensitive }
}

/** Returns the documents of a submission in the order in which its rulebook lists them. */
export function inRulebookOrder(rulebook: Rulebook, { kind: of, rows }: SubmissionContent): DocumentRow[] {
  const slots = rulesFor(rulebook, of).documents
  const orderOf = (kind: DocumentKind) => slots.findIndex((slot) => slot.kind === kind)
  return rows.toSorted((a, b) => orderOf(a.kind) - orderOf(b.kind))
}

function documentsOf(rulebook: Rulebook, content: SubmissionContent): StoryDocument[] {
  return inRulebookOrder(rulebook, content).map(({ id, kind, senderSignatureId, pages }) => {
    const signature = content.signatures.find((candidate) => candidate.id === senderSignatureId)
    return {
      id,
      kind,
      signature: signature ? { text: signature.text } : null,
      files: pages.map(({ file }) => ({
        id: file.id,
        sha256: Buffer.from(file.sha256).toString('hex'),
        mediaType: file.mediaType,
        size: file.size,
        takenInAt: file.createdAt,
      })),
    }
  })
}
