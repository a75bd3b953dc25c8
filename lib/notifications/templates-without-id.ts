import 'server-only'
import { env } from '@/lib/core/env'
import { type MessageTemplate, SMS_TEMPLATES } from './templates'

/** Returns the templates of text messages that the provider has no id for, such as those that an upgrade added. */
export function templatesWithoutId(): MessageTemplate[] {
  const { SMS_PROVIDER: provider, SMS_TEMPLATES: ids = {} } = env()
  return provider ? SMS_TEMPLATES.filter((template) => !ids[template]) : []
}
