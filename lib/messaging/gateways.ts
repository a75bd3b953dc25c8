import 'server-only'
import { EnvironmentError, env } from '@/lib/core/env'
import type { Locale } from '@/lib/i18n/locales'
import { alibabaSms } from './alibaba-sms'
import type { MailGateway } from './mail-gateway'
import type { SmsGateway, TextMessage } from './sms-gateway'
import { smtpMail } from './smtp-mail'
import { type MessageParams, type MessageTemplate, SMS_TEMPLATES, TEMPLATES } from './templates'
import { tencentSms } from './tencent-sms'

/**
 * The gateway of this installation, if one is chosen.
 *
 * @throws EnvironmentError when a template has no id there
 */
export function configuredGateway(): SmsGateway | null {
  const { SMS_PROVIDER: provider, SMS_TEMPLATES: ids = {} } = env()
  if (!provider) return null
  const missing = SMS_TEMPLATES.filter((template) => !ids[template])
  const unknown = Object.keys(ids).filter((name) => !SMS_TEMPLATES.some((template) => template === name))
  const problems = [
    ...(missing.length > 0 ? [`SMS_TEMPLATES has no id for ${missing.join(', ')}`] : []),
    ...(unknown.length > 0 ? ['SMS_TEMPLATES names a template that there is not: docs/messages.md lists them'] : []),
  ]
  if (problems.length > 0) throw new EnvironmentError(problems)
  return provider === 'tencent' ? tencentSms(env()) : alibabaSms(env())
}

/** A message as providers take it. */
export function textMessage<T extends MessageTemplate>(
  id: string,
  to: string,
  { template, params, locale }: { template: T; params: MessageParams[T]; locale: Locale },
): TextMessage {
  const { SMS_TEMPLATES: ids, SMS_SIGN_NAME: signName } = env()
  const templateId = ids?.[template]?.[locale]
  if (!templateId || !signName) throw new Error(`Not configured: ${template}`)
  const names: readonly string[] = TEMPLATES[template].sms ?? []
  const given = params as Record<string, string | number>
  return { id, to, signName, templateId, values: names.map((name) => [name, String(given[name])] as const) }
}

export function configuredMailGateway(): MailGateway | null {
  const { SMTP_URL: url, MAIL_FROM: from } = env()
  return url && from ? smtpMail({ url, from }) : null
}

/** What leaves by itself here, by channel. */
export type Gateways = { SMS: SmsGateway | null; EMAIL: MailGateway | null }

export const configuredGateways = (): Gateways => ({ SMS: configuredGateway(), EMAIL: configuredMailGateway() })
