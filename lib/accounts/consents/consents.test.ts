import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { parseEnv } from '@/lib/core/env'
import en from '@/lib/core/languages/messages/en/consents.json'
import earlierEn from '@/lib/core/languages/messages/en/earlierConsents.json'
import recipientsEn from '@/lib/core/languages/messages/en/recipients.json'
import zh from '@/lib/core/languages/messages/zh-CN/consents.json'
import earlierZh from '@/lib/core/languages/messages/zh-CN/earlierConsents.json'
import recipientsZh from '@/lib/core/languages/messages/zh-CN/recipients.json'
import { ConsentKey } from '@/lib/db/generated/enums'
import { CONSENT_KEYS, CONSENTS, consentOf, counts, missingConsents, missingFor } from './consents'

type Versions = Partial<Record<string, Partial<Record<string, object>>>>

/** A text that people agreed to must never change: other words need another version here and in CONSENTS. */
const HELD_FAST: Record<string, string> = {
  'PERSONAL_INFORMATION 2024-10': 'b31a1eb7a944a2e1768216a81b3b81726686e3898dcd2f20ecd4f67cd70a2115',
  'SENSITIVE_PERSONAL_INFORMATION 2024-10': '62ebd608bc4c8b7f357053e853abb736b6f466a1396881d62c822996492cf5e2',
  'PROVISION_TO_CARRIERS 2024-10': '7df18413ae0fd1788e311f12f3d69f1dff191d74acde75b192880d19d90b7d1b',
  'PROVISION_TO_CLOUD_PROVIDERS 2024-10': '6084e0b0130c3191a404b03ed90dd291e23ca12e5a5e559fabd1f5b5afa52db1',
  'PERSONAL_INFORMATION 2026-11': 'e67da7b3923e137ee200ebe375b33db0b05f7ac6616611bebe3d17a2173226ae',
  'SENSITIVE_PERSONAL_INFORMATION 2026-11': '3e306dcb37ae94b34e3c337760f1e5ab6f8322822abe2bfa53bfabdb06a27c02',
  'PROVISION_TO_CARRIERS 2026-11': '224b78362da126809ebc4ea07ba1a6effe77753ddc5771d0d265c5c378b536d9',
  'PROVISION_TO_CLOUD_PROVIDERS 2026-11': '8f3e08f1b386c23a0dcbe10f3bf01392d98c99850fa325fcb3eb3d522b0bfafe',
}

