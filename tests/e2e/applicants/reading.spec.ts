import { Readable } from 'node:stream'
import sharp from 'sharp'
import { database } from '@/lib/db/client'
import { acceptDocument } from '@/lib/qualifications/files/accept-document'
import { agreedToFirstTexts } from '@/tests/factories/consents'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { papersOfOne } from '@/tests/factories/photographed/papers-of-one'
import { specimenOf } from '@/tests/factories/photographed/specimens'
import { aDraft } from '@/tests/factories/qualifications'
import { aReading, readAs } from '@/tests/factories/readings'
import { goToSlot } from '../support/applying'
import { flawsOf } from '../support/layout'
import { expect, flawsForAxe, test } from '../support/test'

test.use({
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  ownSystem: 'reading',
  settings: { READ_DOCUMENTS: '1' },
})

/** Limits how long the reader may take, next to other tests. */
const READING = { timeout: 240_000 }

test('before changed texts are agreed to, the page of documents says that nothing is read, and leads to them', async ({
  page,
  signIn,
}) => {
  const { id: userId, actor, accountId } = await aRegisteredApplicant()
  const { id } = await aDraft({ ...actor, accountId })
  await agreedToFirstTexts({ userId })
  await signIn(actor)
  await page.goto(`/qualifications/${id}/documents`)
  const note = page.getByText('同意新文本之前上传的照片不会由系统读取')
  await expect(note).toBeVisible()
  expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
  await note.getByRole('link', { name: '阅读并同意' }).click()
  for (const title of ['处理个人信息', '处理敏感个人信息', '向电信运营商提供', '向云服务提供者提供']) {
    const box = page.getByRole('checkbox', { name: `我已阅读并同意：${title}`, exact: true })
    await box.check()
    await page.getByRole('button', { name: `重新同意：${title}`, exact: true }).click()
    await expect(box).toHaveCount(0)
  }
  await page.goto(`/qualifications/${id}/documents`)
  await expect(page.getByRole('heading', { name: '证件和材料', level: 1 })).toBeVisible()
  await expect(note).toHaveCount(0)
})

test('what is photographed first need not be typed, and a wrong name is found', async ({ page, signIn }) => {
  const { jpeg, truth } = await specimenOf('journey', 0, 'scan', null)
  const { name = '', idNumber = '' } = truth.fields
  const { actor, accountId } = await aRegisteredApplicant()
  const { id } = await aDraft({ ...actor, accountId })
  await signIn(actor)

  await test.step('the empty form leads to the photographs', async () => {
    await page.goto(`/qualifications/${id}/identity`)
    await page.getByRole('link', { name: '先拍照，系统会读出来填好' }).click()
    await expect(page.getByRole('heading', { name: '证件和材料', level: 1 })).toBeVisible()
  })

  await test.step('the page hears that the photograph was read', async () => {
    const picture = { name: '人像面.jpg', mimeType: 'image/jpeg', buffer: jpeg }
    await page.locator('#ID_PORTRAIT input[type=file]').first().setInputFiles(picture)
    const wasRead = page.getByRole('status').filter({ hasText: '照片上的内容已经读出来了' })
    await expect(wasRead).toBeVisible({ timeout: 120_000 })
    expect(await flawsForAxe(page)).toEqual([])
    expect(await flawsOf(page)).toEqual([])
    await wasRead.getByRole('link', { name: /^您的身份/ }).click()
  })

  await test.step('it is filled in, and nothing is stored before it is confirmed', async () => {
    await expect(page.getByText('已按照片填好')).toBeVisible()
    await expect(page.getByRole('textbox', { name: '姓名' })).toHaveValue(name)
    await expect(page.getByRole('textbox', { name: '证件号码' })).toHaveValue(idNumber)
    expect(
      await database().declaredField.count({ where: { key: 'person.name', submission: { qualificationId: id } } }),
    ).toBe(0)
    expect(await flawsForAxe(page)).toEqual([])
    expect(await flawsOf(page)).toEqual([])
  })

  await test.step('a name that is corrected wrongly is a warning on the check page, with a way back', async () => {
    await page.getByRole('textbox', { name: '姓名' }).fill(`${name}某`)
    await page.getByRole('button', { name: '保存，稍后再填' }).click()
    await expect(page).toHaveURL(new RegExp(`/qualifications/${id}$`))
    await page.goto(`/qualifications/${id}/check`)
    const finding = page.getByRole('listitem').filter({ hasText: '填写的姓名与照片上读到的不同' })
    await expect(finding).toBeVisible()
    await finding.getByRole('link').click()
    await page.getByRole('textbox', { name: '姓名' }).fill(name)
    await page.getByRole('button', { name: '保存，稍后再填' }).click()
    await expect(page).toHaveURL(new RegExp(`/qualifications/${id}$`))
    await page.goto(`/qualifications/${id}/check`)
    await expect(page.getByText('填写的姓名与照片上读到的不同')).toHaveCount(0)
  })
})

