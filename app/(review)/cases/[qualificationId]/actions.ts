'use server'

import { revalidatePath } from 'next/cache'
import { SetFilingInput } from '@/lib/filings/schemas'
import { setFiling } from '@/lib/filings/set-filing'
import { LiftLegalHoldInput, PlaceLegalHoldForm } from '@/lib/privacy/hold-schemas'
import { liftLegalHold } from '@/lib/privacy/lift-legal-hold'
import { placeLegalHold } from '@/lib/privacy/place-legal-hold'
import { exportOriginal } from '@/lib/qualifications/export-original'
import { ExportOriginalInput } from '@/lib/qualifications/export-schemas'
import { resumeQualification } from '@/lib/qualifications/resume-qualification'
import { revokeQualification } from '@/lib/qualifications/revoke-qualification'
import { ChangeStandingInput } from '@/lib/qualifications/standing-schemas'
import { suspendQualification } from '@/lib/qualifications/suspend-qualification'
import { exportDossier } from '@/lib/reports/dossier/export-dossier'
import { ExportDossierInput } from '@/lib/reports/dossier/schemas'
import { ShowDeclaredInput } from '@/lib/review/schemas'
import { showDeclared } from '@/lib/review/show-declared'
import { formAction } from '@/lib/web/form-action'

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

export const file = formAction('filing.set', SetFilingInput, async (actor, input) => {
  const { qualificationId } = await setFiling(actor, input)
  revalidatePath(`/cases/${qualificationId}`)
})

export const revealDeclared = formAction('qualification.show_declared', ShowDeclaredInput, showDeclared)

export const takeOut = formAction('document.export', ExportOriginalInput, async (actor, input) => {
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
