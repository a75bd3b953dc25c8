import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser } from '@playwright/test'
import type { PersonActor } from '@/lib/auth/actor'
import { claimQualification } from '@/lib/review/claim-qualification'
import { flawsOf } from '@/tests/e2e/support/layout'
import { expect, listenTo, portalUrl, signInTo, test } from '@/tests/e2e/support/test'
import { aFullDraft, aHandedIn, decide } from '@/tests/factories/journey'
import { aColleague, aRegisteredApplicant } from '@/tests/factories/people'

const SIZES = { phone: { width: 390, height: 844 }, desk: { width: 1440, height: 900 } }
const LANGUAGES = ['zh-CN', 'en'] as const
const THEMES = ['light', 'dark'] as const
const FOLDER = 'screens'

type Screen = { name: string; url: string; actor?: PersonActor }

/** Every page, empty and full. */
async function screens(): Promise<Screen[]> {
  const newcomer = (await aRegisteredApplicant()).actor
  const administrator = (await aColleague({ roles: ['ADMIN'], name: '周岚' })).actor
  const reviewer = (await aColleague({ roles: ['REVIEWER'], name: '陈默' })).actor
  const lead = (await aColleague({ roles: ['LEAD', 'AUDITOR'], name: '高原' })).actor
  const colleague = await aColleague({ roles: ['REVIEWER'], name: '苏合' })

  const queueEmpty: Screen = { name: 'queue-empty', url: '/queue?status=REJECTED', actor: reviewer }
  const draft = await aFullDraft()
  const mine = draft.applicant.actor
  const at = (rest: string) => `/qualifications/${draft.id}${rest}`
  const [approved, changed, rejected, waiting, held] = [
    await aHandedIn(),
    await aHandedIn(),
    await aHandedIn(),
    await aHandedIn(),
    await aHandedIn(),
  ]
  await decide(colleague.actor, approved.id)
  await decide(colleague.actor, changed.id, { ID_PORTRAIT: 'BLURRED', COMMITMENT_LETTER: 'THUMBPRINT_MISSING' })
  await decide(colleague.actor, rejected.id, { ID_PORTRAIT: 'SUSPECTED_FORGERY' })
  await claimQualification(reviewer, { qualificationId: held.id })
  const statusOf = ({ applicant, id }: typeof draft, name: string): Screen => ({
    name: `qualification-${name}`,
    url: `/qualifications/${id}`,
    actor: applicant.actor,
  })

  return [
    { name: 'home', url: '/' },
    { name: 'register', url: '/register' },
    { name: 'sign-in', url: '/sign-in' },
    { name: 'staff-sign-in', url: '/staff/sign-in' },
    { name: 'invitation', url: new URL(process.env.E2E_ADMINISTRATOR_LINK ?? '/').pathname },
    { name: 'outbox', url: '/dev/outbox' },
    { name: 'not-found', url: '/nowhere' },
    { name: 'forbidden', url: '/people', actor: reviewer },
    { name: 'qualifications-empty', url: '/qualifications', actor: newcomer },
    { name: 'qualifications', url: '/qualifications', actor: mine },
    { name: 'qualifications-new', url: '/qualifications/new', actor: newcomer },
    { name: 'qualification-draft', url: at(''), actor: mine },
    { name: 'identity', url: at('/identity'), actor: mine },
    { name: 'use', url: at('/use'), actor: mine },
    { name: 'signatures', url: at('/signatures'), actor: mine },
    { name: 'documents', url: at('/documents'), actor: mine },
    { name: 'letter', url: at('/letter'), actor: mine },
    { name: 'check', url: at('/check'), actor: mine },
    statusOf(approved, 'approved'),
    statusOf(changed, 'changes-requested'),
    statusOf(rejected, 'rejected'),
    statusOf(waiting, 'submitted'),
    statusOf(held, 'in-review'),
    queueEmpty,
    { name: 'queue', url: '/queue', actor: reviewer },
    { name: 'workbench', url: `/queue/${held.id}`, actor: reviewer },
    { name: 'workbench-not-mine', url: `/queue/${held.id}`, actor: lead },
    { name: 'people', url: '/people', actor: administrator },
    { name: 'person', url: `/people/${colleague.id}`, actor: administrator },
    { name: 'audit', url: '/audit', actor: administrator },
    { name: 'audit-empty', url: '/audit?reference=ZX-20240101-AAAAAA', actor: administrator },
  ]
}

test('every page, at both sizes, in both languages, light and dark', async ({ browser }) => {
  test.setTimeout(900_000)
  mkdirSync(FOLDER, { recursive: true })
  const flaws: string[] = []
  for (const screen of await screens()) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const language of LANGUAGES) {
        for (const theme of THEMES) {
          const name = `${screen.name}.${size}.${language}.${theme}`
          flaws.push(...(await take(browser, screen, { name, viewport, language, theme })))
        }
      }
    }
  }
  expect(flaws).toEqual([])
})

type Look = { name: string; viewport: { width: number; height: number }; language: string; theme: 'light' | 'dark' }

async function take(
  browser: Browser,
  { url, actor }: Screen,
  { name, viewport, language, theme }: Look,
): Promise<string[]> {
  const context = await browser.newContext({ baseURL: portalUrl(), viewport, colorScheme: theme, locale: language })
  try {
    if (actor) await signInTo(context, actor)
    const complaints = listenTo(context)
    const page = await context.newPage()
    await page.goto(url, { waitUntil: 'networkidle' })
    const flaws = await flawsOf(page)
    await page.screenshot({ path: path.join(FOLDER, `${name}.png`), fullPage: true })
    return [...flaws, ...complaints].map((flaw) => `${name}: ${flaw}`)
  } finally {
    await context.close()
  }
}
