'use client'
import { createContext, use } from 'react'
import type { ActionFailure } from '@/lib/web/form-action'

type Edit = { isEditable: boolean; failure: ActionFailure | null }

/** Whether what stands in a section can be changed, and what was sent when the last attempt was refused. */
export const EditContext = createContext<Edit>({ isEditable: false, failure: null })

export function useEdit() {
  const { isEditable, failure } = use(EditContext)
  return {
    isEditable,
    /** What was typed, where it was refused; else what is kept. */
    textOf: (name: string, kept: string): string => {
      const sent = failure?.sent[name]
      return typeof sent === 'string' ? sent : kept
    },
    chosenOf: (name: string, kept: readonly string[]): string[] =>
      failure ? [failure.sent[name] ?? []].flat().map(String) : [...kept],
    /** The code of what is wrong. */
    errorOf: (name: string): string | undefined => failure?.fields[`edit.${name.replaceAll('/', '.')}`]?.[0],
  }
}