test('a wrong side and a wrong paper are named where they were uploaded, and a picture upside down is turned', async ({
  page,
  signIn,
}) => {
  test.setTimeout(480_000)
  const { pictures } = await papersOfOne('misplaced')
  const { actor, accountId } = await aRegisteredApplicant()
  const { id } = await aDraft({ ...actor, accountId })
  await signIn(actor)
  await page.goto(`/qualifications/${id}/documents`)
  const [portrait, emblem] = [page.locator('#ID_PORTRAIT'), page.locator('#ID_EMBLEM')]
  const put = async (slot: typeof portrait, buffer: Buffer | undefined) => {
    await goToSlot(page, slot)
    const picture = { name: '照片.jpg', mimeType: 'image/jpeg', buffer: buffer ?? Buffer.alloc(0) }
    await slot.locator('input[type=file]').first().setInputFiles(picture)
  }
  const back = page.getByRole('button', { name: '上一份' })
  const wrongSide = portrait.getByText('照片里好像是证件的另一面。')
  const wrongPaper = emblem.getByText('照片里好像不是这一项要的材料')

  await put(portrait, pictures.ID_EMBLEM)
  await expect(wrongSide).toBeVisible(READING)
  await expect(portrait).toContainText('已收到 1 张，请核对')
  expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
  await test.step('one press moves it to its slot, and two that were exchanged with one press too', async () => {
    await portrait.getByRole('button', { name: '移到“证件国徽面”' }).click()
    await goToSlot(page, emblem)
    await expect(emblem).toContainText('已收到 1 张，看起来没问题', READING)
    await put(emblem, pictures.ID_PORTRAIT)
    await expect(emblem.getByText('照片里好像是证件的另一面。')).toBeVisible(READING)
    await back.click()
    await put(portrait, pictures.ID_EMBLEM)
    await portrait.getByRole('button', { name: '与“证件国徽面”对调' }).click(READING)
    await expect(portrait).toContainText('已收到 1 张，看起来没问题', READING)
    await goToSlot(page, emblem)
    await expect(emblem).toContainText('已收到 1 张，看起来没问题', READING)
  })

  await back.click()
  await put(portrait, pictures.ID_EMBLEM)
  await expect(wrongSide).toBeVisible(READING)
  await put(emblem, pictures.LICENCE)
  await expect(wrongPaper).toBeVisible(READING)

  await test.step('the check page lists both, with a way to each', async () => {
    await page.goto(`/qualifications/${id}/check`)
    const linkOf = (text: string) => page.getByRole('listitem').filter({ hasText: text }).getByRole('link')
    await expect(linkOf('照片里好像不是这一项要的材料')).toHaveAttribute('href', /#ID_EMBLEM$/)
    await linkOf('照片里好像是证件的另一面。').click()
    await expect(wrongSide).toBeVisible()
  })

  await test.step('the right ones take their places, one of them upside down', async () => {
    await put(portrait, await sharp(pictures.ID_PORTRAIT).rotate(180).toBuffer())
    await expect(portrait.getByText('已自动转正。')).toBeVisible(READING)
    await expect(wrongSide).toHaveCount(0)
    await expect(portrait).toContainText('已收到 1 张，看起来没问题')
    await put(emblem, pictures.ID_EMBLEM)
    await expect(wrongPaper).toHaveCount(0, READING)
  })

  await test.step('the page of the letter hears by itself what was read', async () => {
    await page.goto(`/qualifications/${id}/letter`)
    const letter = page.locator('#COMMITMENT_LETTER')
    await letter
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        ...{ name: '照片.jpg', mimeType: 'image/jpeg', buffer: pictures.LICENCE ?? Buffer.alloc(0) },
      })
    await expect(letter).toContainText('已收到 1 张，正在识别')
    await expect(letter).toContainText('已收到 1 张，请核对', READING)
  })
})

