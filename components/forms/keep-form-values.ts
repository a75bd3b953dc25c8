import type { FormEvent } from 'react'

/**
 * Handles a form's `onReset`. React resets a form to its first values once its action is done, refused or not. What was
 * typed would be lost, and a select would show, and send, what nobody chose.
 */
export const keepFormValues = (event: FormEvent<HTMLFormElement>): void => event.preventDefault()
