import 'server-only'
import { env } from '@/lib/core/env'
import { EnvironmentError } from '@/lib/core/environment/environment-error'
import type { Locale } from '@/lib/core/languages/locales'
import { type MessageParams, type MessageTemplate, SMS_TEMPLATES, TEMPLATES } from '../templates'
import { templatesWithoutId } from '../templates-without-id'
import { alibabaSms } from './alibaba-sms'
import type { MailGateway } from './mail-gateway'
import type { SmsGateway, TextMessage } from './sms-gateway'
import { smtpMail } from './smtp-mail'
import { tencentSms } from './tencent-sms'

/**
 * Returns the text message gateway of this installation, if one is chosen.
 *
 * @throws EnvironmentError when a template that can't go by e-mail instead has no id there
 */
export function configuredGateway(): SmsGateway | null {
  const { SMS_PROVIDER: provider, SMS_TEMPLATES: ids = {} } = env()
  if (!provider) return null
  const missing = templatesWithoutId().filter((template) => !TEMPLATES[template].isMail)
  const unknown = Object.keys(ids).filter((name) => !SMS_TEMPLATES.some((template) => template === name))
  const problems = [
    ...(missing.length > 0
      ? [`SMS_TEMPLATES has no id for ${missing.join(', ')}: without it nobody could sign in by phone`]
      : []),
    ...(unknown.length > 0 ? ['SMS_TEMPLATES names a template that there is not: docs/messages.md lists them'] : []),
  ]
  if (problems.length > 0) throw new EnvironmentError(problems)
  return provider === 'tencent' ? tencentSms(env()) : alibabaSms(env())
}

/** Builds a message in the form that providers accept. */
export function textMessage<T extends MessageTemplate>(
  id: string,
  to: string,
  { template, params, locale }: { template: T; params: MessageParams[T]; locale: Locale },
): TextMessage {
  const { SMS_TEMPLATES: ids, SMS_SIGN_NAME: signName } = env()
  const templateId = ids?.[template]?.[locale]
  if (!templateId) throw new TemplateWithoutIdError(template)
  if (!signName) throw new Error('SMS_SIGN_NAME is not set')
  const names: readonly string[] = TEMPLATES[template].params
  const given = params as Record<string, string | number>
  return { id, to, signName, templateId, values: names.map((name) => [name, String(given[name])] as const) }
}

/** The provider would refuse the message, since it sends only words that it approved under an id. */
export class TemplateWithoutIdError extends Error {
  override readonly name = 'TemplateWithoutIdError'
}

export function configuredMailGateway(): MailGateway | null {
  const { SMTP_URL: url, MAIL_FROM: from } = env()
  return url && from ? smtpMail({ url, from }) : null
}

/** Lists what is sent automatically here, by channel. */
export type Gateways = { SMS: SmsGateway | null; EMAIL: MailGateway | null }

export const configuredGateways = (): Gateways => ({ SMS: configuredGateway(), EMAIL: configuredMailGateway() })
