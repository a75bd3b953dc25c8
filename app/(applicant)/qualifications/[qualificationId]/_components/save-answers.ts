'use server'

import { z } from 'zod'
import { saveFields } from '@/lib/qualifications/draft/save-fields'
import { SaveFieldsInput } from '@/lib/qualifications/schemas'
import { formAction } from '@/lib/web/actions/form-action'
import { afterSaving, Intent } from './after-saving'

const Answers = z.intersection(SaveFieldsInput, Intent)

export const saveAnswers = formAction('qualification.save_fields', Answers, async (actor, { intent, ...input }) => {
  const { seen } = await saveFields(actor, input)
  return afterSaving(actor, { id: input.qualificationId, task: input.task, intent, seen })
})