describe('the statements of consent', () => {
  it('are those that the database knows', () => {
    expect(CONSENT_KEYS).toEqual(Object.values(ConsentKey))
  })

  it('each have their words in both languages', () => {
    for (const messages of [zh, en]) expect(Object.keys(messages.statements)).toEqual(CONSENT_KEYS)
  })

  const versions = CONSENTS.flatMap(({ key, published }) =>
    Object.keys(published).map((version) => `${key} ${version}`),
  )

  it('have each version that was ever published, and no other', () => {
    expect(Object.keys(HELD_FAST).toSorted()).toEqual(versions.toSorted())
    const earlier = CONSENTS.flatMap(({ key, version, published }) => {
      const versions = Object.keys(published).filter((one) => one !== version)
      return versions.length > 0 ? [[key, versions]] : []
    })
    for (const words of [earlierZh, earlierEn]) {
      expect(Object.entries(words).map(([key, versions]) => [key, Object.keys(versions)])).toEqual(earlier)
    }
    for (const { changes } of [zh, en]) expect(Object.keys(changes)).toEqual(earlier.map(([key]) => key))
  })

  it.each(versions)('%s is worded as it was', (name) => {
    const [key, version = ''] = name.split(' ') as [ConsentKey, string?]
    const wordsIn = (now: typeof zh, earlier: Versions) =>
      version === consentOf(key).version ? now.statements[key] : earlier[key]?.[version]
    const words = JSON.stringify([wordsIn(zh, earlierZh), wordsIn(en, earlierEn)])
    expect(createHash('sha256').update(words).digest('hex')).toBe(HELD_FAST[name])
  })

  it('promise no more of machines and systems than is true', () => {
    for (const { statements, of } of [
      { ...zh, of: recipientsZh.of },
      { ...en, of: recipientsEn.of },
    ]) {
      expect(statements.SENSITIVE_PERSONAL_INFORMATION.text).toMatch(/默认由程序读取|By default, a program/)
      expect(statements.SENSITIVE_PERSONAL_INFORMATION.text).toMatch(
        /不用于人脸识别|nothing is used for face recognition/,
      )
      expect(statements.SENSITIVE_PERSONAL_INFORMATION.text).not.toMatch(/只作人工比对|only compared by people/)
      expect(statements.PERSONAL_INFORMATION.text).not.toMatch(/只有承担|only people/)
      expect(statements.SENSITIVE_PERSONAL_INFORMATION.text).toMatch(
        /有没有手写签字、手印或印章和日期|a handwritten signature, a thumbprint or seal, and a date/,
      )
      for (const text of [statements.PERSONAL_INFORMATION.text, of.SYSTEMS.what])
        expect(text).toContain('personal:read')
    }
  })

  it('say when carriers receive what, and that an e-mail is sent by a provider', () => {
    for (const { PROVISION_TO_CARRIERS, PROVISION_TO_CLOUD_PROVIDERS } of [zh.statements, en.statements]) {
      for (const said of [
        /审核通过之后、为您的短信签名报备时|only after your application was approved and when your sender signature is filed/,
        /组织的证照、法定代表人和管理员|its certificate, the same information of its legal representative/,
        /授权委托书|authorisation letter/,
        /之后上传的材料会提供给提出要求的运营商|what you upload for it later/,
      ]) {
        expect(PROVISION_TO_CARRIERS.text).toMatch(said)
      }
      expect(PROVISION_TO_CLOUD_PROVIDERS.text).toMatch(
        /邮件服务会收到您的邮箱|e-mail provider receives your e-mail address/,
      )
    }
  })

  it('name each carrier, and the cloud providers by what the platform says', () => {
    for (const carrier of ['中国移动', '中国联通', '中国电信', '中国广电']) {
      expect(zh.statements.PROVISION_TO_CARRIERS.text).toContain(carrier)
    }
    for (const messages of [zh, en])
      expect(messages.statements.PROVISION_TO_CLOUD_PROVIDERS.text).toContain('{providers}')
  })

  it('are found by key', () => {
    expect(consentOf('PERSONAL_INFORMATION')).toMatchObject({ version: '2026-11', required: true })
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

describe('a consent', () => {
  const to = (textVersion: string) => CONSENT_KEYS.map((statement) => ({ statement, textVersion }))
  const current = CONSENTS.map(({ key: statement, version: textVersion }) => ({ statement, textVersion }))

  it('to the current text counts for everything', () => {
    for (const use of ['APPLY', 'CONTINUE'] as const) {
      expect(current.every((one) => counts(one, use))).toBe(true)
      expect(missingFor(use, current)).toEqual([])
      expect(missingFor(use, [])).toEqual(CONSENT_KEYS)
    }
  })

  it('to an earlier text counts for what was started, and not to apply', () => {
    expect(missingFor('CONTINUE', to('2024-10'))).toEqual([])
    expect(missingFor('APPLY', to('2024-10'))).toEqual(CONSENT_KEYS)
    expect(missingFor('APPLY', [...to('2024-10'), ...current])).toEqual([])
    expect(missingFor('APPLY', to('2023-01'))).toEqual(CONSENT_KEYS)
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
    'cannot be %s',
    (value) => {
      expect(() => settingOf(value)).toThrow('CONSENT_ATTESTATION must be purposes, separated by commas')
    },
  )

  it('can only be in words that were published', () => {
    for (const { version, published } of CONSENTS) expect(Object.keys(published)).toContain(version)
  })
})
