import type { Locale } from '@/lib/core/languages/locales'
import en from '@/lib/core/languages/messages/en/conditions.json'
import zh from '@/lib/core/languages/messages/zh-CN/conditions.json'
import type { ConditionKind } from '@/lib/db/generated/enums'

type Words = {
  /** Names what is watched, whether it is well or not. */
  watched: string
  title: string
  text: string
  /** It is part of the condition's section in docs/operations.md too. */
  todo: string
}

/** Has the same words as in the namespace `conditions`: a condition without them in each language does not compile. */
const WORDS: { readonly [L in Locale]: { readonly [K in ConditionKind]: Words } } = { 'zh-CN': zh, en }

/** Returns a condition's name, what it means for the people who use the portal, and what the operator does about it. */
export const wordsOf = (kind: ConditionKind, locale: Locale): Words => WORDS[locale][kind]
