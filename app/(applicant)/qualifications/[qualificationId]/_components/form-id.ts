'use client'
import { createContext, useContext } from 'react'

const FormId = createContext<string | undefined>(undefined)

/** Gives controls that are not inside their form its id. */
export const FormIdProvider = FormId.Provider

/** Returns the id of the form that a control belongs to; undefined where it is inside of it. */
export const useFormId = (): string | undefined => useContext(FormId)
