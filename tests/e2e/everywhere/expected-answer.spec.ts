import type { Page } from '@playwright/test'
import { DAY, HOUR, MINUTE } from '@/lib/core/clock'
import type { Locale } from '@/lib/core/languages/locales'
import { writeTime } from '@/lib/core/languages/write-time'
import { database } from '@/lib/db/client'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aSubmittedQualification, someStaff } from '@/tests/factories/review'
import { OPERATOR } from '@/tests/setup/operator'
import { flawsOf } from '../support/layout'
import { expect, flawsForAxe, test } from '../support/test'

// Nobody else decides here. The portal stores the usual time for a minute, so all decisions are made before its first
// page.
test.use({ ownSystem: 'expected answer', viewport: { width: 390, height: 844 } })

/** Lists the hours from submission to decision: half of them within 3 hours, nine of ten within 20. */
const DECIDED_AFTER = [1, 2, 3, 20, 20]
const [MEDIAN, MOST] = [3 * HOUR, 20 * HOUR]

async function decideAll(): Promise<void> {
  const { id: reviewerId } = await someStaff()
  for (const hours of DECIDED_AFTER) {
    const { qualification, submissionId } = await aSubmittedQualification({
      queuedMinutesAgo: (hours * HOUR + DAY) / MINUTE,
    })
    const { submittedAt } = await database().submission.findUniqueOrThrow({ where: { id: submissionId } })
    const decidedAt = new Date(Number(submittedAt) + hours * HOUR)
    await database().decision.create({ data: { submissionId, reviewerId, outcome: 'APPROVED', decidedAt } })
    await database().qualification.update({ where: { id: qualification.id }, data: { status: 'APPROVED' } })
  }
}

/** Submits one that long ago, and returns when half of all and nine of ten have an answer: rounded up to the hour. */
async function submittedAgo(hours: number) {
  const { actor, accountId } = await aRegisteredApplicant()
  const queuedMinutesAgo = (hours * HOUR) / MINUTE + 1
  const { qualification, submissionId } = await aSubmittedQualification({
    applicant: { ...actor, accountId },
    queuedMinutesAgo,
  })
  const { submittedAt } = await database().submission.findUniqueOrThrow({ where: { id: submissionId } })
  const after = (time: number) => new Date(Math.ceil((Number(submittedAt) + time) / HOUR) * HOUR)
  return { actor, url: `/qualifications/${qualification.id}`, by: after(MEDIAN), most: after(MOST) }
}

const SAYS = {
  'zh-CN': {
    title: '什么时候有结果',
    usual: (by: string, most: string) => `半数申请在 ${by} 之前有结果，九成申请在 ${most} 之前。`,
    most: (most: string) => `九成申请在 ${most} 之前有结果。`,
    late: '这份申请等待的时间比十份中的九份都长。您不用重新提交；可以提供受理编号，向运营者询问。',
    basis: '按您的提交时间和近 30 天 5 份申请从首次提交到首次得出结论的时间推算，不是承诺。',
  },
  en: {
    title: 'When to expect an answer',
    usual: (by: string, most: string) =>
      `Half of all applications are decided before ${by}, and nine out of ten before ${most}.`,
    most: (most: string) => `Nine out of ten applications are decided before ${most}.`,
    late: 'This application has waited longer than nine out of ten. You don’t need to submit it again; you can ask the operator, quoting the reference.',
    basis:
      'Based on when you submitted, and on the time from first submission to first decision for 5 applications in the last 30 days. It is not a promise.',
  },
} as const satisfies Record<Locale, object>

const cardOf = (page: Page, title: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) })

test('a waiting application says when to expect an answer, rounded up to the hour, and on what that is based', async ({
  another,
}) => {
  await decideAll()
  const cases = { usual: await submittedAgo(0), most: await submittedAgo(5), late: await submittedAgo(25) }
  for (const locale of ['zh-CN', 'en'] as const) {
    const say = SAYS[locale]
    const time = (at: Date) => writeTime(at, locale, 'moment')
    for (const [kind, { actor, url, by, most }] of Object.entries(cases)) {
      const page = await another(actor, { locale, viewport: { width: 390, height: 844 } })
      await page.goto(url)
      const card = cardOf(page, say.title)
      const sentence = { usual: say.usual(time(by), time(most)), most: say.most(time(most)), late: say.late }
      for (const [other, words] of Object.entries(sentence)) {
        if (other === kind) await expect(card.getByText(words, { exact: true })).toBeVisible()
        else await expect(card.getByText(words, { exact: true })).toHaveCount(0)
      }
      await expect(card.getByText(say.basis, { exact: true })).toBeVisible()
      const contact = card.getByRole('link', { name: OPERATOR.OPERATOR_EMAIL })
      await expect(contact).toHaveCount(kind === 'late' ? 1 : 0)
      expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
    }
  }
})
