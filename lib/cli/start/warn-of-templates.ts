import 'server-only'
import { templatesWithoutId } from '@/lib/notifications/templates-without-id'
import { printLine } from './run-program'

/** Warns of text messages that can't be sent. An upgrade that adds one must not prevent a portal from starting. */
export function warnOfTemplates(): void {
  const missing = templatesWithoutId()
  if (missing.length === 0) return
  printLine(`!! SMS_TEMPLATES has no id for ${missing.join(', ')}: docs/messages.md has the texts to register.`)
  printLine(
    '!! Until then these go by e-mail, to the people who have an address; the others fail, and are on the page Messages.',
  )
}
