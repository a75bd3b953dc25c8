import 'server-only'
import { masked } from '@/lib/core/masked'
import { database } from '@/lib/db/client'
import type { DocumentKind, QualificationKind, SignatureSource } from '@/lib/db/generated/enums'
import { readContent, type SubmissionContent } from '@/lib/qualifications/content'
import { askedGroups } from '@/lib/rulebook/asked'
import { rulebookOf } from '@/lib/rulebook/registry'
import type { Rulebook } from '@/lib/rulebook/rulebook'
import { rulesFor } from '@/lib/rulebook/rules-for'
import type { DeclaredAnswer } from './shown-part'

/** What a document is, without what it shows. */
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

type HandedIn = { id: string; revision: number; rulebookVersion: string }

/** What a handed-in submission declares, sensitive values masked, and what its documents are. */
export async function readDeclared(
  kind: QualificationKind,
  { id, revision, rulebookVersion }: HandedIn,
  key: Uint8Array,
): Promise<StoryDeclared> {
  const content = await readContent(database(), kind, id, key)
  const rulebook = await rulebookOf(rulebookVersion)
  return {
    revision,
    groups: answersOf(rulebook, content).map(({ key, answers }) => ({
      key,
      answers: answers.map((answer) => (answer.isSensitive ? { ...answer, value: masked(answer.value) } : answer)),
    })),
    signatures: content.signatures.map(({ id, text, source, isOnBehalf }) => ({ id, text, source, isOnBehalf })),
    samples: content.samples.map(({ text }) => text),
    documents: documentsOf(rulebook, content),
  }
}

/** The fields that these answers led to, by group, as they were declared. */
export function answersOf(rulebook: Rulebook, content: SubmissionContent) {
  return askedGroups(rulebook, content).map(({ key, fields }) => ({
    key,
    answers: fields.map(
      ({ key, type, sensitive }): DeclaredAnswer => ({
        key,
        type,
        value: content.fields[key] ?? '',
        isSensitive: sensitive,
      }),
    ),
  }))
}

function documentsOf(rulebook: Rulebook, content: SubmissionContent): StoryDocument[] {
  const slots = rulesFor(rulebook, content.kind).documents
  const orderOf = (kind: DocumentKind) => slots.findIndex((slot) => slot.kind === kind)
  return content.rows
    .toSorted((a, b) => orderOf(a.kind) - orderOf(b.kind))
    .map(({ id, kind, senderSignatureId, pages }) => {
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
