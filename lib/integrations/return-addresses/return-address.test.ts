import { expect, test } from 'vitest'
import { allowedAddress, isAllowed, withResult } from './return-address'

const CONSOLE = { origin: 'https://console.example.cn', pathPrefix: '/kyc/' }
const SHOP = { origin: 'https://shop.example.cn:8443', pathPrefix: '/' }
const ALLOWED = [CONSOLE, SHOP]

test.each([
  'https://console.example.cn/kyc/',
  'https://console.example.cn/kyc/done?customer=8&next=https://evil.example/',
  'https://shop.example.cn:8443/',
  'https://shop.example.cn:8443/anything',
])('%s is allowed', (url) => {
  expect(isAllowed(url, ALLOWED, false)).toBe(true)
})

/** Each is read by some browser or server as an address that nobody allowed. */
test.each([
  // another origin
  'https://evil.example/kyc/',
  'https://console.example.cn.evil.example/kyc/',
  'https://console.example.cn:8443/kyc/',
  'https://sub.console.example.cn/kyc/',
  'http://console.example.cn/kyc/',
  '//console.example.cn/kyc/',
  '//evil.example/kyc/',
  '/kyc/',
  'javascript:alert(1)//console.example.cn/kyc/',
  'data:text/html,https://console.example.cn/kyc/',
  'ftp://console.example.cn/kyc/',
  // user information
  'https://console.example.cn@evil.example/kyc/',
  'https://console.example.cn:80@evil.example/kyc/',
  'https://user@console.example.cn/kyc/',
  'https://:secret@console.example.cn/kyc/',
  'https://@console.example.cn/kyc/',
  // backslashes and slashes
  'https:\\\\console.example.cn\\kyc\\',
  'https://console.example.cn\\@evil.example/kyc/',
  'https://evil.example\\@console.example.cn/kyc/',
  'https:/console.example.cn/kyc/',
  'https:console.example.cn/kyc/',
  'https:///console.example.cn/kyc/',
  'https://console.example.cn/kyc//evil.example',
  'https://console.example.cn//kyc/',
  // what browsers cut out, and what breaks a header
  'https://console.example.cn/kyc/\r\nSet-Cookie: a=b',
  'https://console.example.cn/kyc/\nLocation: https://evil.example/',
  'https://console.exa\tmple.cn/kyc/',
  ' https://console.example.cn/kyc/',
  'https://console.example.cn/kyc/ ',
  'https://console.example.cn/kyc/\0',
  'https://console.example.cn/kyc/%0d%0aSet-Cookie:%20a=b',
  // letters that look like others
  'https://cоnsole.example.cn/kyc/', // a Cyrillic o
  'https://console。example。cn/kyc/',
  'https://\uff43onsole.example.cn/kyc/', // a full-width c
  'https://console.example.cn/kyc／done',
  'https://CONSOLE.example.cn/kyc/',
  // out of the path
  'https://console.example.cn/kyc',
  'https://console.example.cn/kyc-evil/',
  'https://console.example.cn/kyc/../admin',
  'https://console.example.cn/kyc/%2e%2e/admin',
  'https://console.example.cn/kyc/..%2fadmin',
  'https://console.example.cn/kyc/%252e%252e/admin',
  'https://console.example.cn/kyc/..%5cadmin',
  'https://console.example.cn/',
  // what a server never sees
  'https://console.example.cn/kyc/#https://evil.example/',
  'https://console.example.cn/kyc/#',
  '',
  'https://',
  'https://[::1',
  `https://console.example.cn/kyc/${'a'.repeat(2_000)}`,
])('%j is refused', (url) => {
  expect(isAllowed(url, ALLOWED, false)).toBe(false)
  expect(isAllowed(url, ALLOWED, true)).toBe(false)
})

test('a path without a slash at its end allows itself and what is below it', () => {
  const allowed = [{ origin: 'https://a.example', pathPrefix: '/done' }]
  const of = (path: string) => isAllowed(`https://a.example${path}`, allowed, false)
  expect(['/done', '/done?a=b', '/done/8'].map(of)).toEqual([true, true, true])
  expect(['/done8', '/', '/do', '/done%2f8'].map(of)).toEqual([false, false, false, false])
})

test('http is for this machine alone, and only where the portal itself is on one’s own machine', () => {
  for (const origin of ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000']) {
    const allowed = allowedAddress(`${origin}/`, true)
    expect(allowed).toEqual({ origin, pathPrefix: '/' })
    expect(isAllowed(`${origin}/back`, [{ origin, pathPrefix: '/' }], true)).toBe(true)
    expect(allowedAddress(`${origin}/`, false)).toBeNull()
    expect(isAllowed(`${origin}/back`, [{ origin, pathPrefix: '/' }], false)).toBe(false)
  }
  for (const host of ['10.0.0.1', 'example.cn', 'localhost.example.cn', '127.0.0.1.example.cn', '0.0.0.0']) {
    expect(allowedAddress(`http://${host}/`, true), host).toBeNull()
  }
})

test('an administrator writes an origin and a path, and nothing that follows', () => {
  expect(allowedAddress('https://console.example.cn', false)).toEqual({ ...CONSOLE, pathPrefix: '/' })
  expect(allowedAddress('https://console.example.cn/kyc/', false)).toEqual(CONSOLE)
  for (const text of ['https://console.example.cn/kyc/?a=b', 'https://*.example.cn/', 'https://a@b.example', '*']) {
    expect(allowedAddress(text, false), text).toBeNull()
  }
})

test('the result is the id of the hand-over, regardless of the parameters of the address', () => {
  expect(withResult('https://a.example/done?a=%E5%87%86&handover=forged', 'ID')).toBe(
    'https://a.example/done?a=%E5%87%86&handover=ID',
  )
})
