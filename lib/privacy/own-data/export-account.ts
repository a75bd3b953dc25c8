import 'server-only'
import { Readable } from 'node:stream'
import { consumeExport } from '@/lib/accounts/limits/request-limits'
import { notifyMembers } from '@/lib/accounts/members/notify-members'
import type { PersonActor } from '@/lib/actor/actor'
import { recordAudit } from '@/lib/audit/record'
import { dateIn } from '@/lib/core/clock'
import { DomainError } from '@/lib/core/errors'
import { type ZipEntries, zipStream } from '@/lib/core/files/zip-stream'
import { database, databaseTime, type Tx, transaction } from '@/lib/db/client'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { readFileNames } from '@/lib/documents/read-file-names'
import { findOriginal } from '@/lib/documents/read-original'
import { ownedBy } from '@/lib/qualifications/policy'
import { BlobMissingError } from '@/lib/storage/store-port'
import { privacyWords } from '../privacy-words'
import { exportPath } from './export-path'
import { exportRecord } from './export-record'
import type { ExportedFiles } from './exported-files'
import { requireExport } from './require-export'

/**
 * Exports all data of one of the actor's accounts as a ZIP, built while it is sent (PIPL 45): the originals of stored
 * files, one by one, and a record of everything else. A store failure breaks the stream off: what arrived is no
 * complete archive and can't be unpacked as one. Every member of the account is notified.
 *
 * @param ticket of `prepareExport`, in the same session
 * @throws DomainError NOT_FOUND, FORBIDDEN, FRESH_CODE_NEEDED, RATE_LIMITED
 */
export async function exportAccount(
  actor: PersonActor,
  { accountId, ticket }: { accountId: string; ticket: string },
): Promise<{ name: string; stream: Readable }> {
  await requireExport(actor, accountId, ticket)
  await consumeExport(actor.id)
  const at = await transaction(async (tx) => {
    const files = await countFiles(tx, accountId)
    const event = { action: 'account.exported', subjectId: accountId, data: { files } } as const
    await recordAudit(tx, actor, event, { using: 'qualification.own' })
    const at = await databaseTime(tx)
    await notifyMembers(tx, { accountId, userId: actor.id, template: 'ACCOUNT_EXPORTED', at })
    return at
  })
  return {
    name: `zhunxin-${dateIn(at)}.zip`,
    stream: zipStream('account.export', (entries) => fill(entries, { actor, accountId, at })),
  }
}

const countFiles = (tx: Tx, accountId: string) =>
  tx.storedFile.count({
    where: {
      dataKey: { erasedAt: null },
      pages: { some: { document: { submission: { qualification: { accountId } } } } },
    },
  })

type Export = { actor: PersonActor; accountId: string; at: Date }

async function fill(entries: ZipEntries, given: Export): Promise<void> {
  await entries.add('README.txt', await readme(given.at))
  const files: ExportedFiles = { paths: new Map(), leftOut: [] }
  const taken = new Set<string>()
  for (const { id, reference } of await qualificationsOf(given)) {
    for (const file of await filesOf(given, id)) {
      if (files.paths.has(file.id)) continue
      const path = exportPath({ ...file, reference }, taken)
      const source = await originalOf(file.id)
      if (source) {
        await entries.add(path, source, { isPacked: true })
        files.paths.set(file.id, path)
      } else files.leftOut.push({ fileId: file.id, reference, kind: file.kind, because: 'ERASED_MEANWHILE' })
    }
  }
  const record = Readable.from(exportRecord(given, files), { objectMode: false })
  await entries.add('data.json', record)
}

const qualificationsOf = ({ actor, accountId }: Export) =>
  database().qualification.findMany({
    where: { AND: [{ accountId }, ownedBy(actor)] },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { id: true, reference: true },
  })

/** Checks each qualification again: a person who was removed from the account meanwhile gets no more of it. */
async function filesOf({ actor }: Export, qualificationId: string) {
  const pages = await database().documentPage.findMany({
    where: {
      document: { submission: { qualification: { AND: [{ id: qualificationId }, ownedBy(actor)] } } },
      file: { dataKey: { erasedAt: null } },
    },
    orderBy: [{ document: { submission: { revision: 'asc' } } }, { documentId: 'asc' }, { position: 'asc' }],
    select: { document: { select: { kind: true } }, file: { select: { id: true, mediaType: true } } },
  })
  const files = new Map<string, { id: string; kind: DocumentKind; mediaType: string }>()
  for (const { document, file } of pages) if (!files.has(file.id)) files.set(file.id, { ...file, ...document })
  const names = await readFileNames([...files.keys()])
  return [...files.values()].map((file) => ({ ...file, name: names.get(file.id) ?? '' }))
}

/**
 * Opens an original; null when it was erased since it was listed. A blob that is missing while its key exists is a
 * loss, and throws.
 */
async function originalOf(fileId: string): Promise<Readable | null> {
  try {
    return await (await findOriginal(fileId)).read()
  } catch (error) {
    const isGone = error instanceof BlobMissingError || (error instanceof DomainError && error.code === 'NOT_FOUND')
    if (isGone && (await isErased(fileId))) return null
    throw error
  }
}

async function isErased(fileId: string): Promise<boolean> {
  return (await database().storedFile.count({ where: { id: fileId, dataKey: { erasedAt: { not: null } } } })) === 1
}

async function readme(at: Date): Promise<string> {
  const parts = (await privacyWords()).map(({ say, time }) => {
    const lines = ['data', 'files', 'leftOut', 'keep'].map((key) => say(`exported.${key}`))
    return [say('exported.title'), say('exported.made', { time: time(at.toISOString()) }), '', ...lines].join('\n')
  })
  return `${parts.join('\n\n')}\n`
}
