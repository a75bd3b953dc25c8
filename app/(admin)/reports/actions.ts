'use server'

import { revalidatePath } from 'next/cache'
import { getLocale } from 'next-intl/server'
import { cancelExport } from '@/lib/reports/exports/cancel-export'
import { removeSavedReport } from '@/lib/reports/exports/remove-saved-report'
import { saveReport } from '@/lib/reports/exports/save-report'
import { ExportIdInput, SavedReportIdInput, SaveReportInput } from '@/lib/reports/exports/schemas'
import { formAction } from '@/lib/web/form-action'

export const cancel = formAction('export.cancel', ExportIdInput, async (actor, input) => {
  await cancelExport(actor, input)
  revalidatePath('/reports')
})

export const save = formAction('report.save', SaveReportInput, async (actor, input) => {
  await saveReport(actor, input, { locale: await getLocale() })
  revalidatePath('/reports')
})

export const remove = formAction('report.remove', SavedReportIdInput, async (actor, input) => {
  await removeSavedReport(actor, input)
  revalidatePath('/reports')
})
