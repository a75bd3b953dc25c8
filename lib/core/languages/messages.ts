import type { Locale } from './locales'

/** Each namespace has one file in each language. They are listed so that a bundler sees each of them. */
const LOADERS = {
  access: { 'zh-CN': () => import('./messages/zh-CN/access.json'), en: () => import('./messages/en/access.json') },
  account: { 'zh-CN': () => import('./messages/zh-CN/account.json'), en: () => import('./messages/en/account.json') },
  admin: { 'zh-CN': () => import('./messages/zh-CN/admin.json'), en: () => import('./messages/en/admin.json') },
  applicant: {
    'zh-CN': () => import('./messages/zh-CN/applicant.json'),
    en: () => import('./messages/en/applicant.json'),
  },
  audit: { 'zh-CN': () => import('./messages/zh-CN/audit.json'), en: () => import('./messages/en/audit.json') },
  auth: { 'zh-CN': () => import('./messages/zh-CN/auth.json'), en: () => import('./messages/en/auth.json') },
  banners: { 'zh-CN': () => import('./messages/zh-CN/banners.json'), en: () => import('./messages/en/banners.json') },
  cases: { 'zh-CN': () => import('./messages/zh-CN/cases.json'), en: () => import('./messages/en/cases.json') },
  common: { 'zh-CN': () => import('./messages/zh-CN/common.json'), en: () => import('./messages/en/common.json') },
  complaints: {
    'zh-CN': () => import('./messages/zh-CN/complaints.json'),
    en: () => import('./messages/en/complaints.json'),
  },
  conditions: {
    'zh-CN': () => import('./messages/zh-CN/conditions.json'),
    en: () => import('./messages/en/conditions.json'),
  },
  consents: {
    'zh-CN': () => import('./messages/zh-CN/consents.json'),
    en: () => import('./messages/en/consents.json'),
  },
  demo: { 'zh-CN': () => import('./messages/zh-CN/demo.json'), en: () => import('./messages/en/demo.json') },
  dossier: { 'zh-CN': () => import('./messages/zh-CN/dossier.json'), en: () => import('./messages/en/dossier.json') },
  earlierConsents: {
    'zh-CN': () => import('./messages/zh-CN/earlierConsents.json'),
    en: () => import('./messages/en/earlierConsents.json'),
  },
  errors: { 'zh-CN': () => import('./messages/zh-CN/errors.json'), en: () => import('./messages/en/errors.json') },
  factors: { 'zh-CN': () => import('./messages/zh-CN/factors.json'), en: () => import('./messages/en/factors.json') },
  figures: { 'zh-CN': () => import('./messages/zh-CN/figures.json'), en: () => import('./messages/en/figures.json') },
  filings: { 'zh-CN': () => import('./messages/zh-CN/filings.json'), en: () => import('./messages/en/filings.json') },
  failure: { 'zh-CN': () => import('./messages/zh-CN/failure.json'), en: () => import('./messages/en/failure.json') },
  integrations: {
    'zh-CN': () => import('./messages/zh-CN/integrations.json'),
    en: () => import('./messages/en/integrations.json'),
  },
  forwarded: {
    'zh-CN': () => import('./messages/zh-CN/forwarded.json'),
    en: () => import('./messages/en/forwarded.json'),
  },
  handover: {
    'zh-CN': () => import('./messages/zh-CN/handover.json'),
    en: () => import('./messages/en/handover.json'),
  },
  letters: { 'zh-CN': () => import('./messages/zh-CN/letters.json'), en: () => import('./messages/en/letters.json') },
  messages: {
    'zh-CN': () => import('./messages/zh-CN/messages.json'),
    en: () => import('./messages/en/messages.json'),
  },
  myData: { 'zh-CN': () => import('./messages/zh-CN/myData.json'), en: () => import('./messages/en/myData.json') },
  operations: {
    'zh-CN': () => import('./messages/zh-CN/operations.json'),
    en: () => import('./messages/en/operations.json'),
  },
  outbox: { 'zh-CN': () => import('./messages/zh-CN/outbox.json'), en: () => import('./messages/en/outbox.json') },
  ownCode: { 'zh-CN': () => import('./messages/zh-CN/ownCode.json'), en: () => import('./messages/en/ownCode.json') },
  phone: { 'zh-CN': () => import('./messages/zh-CN/phone.json'), en: () => import('./messages/en/phone.json') },
  privacy: { 'zh-CN': () => import('./messages/zh-CN/privacy.json'), en: () => import('./messages/en/privacy.json') },
  public: { 'zh-CN': () => import('./messages/zh-CN/public.json'), en: () => import('./messages/en/public.json') },
  recipients: {
    'zh-CN': () => import('./messages/zh-CN/recipients.json'),
    en: () => import('./messages/en/recipients.json'),
  },
  reports: { 'zh-CN': () => import('./messages/zh-CN/reports.json'), en: () => import('./messages/en/reports.json') },
  retention: {
    'zh-CN': () => import('./messages/zh-CN/retention.json'),
    en: () => import('./messages/en/retention.json'),
  },
  review: { 'zh-CN': () => import('./messages/zh-CN/review.json'), en: () => import('./messages/en/review.json') },
  rulebook: {
    'zh-CN': () => import('./messages/zh-CN/rulebook.json'),
    en: () => import('./messages/en/rulebook.json'),
  },
  rules: { 'zh-CN': () => import('./messages/zh-CN/rules.json'), en: () => import('./messages/en/rules.json') },
  sessions: {
    'zh-CN': () => import('./messages/zh-CN/sessions.json'),
    en: () => import('./messages/en/sessions.json'),
  },
  standing: {
    'zh-CN': () => import('./messages/zh-CN/standing.json'),
    en: () => import('./messages/en/standing.json'),
  },
  submitted: {
    'zh-CN': () => import('./messages/zh-CN/submitted.json'),
    en: () => import('./messages/en/submitted.json'),
  },
  supplements: {
    'zh-CN': () => import('./messages/zh-CN/supplements.json'),
    en: () => import('./messages/en/supplements.json'),
  },
  verifying: {
    'zh-CN': () => import('./messages/zh-CN/verifying.json'),
    en: () => import('./messages/en/verifying.json'),
  },
  webhooks: {
    'zh-CN': () => import('./messages/zh-CN/webhooks.json'),
    en: () => import('./messages/en/webhooks.json'),
  },
} as const

export type Namespace = keyof typeof LOADERS

export const NAMESPACES = Object.keys(LOADERS) as Namespace[]

const known = new Map<string, Promise<Record<string, object>>>()

/**
 * Returns the messages of some namespaces, each under its own name. They are cached: every request needs all of them.
 */
export function messagesOf(
  locale: Locale,
  namespaces: readonly Namespace[] = NAMESPACES,
): Promise<Record<string, object>> {
  const key = `${locale} ${namespaces.join()}`
  const loaded = known.get(key) ?? load(locale, namespaces)
  known.set(key, loaded)
  loaded.catch(() => known.delete(key)) // in a browser, over a connection that failed
  return loaded
}

async function load(locale: Locale, namespaces: readonly Namespace[]): Promise<Record<string, object>> {
  const loaded = await Promise.all(
    namespaces.map(async (name) => [name, (await LOADERS[name][locale]()).default] as const),
  )
  return Object.fromEntries(loaded)
}
