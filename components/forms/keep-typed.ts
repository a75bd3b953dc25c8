import type { FormEvent } from 'react'

/**
 * For a form's `onReset`: once its action is done React sets a form back to what it began with, refused or not. What was
 * typed would be gone, and a select would show, and send, what nobody chose.
 */
export const keepTyped = (event: FormEvent<HTMLFormElement>): void => event.preventDefault()
