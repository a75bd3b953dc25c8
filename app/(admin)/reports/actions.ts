'use server'

import { revalidatePath } from 'next/cache'
import { getLocale } from 'next-intl/server'
import { cancelExport } from '@/lib/reports/exports/cancel-export'
import { decideExport } from '@/lib/reports/exports/decide-export'
import { removeSavedReport } from '@/lib/reports/exports/remove-saved-report'
import { saveReport } from '@/lib/reports/exports/save-report'
import { DecideExportInput, ExportIdInput, SavedReportIdInput, SaveReportInput } from '@/lib/reports/exports/schemas'
import { formAction } from '@/lib/web/actions/form-action'

export const cancel = formAction('export.cancel', ExportIdInput, async (actor, input) => {
  await cancelExport(actor, input)
  revalidatePath('/reports')
})

export const decide = formAction('export.decide', DecideExportInput, async (actor, input) => {
  await decideExport(actor, input)
  revalidatePath('/reports')
  return input.decision
})

export const save = formAction('report.save', SaveReportInput, async (actor, input) => {
  await saveReport(actor, input, { locale: await getLocale() })
  revalidatePath('/reports')
})

export const remove = formAction('report.remove', SavedReportIdInput, async (actor, input) => {
  await removeSavedReport(actor, input)
  revalidatePath('/reports')
})
