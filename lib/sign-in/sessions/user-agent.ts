/**
 * Lists browsers by their own names, as codes that a person knows their own devices by: no versions, no models. Each
 * has a name in `sessions` of both message files. The order matters: many claim to be another one too.
 */
const BROWSERS = [
  ['WECHAT', /MicroMessenger/],
  ['ALIPAY', /AlipayClient/],
  ['QQ', /M?QQBrowser/],
  ['UC', /UC ?Browser|UCWEB/],
  ['HUAWEI', /HuaweiBrowser/],
  ['XIAOMI', /MiuiBrowser/],
  ['SAMSUNG', /SamsungBrowser/],
  ['EDGE', /Edg(?:e|A|iOS)?\//],
  ['OPERA', /OPR\/|Opera/],
  ['FIREFOX', /Firefox\/|FxiOS\//],
  ['CHROME', /Chrome\/|CriOS\//],
  ['SAFARI', /Version\/[\d.]+.* Safari\//],
] as const

const SYSTEMS = [
  ['HARMONY', /HarmonyOS|OpenHarmony/],
  ['ANDROID', /Android/],
  ['IPHONE', /iPhone/],
  ['IPAD', /iPad/],
  ['WINDOWS', /Windows/],
  ['MACOS', /Mac OS X|Macintosh/],
  ['CHROME_OS', /CrOS/],
  ['LINUX', /Linux|X11/],
] as const

export type Browser = (typeof BROWSERS)[number][0] | 'OTHER'
export type System = (typeof SYSTEMS)[number][0] | 'OTHER'

/** No longer than any browser's own, so that nobody makes the patterns work. */
const LONGEST = 512

export function readUserAgent(userAgent: string | null): { browser: Browser; system: System } {
  const text = (userAgent ?? '').slice(0, LONGEST)
  const first = <T>(kinds: readonly (readonly [T, RegExp])[]) => kinds.find(([, pattern]) => pattern.test(text))?.[0]
  return { browser: first<Browser>(BROWSERS) ?? 'OTHER', system: first<System>(SYSTEMS) ?? 'OTHER' }
}

const codesOf = <T>(kinds: readonly (readonly [T, RegExp])[]): T[] => kinds.map(([code]) => code)
const isOneOf = (codes: readonly string[], code: string | null) => code !== null && codes.includes(code)

/** Reads the code of a session's row: one that is no longer known is another browser. */
export const asBrowser = (code: string | null): Browser =>
  isOneOf(codesOf(BROWSERS), code) ? (code as Browser) : 'OTHER'
export const asSystem = (code: string | null): System => (isOneOf(codesOf(SYSTEMS), code) ? (code as System) : 'OTHER')
