'use client'
import { startTransition, useEffect, useState } from 'react'
import { useFormAction } from '@/components/forms/use-form-action'
import type { ReviewCase } from '@/lib/review/open-case'
import type { SavedPhrase } from '@/lib/review/phrases/phrases'
import { removePhrase, savePhrase } from '../../actions'

export type Phrases = ReturnType<typeof usePhrases>

/** Returns the reviewer's own phrases, and what changes them without leaving the case. */
export function usePhrases(opened: Pick<ReviewCase, 'phrases'>) {
  const [phrases, setPhrases] = useState<readonly SavedPhrase[]>(opened.phrases)
  const [saved, sendSave, isSaving] = useFormAction(savePhrase)
  const [removed, sendRemoval] = useFormAction(removePhrase)
  useEffect(() => {
    if (saved?.ok) setPhrases(saved.value)
  }, [saved])
  useEffect(() => {
    if (removed?.ok) setPhrases(removed.value)
  }, [removed])
  const sending = (send: (form: FormData) => void, name: string) => (value: string) => {
    const form = new FormData()
    form.set(name, value)
    startTransition(() => send(form))
  }
  return {
    phrases,
    isSaving,
    save: sending(sendSave, 'text'),
    remove: sending(sendRemoval, 'phraseId'),
    /** Says why the last phrase was not saved. */
    failure: saved && !saved.ok ? saved : null,
  }
}
