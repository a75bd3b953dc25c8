import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { routePatterns } from './route-patterns'

/** This is a manifest as the framework writes it. */
const MANIFEST = {
  staticRoutes: [
    { page: '/', regex: '^/(?:/)?$' },
    { page: '/people/roles', regex: '^/people/roles(?:/)?$' },
  ],
  dynamicRoutes: [
    { page: '/api/tus/[[...slug]]', regex: '^/api/tus(?:/(.+?))?(?:/)?$' },
    { page: '/people/[userId]', regex: '^/people/([^/]+?)(?:/)?$' },
  ],
}

function patterns() {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-routes-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(path.join(folder, 'routes-manifest.json'), JSON.stringify(MANIFEST))
  return routePatterns(folder, ['/api/v1/senders/check', '/api/v1/senders/{id}', '/api/v1/senders/{id}/parts.pdf'])
}

test.each([
  ['/', '/'],
  ['/?phone=13800138000', '/'],
  ['/people/roles', '/people/roles'],
  ['/people/13800138000', '/people/[userId]'],
  ['/people/13800138000/', '/people/[userId]'],
  ['http://evil.example/people/1?x', '/people/[userId]'],
  ['/api/tus', '/api/tus/[[...slug]]'],
  ['/api/tus/1', '/api/tus/[[...slug]]'],
  ['/_next/static/chunks/1.js', '/_next/static/[file]'],
  ['/robots.txt', '/robots.txt'],
  ['/social.png?13800138000', '/social.png'],
  ['/api/v1/senders/check?a=b', '/api/v1/senders/check'],
  ['/api/v1/senders/13800138000', '/api/v1/senders/{id}'],
  ['/api/v1/senders/1/parts.pdf', '/api/v1/senders/{id}/parts.pdf'],
  ['/api/v1/senders/1/partsXpdf', 'other'],
  ['/api/v1/senders/', 'other'],
  ['/people/1/2', 'other'],
  ['/13800138000', 'other'],
  ['/%E0', 'other'],
  ['*', 'other'],
])('%s belongs to %s', (target, pattern) => {
  expect(patterns()(target)).toBe(pattern)
})
