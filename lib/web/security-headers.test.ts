import { expect, test } from 'vitest'
import { headersOfEachAnswer } from './security-headers'

const cameraOn = (path: string) => new Map(headersOfEachAnswer(path)).get('Permissions-Policy')?.split(',')[0]

test.each([
  '/',
  '/?next=%2Fqualifications',
  '/sign-in',
  '/sign-in?next=%2Fqualifications',
  '/qualifications',
  '/qualifications/0190/documents',
  '/qualifications/0190/documents?refused=FILE_EMPTY',
  '/my-data',
  '/phone?slot=ID_PORTRAIT',
  '/forwarded',
  '/handover/token',
])('a page from which applicants reach their documents may use a camera: %s', (path) => {
  expect(cameraOn(path)).toBe('camera=(self)')
})

test.each([
  '/queue',
  '/staff/sign-in',
  '/overview',
  '/cases/0190',
  '/qualifications-elsewhere',
  '/phones',
  '/api/qualifications/0190/documents/LICENCE',
  '/_next/static/chunks/a.js',
  '/staff?to=/qualifications',
])('nothing else may: %s', (path) => {
  expect(cameraOn(path)).toBe('camera=()')
})
