import { readdirSync, readFileSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { parseAddressSet } from '@/lib/core/network/network-address'
import { API } from './api/operation'
import { OPERATIONS } from './api/operations/all'
import {
  ADDRESS_HEADER,
  acceptsFiles,
  addressOf,
  FORWARDED_HEADER,
  HOST_HEADER,
  isInner,
  normaliseRequest,
  ownAddress,
  refusalStatus,
} from './request-headers'

const PORTAL = new URL('https://sms.example.cn')
const setOf = (text: string) => parseAddressSet(text) ?? { has: () => false }
const WHERE = { portal: PORTAL, proxies: setOf('') }

function normalised(headers: Record<string, string>) {
  const request = { headers: { ...headers }, socket: { remoteAddress: '192.0.2.7' } } as unknown as IncomingMessage
  normaliseRequest(request, WHERE)
  return request.headers
}

test('the framework gets the portal’s own host, not the one that was sent', () => {
  expect(
    normalised({ host: 'evil.example', 'x-forwarded-host': 'evil.example', forwarded: 'host=evil.example' }),
  ).toMatchObject({
    host: 'sms.example.cn',
    'x-forwarded-host': 'sms.example.cn',
    'x-forwarded-proto': 'https',
    [HOST_HEADER]: 'evil.example',
    [ADDRESS_HEADER]: '192.0.2.7',
    [FORWARDED_HEADER]: '1',
  })
})

test('a client can neither use our own headers nor skip the proxy step', () => {
  const headers = normalised({
    host: 'sms.example.cn',
    [ADDRESS_HEADER]: '127.0.0.1',
    'x-zhunxin-path': '/queue',
    'x-middleware-subrequest': 'proxy:proxy:proxy',
    'x-real-ip': '127.0.0.1',
  })
  expect(headers[ADDRESS_HEADER]).toBe('192.0.2.7')
  expect(headers['x-zhunxin-path']).toBeUndefined()
  expect(headers['x-middleware-subrequest']).toBeUndefined()
  expect(headers['x-real-ip']).toBeUndefined()
})

test('the framework’s own requests have the address of the original one and are not compressed, and a client cannot imitate them', () => {
  const first = normalised({ host: 'localhost:3000' })
  const { 'x-zhunxin-inner': inner = '' } = first as Record<string, string>
  const added = { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-port': '3000', 'accept-encoding': 'gzip, deflate' }
  const asked = { ...(first as Record<string, string>), ...added }
  const request = { headers: { ...asked }, socket: { remoteAddress: '127.0.0.1' } } as unknown as IncomingMessage
  expect(isInner(request)).toBe(true)
  normaliseRequest(request, WHERE)
  expect(request.headers).toEqual(first)

  const proxied = normalised({ host: 'sms.example.cn', 'x-forwarded-for': '203.0.113.9' }) as Record<string, string>
  expect(normalised(proxied)).toMatchObject({ [FORWARDED_HEADER]: '1', [HOST_HEADER]: 'sms.example.cn' })
  expect(normalised({ host: 'sms.example.cn', 'accept-encoding': 'gzip' })).toMatchObject({ 'accept-encoding': 'gzip' })
  for (const guess of ['', '1', inner.slice(1), `${inner}=`]) {
    const headers = normalised({ ...asked, 'x-zhunxin-inner': guess })
    expect(headers).toMatchObject({ [ADDRESS_HEADER]: '192.0.2.7', [FORWARDED_HEADER]: '1', 'x-zhunxin-inner': inner })
  }
})

test.each([
  ['/queue?after=//x', '/queue?after=//x'],
  ['http://evil.example/queue', '/queue'],
  ['HTTPS://evil.example?x', '/?x'],
  ['//evil.example/queue', '/evil.example/queue'],
  ['/\\evil.example', '/evil.example'],
  ['*', '/*'],
])('the target %s has the path %s', (url, path) => {
  const request = { url, headers: {}, socket: {} } as unknown as IncomingMessage
  normaliseRequest(request, WHERE)
  expect(request.url).toBe(path)
})

test.each([
  ['GET', '/people/%E0', 400],
  ['GET', '/queue?after=%E0', null],
  ['POST', '/%E5%BC%A0', null],
  ['TRACE', '/', 405],
  ['PATCH', '/people', 405],
  ['DELETE', '/api/tus/', 405],
  ['DELETE', '/api/tusk/1', 405],
  ['PATCH', '/api/tus/1/2', 405],
  ['PATCH', '/api/tus/1', null],
  ['DELETE', '/api/tus/1', null],
  ['PATCH', '/api/phone/tus/1', null],
  ['PATCH', '/api/phone/documents/1', 405],
  ['PATCH', '/phone', 405],
])('%s %s is refused with %s', (method, url, status) => {
  expect(refusalStatus({ method, url, headers: {} })).toBe(status)
})

test.each([
  ['/sign-in', '262144', null],
  ['/sign-in', '262145', 413],
  ['/api/exports', '262145', 413],
  ['/api/tus', '20971520', null],
  ['/api/tus/1', '20971520', null],
  ['/api/qualifications/1/documents/ID_PORTRAIT?back=/', '20971520', null],
  ['/api/access-case/documents', '20971520', null],
  ['/api/phone/documents/ID_PORTRAIT?back=/phone', '20971520', null],
  ['/api/phone/tus', '20971520', null],
  ['/api/v1/qualifications/1/documents/SIGNATURE_EVIDENCE:0193-7a', '20971520', null],
  ['/api/v1/qualifications/1/documents/SIGNATURE_EVIDENCE%3A0193-7a', '20971520', null],
  ['/phone', '262145', 413],
  ['/api/phone/other', '20971520', 413],
  ['/api/access-case/documents-of-others', '20971520', 413],
  ['/api/access-case/documents/1', '20971520', 413],
  ['/api/phone/documents', '20971520', 413],
  ['/api/qualifications/1/documents', '20971520', 413],
  ['/api/qualifications/../documents/ID_PORTRAIT', '20971520', 413],
])('a body at %s of %s bytes is refused with %s', (url, length, status) => {
  expect(refusalStatus({ method: 'POST', url, headers: { 'content-length': length } })).toBe(status)
})

test.each([
  ['multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW', null],
  ['multipart/form-data; boundary=---------------------------735323031399963166993862150', null],
  ['multipart/form-data; boundary=----geckoformboundary1a2b3c', null],
  ['Multipart/Form-Data;boundary="a b\'()+_,-./:=?"', null],
  ['multipart/form-data; boundary="ends with a space "', 400],
  ['multipart/form-data; boundary="a\\"b"', 400],
  ['multipart/form-data; boundary=a/b', 400],
  ['multipart/form-data; boundary=张三', 400],
  ['multipart/form-data; a="; boundary=other"; boundary=limit-1', 400],
  ['multipart/form-data; boundary=limit-1; boundary=other', 400],
  ['multipart/form-data; charset=utf-8; boundary=limit-1', 400],
  ['multipart/form-data; boundary=limit-1;', 400],
  ['multipart/mixed; boundary=limit-1', 400],
  [`multipart/form-data; boundary=${'b'.repeat(70)}`, null],
  [`multipart/form-data; boundary=${'b'.repeat(71)}`, 400],
  ['multipart/form-data; boundary=x', 400],
  ['multipart/form-data; boundary="x"', 400],
  ['multipart/form-data; boundary=', 400],
  ['multipart/form-data; boundary="open', 400],
  ['multipart/form-data', 400],
  ['text/plain; boundary=x', null],
])('a body of type %s is refused with %s', (type, status) => {
  expect(refusalStatus({ method: 'POST', url: '/sign-in', headers: { 'content-type': type } })).toBe(status)
})

test('a form as fetch sends it has the type that is expected', () => {
  const type = new Request(PORTAL, { method: 'POST', body: new FormData() }).headers.get('content-type') ?? ''
  expect(type).toMatch(/^multipart\//)
  expect(refusalStatus({ method: 'POST', url: '/sign-in', headers: { 'content-type': type } })).toBeNull()
})

/** Returns an address of a route, from how its folder or the API's description writes it. */
const addressIn = (route: string) => route.replace(/\[\w+\]|\{\w+\}/g, 'ID_PORTRAIT')

/** Lists the addresses of the routes that the framework has. A step that may be missing is there, and it isn't. */
const ROUTES = readdirSync('app/api', { recursive: true, encoding: 'utf8' })
  .filter((file) => /(^|\/)route\.ts$/.test(file))
  .flatMap((file) => {
    const readsFiles = /lib\/web\/uploads\/(file-parts|upload-routes)'/.test(readFileSync(`app/api/${file}`, 'utf8'))
    const route = `/api/${file.replace(/\/?route\.ts$/, '')}`
    const routes = route.endsWith('/[[...slug]]') ? ['', '/[id]'].map((end) => route.replace(/\/\[\[.+/, end)) : [route]
    return routes.map((one) => ({ url: addressIn(one), readsFiles }))
  })
const OF_API = OPERATIONS.filter(({ method }) => method === 'POST').map(({ path, takesFile = false }) => ({
  url: addressIn(API + path),
  readsFiles: takesFile,
}))

test.each([...ROUTES, ...OF_API])('$url is known as a route that reads files: $readsFiles', ({ url, readsFiles }) => {
  expect(acceptsFiles({ url })).toBe(readsFiles)
  expect(acceptsFiles({ url: `/${url}?back=/` })).toBe(readsFiles)
})

const FILES = [...ROUTES, ...OF_API].filter(({ readsFiles }) => readsFiles).map(({ url }) => url)

test('eight addresses take files', () => {
  expect(FILES).toHaveLength(8)
})

test('what is above or below a route that reads files is none', () => {
  const known = [...ROUTES, ...OF_API].map(({ url }) => url)
  const near = FILES.flatMap((url) => [url.replace(/\/[^/]+$/, ''), `${url}/`, `${url}/x/y`, `${url}%20`, `${url}.x`])
  for (const url of near.filter((one) => !known.includes(one))) expect(acceptsFiles({ url }), url).toBe(false)
  const resolved = FILES.flatMap((url) => ['..', '.', '%2e%2e', '%2E.'].map((dots) => url.replace('ID_PORTRAIT', dots)))
  for (const url of resolved.filter((one) => !FILES.includes(one))) expect(acceptsFiles({ url }), url).toBe(false)
})

const LOCAL = new URL('http://localhost:3000')
const visit = (headers: Record<string, string>, url = '/queue?after=x', method = 'GET') =>
  ({ method, url, headers: { accept: 'text/html,*/*', ...headers } }) as unknown as IncomingMessage

test.each(['127.0.0.1:3000', '[::1]:3000', 'localhost:8080'])(
  'a browser that comes by %s is sent to the own name',
  (host) => {
    expect(ownAddress(visit({ host }), LOCAL)).toBe('http://localhost:3000/queue?after=x')
    expect(ownAddress(visit({ host }, '//evil.example/x'), LOCAL)).toBe('http://localhost:3000/evil.example/x')
  },
)

test.each([
  ['its own name', visit({ host: 'localhost:3000' }), LOCAL],
  ['a name of elsewhere', visit({ host: 'evil.example' }), LOCAL],
  ['no name', visit({}), LOCAL],
  ['a proxy', visit({ host: '127.0.0.1:3000', 'x-forwarded-for': '192.0.2.7' }), LOCAL],
  ['a program', visit({ host: '127.0.0.1:3000', accept: '*/*' }), LOCAL],
  ['a form', visit({ host: '127.0.0.1:3000' }, '/', 'POST'), LOCAL],
  ['a name of this machine, to a portal that others reach', visit({ host: '127.0.0.1:3000' }), PORTAL],
])('a visitor by %s is not redirected', (_, request, portal) => {
  expect(ownAddress(request, portal)).toBeNull()
})

const cameFrom = (remoteAddress: string, forwarded: string | undefined, trusted: string) =>
  addressOf(
    { headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }, socket: { remoteAddress } } as never,
    setOf(trusted),
  )

test.each([
  ['nobody is trusted', '192.0.2.7', '203.0.113.9', '', '192.0.2.7'],
  ['the peer is no trusted one', '192.0.2.7', '203.0.113.9', '10.0.0.0/8', '192.0.2.7'],
  ['the peer is, and says nothing', '10.0.0.1', undefined, '10.0.0.0/8', '10.0.0.1'],
  ['the peer is', '10.0.0.1', '203.0.113.9', '10.0.0.0/8', '203.0.113.9'],
  ['the peer is, in the other spelling', '::ffff:10.0.0.1', '203.0.113.9', '10.0.0.0/8', '203.0.113.9'],
  ['two proxies are', '10.0.0.1', '203.0.113.9, 10.0.0.2', '10.0.0.0/8', '203.0.113.9'],
  ['a client invents the left', '10.0.0.1', '127.0.0.1, 203.0.113.9', '10.0.0.0/8', '203.0.113.9'],
  ['a client invents a proxy', '10.0.0.1', '127.0.0.1, 10.0.0.9, 203.0.113.9', '10.0.0.0/8', '203.0.113.9'],
  ['all are proxies', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.0/8', '10.0.0.3'],
  ['it is no address', '10.0.0.1', '203.0.113.9, unknown', '10.0.0.0/8', '10.0.0.1'],
  ['it is empty', '10.0.0.1', '', '10.0.0.0/8', '10.0.0.1'],
  ['it has a port', '10.0.0.1', '[2001:db8::1]:443', '10.0.0.0/8', '2001:db8::1'],
])('where a request comes from, when %s', (_, peer, forwarded, trusted, address) => {
  expect(cameFrom(peer, forwarded, trusted)).toBe(address)
})

test('no other header says where a request comes from, regardless of its sender', () => {
  const headers = { forwarded: 'for=203.0.113.9', 'x-real-ip': '203.0.113.9', [ADDRESS_HEADER]: '203.0.113.9' }
  expect(addressOf({ headers, socket: { remoteAddress: '10.0.0.1' } } as never, setOf('10.0.0.1'))).toBe('10.0.0.1')
})
