'use client'
import { createContext, use } from 'react'
import type { ActionFailure } from '@/lib/core/forms/action-result'

type Edit = { isEditable: boolean; failure: ActionFailure | null }

/** Says whether a section can be changed, and what was sent when the last attempt was refused. */
export const EditContext = createContext<Edit>({ isEditable: false, failure: null })

export function useEdit() {
  const { isEditable, failure } = use(EditContext)
  return {
    isEditable,
    /** Returns what was typed, where it was refused; else what is stored. */
    textOf: (name: string, stored: string): string => {
      const sent = failure?.sent[name]
      return typeof sent === 'string' ? sent : stored
    },
    chosenOf: (name: string, stored: readonly string[]): string[] =>
      failure ? [failure.sent[name] ?? []].flat().map(String) : [...stored],
    /** Returns the code of what is wrong. */
    errorOf: (name: string): string | undefined => failure?.fields[`edit.${name.replaceAll('/', '.')}`]?.[0],
  }
}
