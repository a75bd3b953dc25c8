import type { ConditionKind } from '@/lib/db/generated/enums'
import type { Locale } from '@/lib/i18n/locales'
import en from '@/lib/i18n/messages/en/conditions.json'
import zh from '@/lib/i18n/messages/zh-CN/conditions.json'

type Words = { title: string; text: string }

/** The same words as in the namespace `conditions`: a condition without them in each language does not compile. */
const WORDS: { readonly [L in Locale]: { readonly [K in ConditionKind]: Words } } = { 'zh-CN': zh, en }

/** What a condition is called, and what it means for the people who use the portal. */
export const wordsOf = (kind: ConditionKind, locale: Locale): Words => WORDS[locale][kind]
