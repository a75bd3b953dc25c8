import 'server-only'
import { cookies } from 'next/headers'
import { DAY } from '@/lib/core/clock'
import { env } from '@/lib/core/env'
import { isLocale } from '@/lib/core/languages/locales'
import { isTheme, LOCALE_COOKIE, THEME_COOKIE, type Theme } from './cookies'

/** The theme that was chosen; null follows the system. */
export async function chosenTheme(): Promise<Theme | null> {
  const value = (await cookies()).get(THEME_COOKIE)?.value
  return isTheme(value) ? value : null
}

/** Remembers a language or a theme for a year. Anything else is ignored; theme `system` forgets it. */
export async function choose(preference: { locale?: unknown; theme?: unknown }): Promise<void> {
  const jar = await cookies()
  const options = {
    httpOnly: true,
    sameSite: 'lax',
    secure: env().isHttps,
    path: '/',
    maxAge: (365 * DAY) / 1000,
  } as const
  if (isLocale(preference.locale)) jar.set(LOCALE_COOKIE, preference.locale, options)
  if (isTheme(preference.theme)) jar.set(THEME_COOKIE, preference.theme, options)
  if (preference.theme === 'system') jar.delete(THEME_COOKIE)
}
