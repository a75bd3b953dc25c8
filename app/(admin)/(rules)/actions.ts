'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { beginRuleDraft } from '@/lib/rules/begin-rule-draft'
import { discardRuleDraft } from '@/lib/rules/discard-rule-draft'
import { editRuleDraft } from '@/lib/rules/edit-rule-draft'
import { EditRuleDraftForm } from '@/lib/rules/edit-schemas'
import { publishRuleDraft } from '@/lib/rules/publish-rule-draft'
import { BeginRuleDraftInput, RuleDraftInput } from '@/lib/rules/schemas'
import { formAction } from '@/lib/web/form-action'
import { PLACES, pathOf } from './places'

export const begin = formAction('rules.begin', BeginRuleDraftInput, async (actor, input) => {
  const { version } = await beginRuleDraft(actor, input)
  redirect(pathOf(input.kind, version))
})

export const save = formAction('rules.save', EditRuleDraftForm, async (actor, input) => {
  const { kind, version } = await editRuleDraft(actor, input)
  const { edit } = input
  if (edit.part === 'REASON' && !edit.of) redirect(`${pathOf(kind, version)}?reason=${edit.code}&saved=yes`)
  revalidatePath(pathOf(kind, version))
})

export const discard = formAction('rules.discard', RuleDraftInput, async (actor, input) => {
  const { kind } = await discardRuleDraft(actor, input)
  redirect(PLACES[kind])
})

export const publish = formAction('rules.publish', RuleDraftInput, async (actor, input) => {
  const { kind, version } = await publishRuleDraft(actor, input)
  redirect(`${pathOf(kind, version)}?published=yes`)
})
