import 'server-only'
import { createTranslator } from 'use-intl/core'
import { HOME_ZONE } from '@/lib/core/clock'
import { LOCALES, type Locale } from '@/lib/core/languages/locales'
import { messagesOf } from '@/lib/core/languages/messages'
import { type DocumentKind, PartKind } from '@/lib/db/generated/enums'
import type { Bilingual } from './bilingual'
import { documentName } from './part-names'
import type { ReasonEntry } from './reason-catalogue'

type Sentences = { [key in string]: string }

/** Names the first place that a reason is for, a part or a document, in each language; null when it has none. */
export async function placeNames({ documents, parts }: ReasonEntry): Promise<Bilingual | null> {
  const place = [...documents, ...parts][0]
  if (!place) return null
  const names = LOCALES.map(async (locale) => [locale, await nameIn(locale, place)] as const)
  return Object.fromEntries(await Promise.all(names)) as Bilingual
}

async function nameIn(locale: Locale, place: string): Promise<string> {
  const messages = (await messagesOf(locale, ['common', 'rulebook', 'rules'])) as unknown as Sentences
  const translate = createTranslator<Sentences>({ locale, messages, timeZone: HOME_ZONE })
  const say = (key: string, values?: Record<string, string | number>) => translate<string>(key, values)
  return Object.keys(PartKind).includes(place) ? say(`rules.parts.${place}`) : documentName(say, place as DocumentKind)
}
