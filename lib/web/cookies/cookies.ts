/** Holds the language that was chosen. */
export const LOCALE_COOKIE = 'locale'

/** Holds the theme that was chosen; without it, the system's is used. */
export const THEME_COOKIE = 'theme'

export type Theme = 'light' | 'dark'

export const isTheme = (value: unknown): value is Theme => value === 'light' || value === 'dark'

/** Returns the name of the session's cookie. `__Host-` binds it to this host and to https (RFC 6265bis). */
export const sessionCookie = (isHttps: boolean): string => (isHttps ? '__Host-zhunxin.session' : 'zhunxin.session')
