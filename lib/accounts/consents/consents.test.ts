import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { parseEnv } from '@/lib/core/env'
import en from '@/lib/core/languages/messages/en/consents.json'
import zh from '@/lib/core/languages/messages/zh-CN/consents.json'
import { ConsentKey } from '@/lib/db/generated/enums'
import { CONSENT_KEYS, CONSENTS, consentOf, missingConsents } from './consents'

/** A text that people agreed to must never change: other words need another version here and in CONSENTS. */
const HELD_FAST: Record<string, string> = {
  'PERSONAL_INFORMATION 2024-10': 'b31a1eb7a944a2e1768216a81b3b81726686e3898dcd2f20ecd4f67cd70a2115',
  'SENSITIVE_PERSONAL_INFORMATION 2024-10': '62ebd608bc4c8b7f357053e853abb736b6f466a1396881d62c822996492cf5e2',
  'PROVISION_TO_CARRIERS 2024-10': '7df18413ae0fd1788e311f12f3d69f1dff191d74acde75b192880d19d90b7d1b',
  'PROVISION_TO_CLOUD_PROVIDERS 2024-10': '6084e0b0130c3191a404b03ed90dd291e23ca12e5a5e559fabd1f5b5afa52db1',
}

describe('the statements of consent', () => {
  it('are those that the database knows', () => {
    expect(CONSENT_KEYS).toEqual(Object.values(ConsentKey))
  })

  it('each have their words in both languages', () => {
    for (const messages of [zh, en]) expect(Object.keys(messages.statements)).toEqual(CONSENT_KEYS)
  })

  it.each(CONSENTS)('$key is worded as its version was', ({ key, version }) => {
    const words = JSON.stringify([zh.statements[key], en.statements[key]])
    expect(createHash('sha256').update(words).digest('hex')).toBe(HELD_FAST[`${key} ${version}`])
  })

  it('name each carrier, and the cloud providers by what the platform says', () => {
    for (const carrier of ['中国移动', '中国联通', '中国电信', '中国广电']) {
      expect(zh.statements.PROVISION_TO_CARRIERS.text).toContain(carrier)
    }
    for (const messages of [zh, en])
      expect(messages.statements.PROVISION_TO_CLOUD_PROVIDERS.text).toContain('{providers}')
  })

  it('are found by key', () => {
    expect(consentOf('PERSONAL_INFORMATION')).toMatchObject({ version: '2024-10', required: true })
  })
})

describe('missingConsents', () => {
  it('is every required one that was not given by itself', () => {
    expect(missingConsents([])).toEqual(CONSENT_KEYS)
    expect(missingConsents(['PERSONAL_INFORMATION', 'PROVISION_TO_CARRIERS', 'ALL'])).toEqual([
      'SENSITIVE_PERSONAL_INFORMATION',
      'PROVISION_TO_CLOUD_PROVIDERS',
    ])
    expect(missingConsents(CONSENT_KEYS)).toEqual([])
  })
})

describe('what the operator lets keys attest', () => {
  const settingOf = (CONSENT_ATTESTATION: string) =>
    parseEnv({ DATABASE_URL: 'postgresql://zhunxin@localhost/zhunxin', CONSENT_ATTESTATION }).CONSENT_ATTESTATION

  it('is nothing, unless each purpose is named', () => {
    expect(settingOf('')).toEqual([])
    expect(settingOf(' , ')).toEqual([])
    expect(settingOf(CONSENT_KEYS.join(', '))).toEqual(CONSENT_KEYS)
  })

  it.each(['1', 'all', '*', 'PERSONAL_INFORMATION PROVISION_TO_CARRIERS', 'PERSONAL_INFORMATION,x'])(
    'can not be %s',
    (value) => {
      expect(() => settingOf(value)).toThrow('CONSENT_ATTESTATION must be purposes, separated by commas')
    },
  )

  it('can only be in words that were published', () => {
    for (const { version, published } of CONSENTS) expect(Object.keys(published)).toContain(version)
  })
})
