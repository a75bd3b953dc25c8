'use server'

import { revalidatePath } from 'next/cache'
import { redirect } from 'next/navigation'
import { PLACES, pathOf } from '@/components/rules/places'
import { discardRuleDraft } from '@/lib/rulebook/editing/discard-rule-draft'
import { editRuleDraft } from '@/lib/rulebook/editing/edit-rule-draft'
import { EditRuleDraftForm } from '@/lib/rulebook/editing/edit-schemas'
import { publishRuleDraft } from '@/lib/rulebook/editing/publish-rule-draft'
import { PublishRuleDraftInput, RuleDraftInput, StartRuleDraftInput } from '@/lib/rulebook/editing/schemas'
import { startRuleDraft } from '@/lib/rulebook/editing/start-rule-draft'
import { formAction } from '@/lib/web/actions/form-action'

export const startDraft = formAction('rules.begin', StartRuleDraftInput, async (actor, input) => {
  const { version } = await startRuleDraft(actor, input)
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

export const publish = formAction('rules.publish', PublishRuleDraftInput, async (actor, input) => {
  const { kind, version } = await publishRuleDraft(actor, input)
  redirect(`${pathOf(kind, version)}?published=yes`)
})
