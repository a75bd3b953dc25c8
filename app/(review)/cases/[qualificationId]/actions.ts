'use server'

import { revalidatePath } from 'next/cache'
import { showDeclared } from '@/lib/cases/show-declared'
import { SetFilingInput } from '@/lib/filings/schemas'
import { setFiling } from '@/lib/filings/set-filing'
import { closeSupplement } from '@/lib/filings/supplements/close-supplement'
import { requestSupplement } from '@/lib/filings/supplements/request-supplement'
import { CloseSupplementInput, RequestSupplementInput } from '@/lib/filings/supplements/schemas'
import { LiftLegalHoldInput, PlaceLegalHoldForm } from '@/lib/privacy/holds/hold-schemas'
import { liftLegalHold } from '@/lib/privacy/holds/lift-legal-hold'
import { placeLegalHold } from '@/lib/privacy/holds/place-legal-hold'
import { exportOriginal } from '@/lib/qualifications/files/export-original'
import { ExportOriginalInput } from '@/lib/qualifications/files/export-schemas'
import { resumeQualification } from '@/lib/qualifications/standing/resume-qualification'
import { revokeQualification } from '@/lib/qualifications/standing/revoke-qualification'
import { ChangeStandingInput } from '@/lib/qualifications/standing/standing-schemas'
import { suspendQualification } from '@/lib/qualifications/standing/suspend-qualification'
import { exportDossier } from '@/lib/reports/dossier/export-dossier'
import { ExportDossierInput } from '@/lib/reports/dossier/schemas'
import { ShowDeclaredInput } from '@/lib/review/schemas'
import { formAction } from '@/lib/web/actions/form-action'

export const suspend = formAction('qualification.suspend', ChangeStandingInput, async (actor, input) => {
  const { id } = await suspendQualification(actor, input)
  revalidatePath(`/cases/${id}`)
})

export const resume = formAction('qualification.resume', ChangeStandingInput, async (actor, input) => {
  const { id } = await resumeQualification(actor, input)
  revalidatePath(`/cases/${id}`)
})

export const revoke = formAction('qualification.revoke', ChangeStandingInput, async (actor, input) => {
  const { id } = await revokeQualification(actor, input)
  revalidatePath(`/cases/${id}`)
})

export const recordFiling = formAction('filing.set', SetFilingInput, async (actor, input) => {
  const { qualificationId } = await setFiling(actor, input)
  revalidatePath(`/cases/${qualificationId}`)
})

export const requestMaterial = formAction('filing.request_material', RequestSupplementInput, async (actor, input) => {
  const { qualificationId } = await requestSupplement(actor, input)
  revalidatePath(`/cases/${qualificationId}`)
})

export const closeMaterial = formAction('filing.close_material', CloseSupplementInput, async (actor, input) => {
  const { qualificationId } = await closeSupplement(actor, input)
  revalidatePath(`/cases/${qualificationId}`)
})

export const revealDeclared = formAction('qualification.show_declared', ShowDeclaredInput, showDeclared)

export const exportFile = formAction('document.export', ExportOriginalInput, async (actor, input) => {
  const taken = await exportOriginal(actor, input)
  revalidatePath(`/cases/${input.qualificationId}`)
  return taken
})

export const makeDossier = formAction('qualification.export_dossier', ExportDossierInput, async (actor, input) => {
  const taken = await exportDossier(actor, input)
  revalidatePath(`/cases/${input.qualificationId}`)
  return taken
})

export const placeHold = formAction('legal_hold.place', PlaceLegalHoldForm, async (actor, input) => {
  const { qualificationId } = await placeLegalHold(actor, input)
  revalidatePath(`/cases/${qualificationId}`)
})

export const liftHold = formAction('legal_hold.lift', LiftLegalHoldInput, async (actor, input) => {
  await liftLegalHold(actor, input)
  revalidatePath('/cases/[qualificationId]', 'page')
})
