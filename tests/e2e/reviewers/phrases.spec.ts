import { claimQualification } from '@/lib/review/claims/claim-qualification'
import { readPhrases } from '@/lib/review/phrases/read-phrases'
import { savePhrase } from '@/lib/review/phrases/save-phrase'
import { aSubmitted } from '@/tests/factories/journey'
import { aColleague } from '@/tests/factories/people'
import { flawsOf } from '../support/layout'
import { personal } from '../support/records'
import { expect, flawsForAxe, test } from '../support/test'
import { part } from '../support/workbench'

test.use({ locale: 'en', viewport: { width: 1440, height: 900 } })

test('a reviewer writes by their own phrases, saves one from a note and removes one', async ({ page, signIn }) => {
  const { id } = await aSubmitted()
  const reviewer = (await aColleague({ roles: ['REVIEWER'] })).actor
  await claimQualification(reviewer, { qualificationId: id })
  await savePhrase(reviewer, { text: 'Please use better light.' })
  await signIn(reviewer)
  await page.goto(`/queue/${id}`)
  await part(page, 'Commitment letter').click()
  const filter = page.getByRole('searchbox', { name: 'Filter reasons' })
  const note = page.getByRole('textbox', { name: /^Note/ })
  const phrases = page.getByRole('group', { name: 'Saved phrases' })

  await test.step('from the reasons, and Enter continues', async () => {
    for (const key of ['r', '1', ';']) {
      await page.keyboard.press(key)
      await expect(key === ';' ? phrases : filter).toBeVisible()
    }
    expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
    await page.keyboard.press('1')
    await expect(note).toHaveValue('Please use better light.')
    await expect(filter).toBeFocused()
    await expect(page.getByText('24 / 500')).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(part(page, 'Commitment letter')).toContainText('Refused')
  })

  await test.step('in the note, at the cursor; the semicolon again is a semicolon', async () => {
    await part(page, 'Commitment letter').click()
    await note.fill(personal('Seen'))
    await note.press(';')
    await expect(phrases).toBeVisible()
    await page.keyboard.press(';')
    await expect(note).toHaveValue('Seen;')
    await expect(note).toBeFocused()
    await note.press(';')
    await page.keyboard.press('Escape')
    await expect(phrases).toBeHidden()
    await expect(note).toBeFocused()
    await note.press('Escape')
    await expect(filter).toBeFocused()
  })

  await test.step('a note is saved, but not one with a number', async () => {
    const save = page.getByRole('button', { name: 'Save note as phrase' })
    await note.fill(personal('call 138 0013 8000'))
    await expect(save).toBeHidden()
    await note.fill(personal('Show all four corners.'))
    await save.click()
    await expect(page.getByText('Saved as a phrase.')).toBeAttached()
    await expect(save).toBeHidden()
    expect((await readPhrases(reviewer.id)).map(({ text }) => text)).toContain('Show all four corners.')
  })

  await test.step('one is removed', async () => {
    await page.getByRole('button', { name: 'Saved phrases' }).click()
    await expect(phrases.getByRole('listitem')).toHaveCount(2)
    await phrases.getByRole('button', { name: 'Remove: Please use better light.' }).click()
    await expect(phrases.getByRole('listitem')).toHaveCount(1)
    await expect.poll(async () => (await readPhrases(reviewer.id)).length).toBe(1)
  })
})