test('a name that was read wrongly is filled in, corrected, and stops nobody', async ({ page, signIn }) => {
  const { actor, accountId } = await aRegisteredApplicant()
  const { id } = await aDraft({ ...actor, accountId })
  const { jpeg, truth } = await specimenOf('journey', 0, 'scan', null)
  const { name = '', idNumber = '' } = truth.fields
  const upload = { qualificationId: id, kind: 'ID_PORTRAIT', senderSignatureId: null, fileName: '照片.jpg' } as const
  const { fileId } = await acceptDocument(actor, { ...upload, source: Readable.from([jpeg]) })
  const state = async () => (await database().reading.findUnique({ where: { fileId } }))?.state
  await expect.poll(state, READING).toBe('READ')
  const misread = `${name.slice(0, -1)}某`
  await readAs(fileId, aReading({ fields: { name: misread, idNumber } }))
  await signIn(actor)
  await page.goto(`/qualifications/${id}/identity`)
  const field = page.getByRole('textbox', { name: '姓名' })
  await expect(field).toHaveValue(misread)
  await field.fill(name)
  await page.getByRole('button', { name: '保存，稍后再填' }).click()
  await expect(page).toHaveURL(new RegExp(`/qualifications/${id}$`))
  await page.goto(`/qualifications/${id}/identity`)
  await expect(field).toHaveValue(name)
  await page.goto(`/qualifications/${id}/check`)
  const finding = page.getByRole('listitem').filter({ hasText: '填写的姓名与照片上读到的不同' })
  await expect(finding).toContainText('提醒')
})

test('a page that is open while photographs are read is filled in, without what somebody typed', async ({
  page,
  signIn,
}) => {
  const { jpeg, truth } = await specimenOf('journey', 0, 'scan', null)
  const { idNumber = '' } = truth.fields
  const { actor, accountId } = await aRegisteredApplicant()
  const { id } = await aDraft({ ...actor, accountId })
  const upload = { qualificationId: id, kind: 'ID_PORTRAIT', senderSignatureId: null, fileName: '照片.jpg' } as const
  const { fileId } = await acceptDocument(actor, { ...upload, source: Readable.from([jpeg]) })
  await expect
    .poll(async () => (await database().reading.findUnique({ where: { fileId } }))?.state, { timeout: 120_000 })
    .toBe('READ')
  const later = new Date(Date.now() + 3_600_000)
  const waiting = { state: 'WAITING', contentSealed: null, readAt: null, leasedUntil: later } as const
  await database().reading.update({ where: { fileId }, data: waiting })

  await signIn(actor)
  await page.goto(`/qualifications/${id}/identity`)
  await expect(page.getByText('正在读取照片')).toBeVisible()
  expect([await flawsOf(page), await flawsForAxe(page)]).toEqual([[], []])
  await page.getByRole('textbox', { name: '姓名' }).fill('司马样例')
  await expect(page.getByText('已保存')).toBeVisible()
  await database().reading.update({ where: { fileId }, data: { leasedUntil: null } })
  // An upload wakes the worker, as the next photograph does.
  await acceptDocument(actor, { ...upload, kind: 'ID_EMBLEM', source: Readable.from([jpeg]) })
  await expect(page.getByRole('textbox', { name: '证件号码' })).toHaveValue(idNumber, { timeout: 120_000 })
  await expect(page.getByRole('textbox', { name: '姓名' })).toHaveValue('司马样例')
})
