import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { expect } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { sequenceEvents } from '@/lib/audit-log/sequence'
import { showDeclared } from '@/lib/cases/show-declared'
import { database } from '@/lib/db/client'
import type { StaffRole } from '@/lib/db/generated/enums'
import { exportOriginal } from '@/lib/qualifications/files/export-original'
import { openFile } from '@/lib/qualifications/files/open-file'
import { suspendQualification } from '@/lib/qualifications/standing/suspend-qualification'
import { exportDossier } from '@/lib/reports/dossier/export-dossier'
import { openDossier } from '@/lib/reports/dossier/open-dossier'
import type { ExportDossierInput } from '@/lib/reports/dossier/schemas'
import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { aSubmitted, decide, resubmit } from './journey'
import { someStaff } from './review'

export const staff = (role: StaffRole, name: string) => someStaff({ roles: [role], name })

/** Creates one that was refused, corrected, approved by another reviewer and suspended, and was viewed and exported. */
export async function aLife() {
  const [first, second] = [await staff('REVIEWER', '翀龑𬱖'), await staff('REVIEWER', '李审核')]
  const administrator = await staff('ADMIN', '王管理')
  const { id, reference, applicant } = await aSubmitted()
  await claimQualification(first, { qualificationId: id })
  const page = await database().documentPage.findFirstOrThrow({
    where: { document: { submission: { qualificationId: id } } },
  })
  const shown = { fileId: page.fileId, variant: 'RENDITION', page: 0 } as const
  await buffer((await openFile(first, shown)).stream)
  const edges = { left: 0.1, top: 0.25, right: 0.5, bottom: 0.75 }
  await decide(first, id, { ID_PORTRAIT: 'BLURRED', COMMITMENT_LETTER: 'THUMBPRINT_MISSING' }, edges)
  await database().roleGrant.deleteMany({ where: { userId: first.id } }) // their role of then is named all the same
  await resubmit(applicant.actor, id, ['ID_PORTRAIT', 'COMMITMENT_LETTER'])
  await decide(second, id)
  await showDeclared(administrator, { qualificationId: id, reason: 'DISPUTE', note: null })
  await exportOriginal(administrator, { qualificationId: id, fileId: page.fileId, reason: 'DISPUTE', note: null })
  await suspendQualification(administrator, { qualificationId: id, reason: 'COMPLAINTS', note: '请联系客服说明情况' })
  while ((await sequenceEvents())?.isMore);
  return { id, reference, administrator }
}

export type Asked = Partial<Omit<ExportDossierInput, 'qualificationId'>>

export const asked = (qualificationId: string, more: Asked = {}): ExportDossierInput => ({
  ...{ qualificationId, locale: 'zh-CN', content: 'MASKED', reason: null, note: null },
  ...more,
})

export async function dossierOf(actor: PersonActor, id: string, more: Asked = {}): Promise<Buffer> {
  const { id: exportId } = await exportDossier(actor, asked(id, more))
  const { stream, size } = await openDossier(actor, { qualificationId: id, exportId })
  const pdf = await buffer(stream)
  expect(pdf.length).toBe(size)
  const folder = process.env.DOSSIER_FOLDER
  if (folder)
    writeFileSync(path.join(folder, `${more.locale ?? 'zh'}-${more.content ?? 'MASKED'}-${exportId}.pdf`), pdf)
  return pdf
}

export const FULL = { content: 'FULL', reason: 'INSPECTION' } as const

/** Returns the text as someone who copies it from a reader gets it, without white space, and the number of pictures. */
export async function readPdf(pdf: Buffer) {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(pdf)
  const pages = [...document.pages()]
  const text = pages.map((page) => page.getText()).join('')
  document.destroy()
  library.destroy()
  const pictures = pdf.toString('latin1').match(/\/Subtype \/Image/g)?.length ?? 0
  return { text: text.replaceAll(/\s+/g, ''), pictures, pages: pages.length }
}
