import { expect, test } from 'vitest'
import { localPath } from './local-path'

test.each(['/qualifications', '/queue?after=x&kind=INDIVIDUAL'])('%s is ours', (path) => {
  expect(localPath(path, '/home')).toBe(path)
})

test.each([
  undefined,
  '',
  'qualifications',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/..//evil.example',
  'javascript:alert(1)',
])('%j is not', (path) => {
  expect(localPath(path, '/home')).toBe('/home')
})
