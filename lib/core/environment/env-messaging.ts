import { z } from 'zod'
import type { Locale } from '../languages/locales'

const word = () => z.string().trim().min(1)

/** Accepts an id for both languages, or one for each. */
const TemplateId = z
  .union([
    z.string().trim().min(1),
    z.number().int().transform(String),
    z.strictObject({ 'zh-CN': z.string().trim().min(1), en: z.string().trim().min(1) }),
  ])
  .transform((given) => (typeof given === 'string' ? { 'zh-CN': given, en: given } : given))

const TemplateIds = z.string().transform((text, context): Record<string, Record<Locale, string>> => {
  try {
    const parsed = z.record(z.string(), TemplateId).safeParse(JSON.parse(text))
    if (parsed.success) return parsed.data
  } catch {
    // Said below.
  }
  context.addIssue('must be JSON such as {"SIGN_IN_CODE":{"zh-CN":"1234567","en":"1234568"},"SUBMITTED":"1234569"}')
  return z.NEVER
})

/** Configures how messages are sent. Each adapter of lib/notifications reads its own variables. */
export const MESSAGING = {
  SMS_PROVIDER: z.enum(['tencent', 'alibaba'], { error: 'must be tencent or alibaba' }).optional().meta({
    unset: 'none: `/dev/outbox` shows messages on this machine alone',
    description: 'the provider that sends text messages, `tencent` or `alibaba`: [messages](messages.md)',
  }),
  SMS_SIGN_NAME: word().max(30).optional().describe('your sender name as the provider approved it, without 【】'),
  SMS_TEMPLATES: TemplateIds.optional().describe(
    'the provider’s id of each template, as JSON: [messages](messages.md#text-messages)',
  ),
  SMS_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
    .refine((url) => !URL.canParse(url) || new URL(url).pathname === '/', 'must have no path')
    .optional()
    .meta({
      unset: 'the provider’s own',
      description: 'another address, `https://host[:port]`: a relay or a private cloud',
    }),
  TENCENT_SECRET_ID: word().optional().describe('the id of the key at Tencent Cloud'),
  TENCENT_SECRET_KEY: word().optional().describe('the key itself'),
  TENCENT_SMS_APP_ID: word().optional().describe('the SDK AppID, such as `1400006666`'),
  TENCENT_SMS_REGION: word().optional().meta({ unset: '`ap-guangzhou`', description: 'the region' }),
  ALIBABA_ACCESS_KEY_ID: word().optional().describe('the id of the key at Alibaba Cloud'),
  ALIBABA_ACCESS_KEY_SECRET: word().optional().describe('the key itself'),
  SMTP_URL: z
    .url({ protocol: /^smtps?$/, error: 'must be an smtp:// or smtps:// address' })
    .refine((url) => !URL.canParse(url) || new URL(url).hostname !== '', 'must name a host')
    .optional()
    .meta({
      unset: 'none: no e-mail is sent',
      description:
        'the server that sends e-mail: `smtp://user:password@host:587` (STARTTLS), or `smtps://user:password@host:465`; special characters percent-encoded',
    }),
  MAIL_FROM: z
    .string()
    .trim()
    .regex(/^(?:[^<>\r\n]+<[^<>@\s]+@[^<>@\s]+>|[^<>@\s]+@[^<>@\s]+)$/, 'must be an address, or: Name <address>')
    .optional()
    .describe('the sender: `Name <address>`, or an address'),
}

const Shape = z.object(MESSAGING)
type Given = z.output<typeof Shape>
type Name = keyof Given

/** Lists the variables that each choice needs. */
const NEEDS: readonly { for: Name; as?: string; needed: readonly Name[] }[] = [
  { for: 'SMS_PROVIDER', needed: ['SMS_SIGN_NAME', 'SMS_TEMPLATES'] },
  { for: 'SMS_PROVIDER', as: 'tencent', needed: ['TENCENT_SECRET_ID', 'TENCENT_SECRET_KEY', 'TENCENT_SMS_APP_ID'] },
  { for: 'SMS_PROVIDER', as: 'alibaba', needed: ['ALIBABA_ACCESS_KEY_ID', 'ALIBABA_ACCESS_KEY_SECRET'] },
  { for: 'SMTP_URL', needed: ['MAIL_FROM'] },
]

/** Adds an issue for each variable that is missing next to those that are set. */
export function checkMessaging(given: Given, context: z.RefinementCtx): void {
  for (const { for: choice, as, needed } of NEEDS) {
    const isChosen = as ? given[choice] === as : given[choice] !== undefined
    for (const name of isChosen ? needed : []) {
      if (given[name] !== undefined) continue
      const because = as ? `${choice}=${as}` : choice
      context.addIssue({ code: 'custom', path: [name], message: `is needed with ${because}` })
    }
  }
}
