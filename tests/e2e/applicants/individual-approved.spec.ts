import type { Page } from '@playwright/test'
import { PASSWORD } from '@/tests/factories/people'
import { fillIn, fillInSignature, INDIVIDUAL_SLOTS, ownUse, start, upload } from '../support/applying'
import { downloaded } from '../support/downloads'
import { codeFor } from '../support/outbox'
import { photograph, tinyPicture } from '../support/pictures'
import { personal } from '../support/records'
import { setUpApp } from '../support/second-factor'
import { expect, flawsForAxe, test } from '../support/test'
import { acceptAll } from '../support/workbench'

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
const DESK = { viewport: { width: 1440, height: 900 }, hasTouch: false, isMobile: false }

const UNNAMED = { OPERATOR_NAME: '', OPERATOR_PHONE: '', OPERATOR_EMAIL: '' }

test.use({ ownSystem: 'empty', settings: UNNAMED, ...PHONE })

/** The portal is empty before: everything that follows is done on pages alone. */
test('an individual is qualified, from an empty portal to the audit log', async ({ page, another }) => {
  const admin = await another(undefined, DESK)
  const reviewer = await another(undefined, DESK)

  await test.step('the first administrator joins by the link of the start', async () => {
    await admin.goto(process.env.E2E_ADMINISTRATOR_LINK ?? '')
    await expect(admin.getByRole('heading', { name: '成为第一位系统管理员' })).toBeVisible()
    await join(admin, personal('钟离晴'), personal('qing.zhongli@example.com'))
    await expect(admin.getByRole('link', { name: '审计日志' })).toBeVisible()
  })

  await test.step('they enter who runs the portal, as they are asked', async () => {
    await expect(admin.getByRole('heading', { name: '运营者', level: 1 })).toBeVisible()
    await expectAccessible(admin)
    await admin.getByLabel('法定名称').fill('若水短信服务有限公司')
    await admin.getByRole('button', { name: '保存' }).click()
    await expect(admin.getByText('请填写电话或邮箱')).toBeVisible()
    await admin.getByLabel('电话').fill('010-0000 0000')
    await admin.getByRole('button', { name: '保存' }).click()
    await expect(admin.getByText('从现在起，页面和函件使用这些信息')).toBeVisible()
  })

  await test.step('a reviewer joins by an invitation', async () => {
    await admin.goto('/people')
    await admin.getByRole('checkbox', { name: /^审核员/ }).check()
    await admin.getByRole('button', { name: '生成邀请链接' }).click()
    const link = await admin.getByRole('textbox', { name: '邀请链接' }).inputValue()
    await reviewer.goto(link)
    await join(reviewer, personal('司马青'), personal('qing.sima@example.com'))
    await expect(reviewer.getByRole('heading', { name: '审核队列' })).toBeVisible()
    await expect(reviewer.getByText('目前没有等待审核的申请')).toBeVisible()
    await expectAccessible(reviewer)
    await reviewer.goto(link)
    await expect(reviewer.getByRole('heading', { name: '这个链接不能使用' })).toBeVisible()
  })

  await test.step('the applicant registers with a code, and consents to each thing by itself', async () => {
    const phone = personal('13912345678')
    await page.goto('/')
    await expectAccessible(page)
    await page.getByRole('link', { name: '开始申请' }).click()
    await page.getByLabel('手机号码').fill(phone)
    await page.getByRole('button', { name: '获取验证码' }).click()
    await expect(page.getByRole('heading', { name: '输入验证码' })).toBeVisible()
    await expectAccessible(page)
    await page.getByLabel('验证码').fill(await codeFor(page, phone))

    const consents = page.getByRole('checkbox', { name: /^我已阅读并同意/ })
    await expect(consents).toHaveCount(4)
    for (const consent of (await consents.all()).slice(1)) await consent.check()
    await page.getByRole('button', { name: '同意并完成注册' }).click()
    await expect(page.getByRole('main').getByRole('alert')).toContainText('请阅读并同意：处理个人信息')
    await expectAccessible(page)
    await consents.first().check()
    await page.getByRole('button', { name: '同意并完成注册' }).click()
    await expect(page.getByRole('heading', { name: '新的申请' })).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('they start, and photograph their documents; a bad one is refused with a reason', async () => {
    await start(page, /^个人/)
    await upload(page, '身份证人像面', await tinyPicture())
    await expect(page.getByRole('main').getByRole('alert')).toContainText('图片太小：短边只有 320 像素')
    for (const [kind, name] of INDIVIDUAL_SLOTS) {
      await upload(page, name, await photograph(kind))
      await expect(page.getByRole('img', { name: `查看大图: ${name}` })).toBeVisible()
    }
    await expectAccessible(page)
    await page.getByRole('link', { name: '继续', exact: true }).click()
  })

  await test.step('they declare who they are', async () => {
    await page.getByLabel('姓名').fill(personal('欧阳若兰'))
    await page.getByLabel('证件号码').fill('440308199001050245')
    await page.getByLabel('证件有效期开始').fill('2020-06-01')
    await page.getByLabel('长期').check()
    await page.getByRole('button', { name: '保存并继续' }).click()
    await expect(page.getByRole('main').getByRole('alert')).toContainText('号码里有一位不对')
    await expectAccessible(page)
    await page.getByLabel('证件号码').fill(personal('440308199001050246'))
    await page.getByRole('button', { name: '保存并继续' }).click()
  })

  await test.step('how they will use SMS', async () => {
    await fillIn(page, ...ownUse('在若兰花店下过单的街坊'))
    await expectAccessible(page)
    await fillInSignature(page, '若兰花店', '您订的百合明早九点送到府上。拒收请回复R')
  })

  await test.step('the letter contains their name, and is uploaded signed', async () => {
    await expect(page.getByRole('heading', { name: '承诺函', level: 1 })).toBeVisible()
    await expect(page.getByRole('main')).toContainText('欧阳若兰')
    await expect(page.getByText('签好的函件由若水短信服务有限公司收存')).toBeVisible()
    const downloading = page.waitForEvent('download')
    await page.getByRole('link', { name: '下载函件（PDF）' }).click()
    expect((await downloading).suggestedFilename()).toMatch(/^短信业务实名与合规使用承诺函（个人）-ZX-[\w-]+\.pdf$/)
    await expect(page.getByText('打印全部 2 页')).toBeVisible()
    await upload(page, '承诺函', await photograph('COMMITMENT_LETTER'))
    await expect(page.getByRole('img', { name: '查看大图: 承诺函' })).toBeVisible()
    await expect(page.getByText('这封函共 2 页，已上传 1 页')).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('link', { name: '继续' }).click()
  })

  const reference = await test.step('they check everything on one page, and submit', async () => {
    await expect(page.getByRole('heading', { name: '核对并提交' })).toBeVisible()
    const number = page.getByText('440308199001050246')
    await expect(number).toBeHidden()
    await page.getByText('显示', { exact: true }).first().click()
    await expect(number).toBeVisible()
    await expectAccessible(page)
    await page.getByRole('button', { name: '提交', exact: true }).click()
    await expect(page.getByRole('heading', { name: '已提交，等待审核' })).toBeVisible()
    await expect(page.getByText('您排在第一位')).toBeVisible()
    await expectAccessible(page)
    return (await page.getByText(/^ZX-\d{8}-[0-9A-Z]{6}$/).textContent()) ?? ''
  })

  await test.step('the reviewer claims the next one, views each picture, accepts each part, and decides', async () => {
    await reviewer.goto('/queue')
    await reviewer.getByRole('button', { name: '领取下一份' }).click()
    await expect(reviewer.getByRole('heading', { name: `审核 ${reference}` })).toBeVisible()
    for (const name of ['身份证人像面', '身份证国徽面', '手持证件正面照', '承诺函']) {
      await reviewer.getByRole('region', { name: '材料图片' }).getByRole('button', { name }).click()
      await expect(reviewer.getByRole('application', { name: `${name} 的图片` })).toBeVisible()
      await expect(reviewer.getByText('正在打开图片…')).toBeHidden()
      await expect(reviewer.getByText('图片加载失败')).toBeHidden()
    }
    await expectAccessible(reviewer)
    await acceptAll(reviewer)
    await reviewer.getByRole('button', { name: '提交结论：通过' }).click()
    await reviewer.getByRole('button', { name: '确认提交' }).click()
    await expect(reviewer.getByText('审核结论已作出，内容不再显示。')).toBeVisible()
  })

  await test.step('the applicant sees that it is approved', async () => {
    await page.reload()
    await expect(page.getByRole('heading', { name: '已经通过审核' })).toBeVisible()
    await expect(page.getByText('运营商报备另行办理')).toBeVisible()
    await expectAccessible(page)
  })

  await test.step('the administrator finds what happened, and exports it', async () => {
    await admin.getByRole('link', { name: '审计日志' }).click()
    await admin.getByLabel('受理编号').fill(reference)
    await admin.getByRole('button', { name: '筛选' }).click()
    for (const event of ['新建资质申请', '提交申请', '领取审核', '查看材料', '作出审核结论']) {
      await expect(admin.getByRole('cell', { name: event, exact: true }).first()).toBeVisible()
    }
    await expectAccessible(admin)
    await admin.getByRole('link', { name: '导出筛选结果…' }).click()
    const csv = await downloaded(admin, admin.getByRole('button', { name: '导出', exact: true }))
    expect(csv.startsWith('\uFEFF时间（北京时间）,')).toBe(true)
    expect(csv).toContain(reference)
    expect(csv).toContain('司马青')
    expect(csv).not.toContain('欧阳若兰')
  })
})

/** The other pages are looked at by `accessibility.spec`. */
async function expectAccessible(page: Page) {
  expect(await flawsForAxe(page)).toEqual([])
}

async function join(page: Page, name: string, email: string) {
  await page.getByLabel('姓名').fill(name)
  await page.getByLabel('邮箱').fill(email)
  await page.getByLabel('密码').fill(personal(PASSWORD))
  await page.getByRole('button', { name: '完成并登录' }).click()
  await setUpApp(page)
}
