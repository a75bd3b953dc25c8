import { buffer } from 'node:stream/consumers'
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { beforeAll, describe, expect, test } from 'vitest'
import type { PersonActor } from '@/lib/actor/actor'
import { database } from '@/lib/db/client'
import { anEventAt, aPast } from '@/tests/factories/figures'
import { anApplicant, someStaff } from '@/tests/factories/review'
import { faultsOfPdf, hasQpdf } from '@/tests/setup/qpdf'
import { unzipped } from '@/tests/setup/unzipped'
import { exportPeriod, PeriodExport } from './export-period'
import { SECTIONS } from './section'
import { wordsIn } from './words'

const at = (text: string) => new Date(`${text}+08:00`)
const MONTH = '2025-03'

let auditor: PersonActor

beforeAll(async () => {
  auditor = await someStaff({ roles: ['AUDITOR'], name: '秦鉴' })
  const by = await someStaff({ name: '=周审核' })
  const refused = [{ documentKind: 'LICENCE' as const, reasons: ['BLURRED'] }]
  const decided = { at: at('2025-03-05T16:00'), by, outcome: 'CHANGES_REQUESTED' as const, refused }
  const subjectId = await aPast({ kind: 'ORGANISATION', rounds: [{ submitted: at('2025-03-04T10:00'), decided }] })
  await anEventAt(undefined, at('2025-03-05T15:00'), 'document.viewed', { actor: by, subjectId })
  await anEventAt(undefined, at('2025-03-06T15:00'), 'act.refused', {
    actor: by,
    data: { act: 'review.claim', code: 'CONFLICT' },
  })
  await anEventAt(undefined, at('2025-03-06T15:00'), 'qualification.revoked', { actor: by, subjectId })
})

const exported = (format: 'PDF' | 'XLSX', locale: string, actor = auditor) =>
  exportPeriod(actor, { period: MONTH, format }, locale)

async function textOf(pdf: Buffer): Promise<string> {
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(pdf)
  const text = [...document.pages()].map((page) => page.getText()).join('\n')
  document.destroy()
  library.destroy()
  return text
}

test('is refused without the right to export, and records no event', async () => {
  for (const actor of [await someStaff({ roles: ['LEAD'] }), await someStaff(), await anApplicant()]) {
    await expect(exported('PDF', 'en', actor)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect(await database().auditEvent.count({ where: { actorId: actor.id } })).toBe(0)
  }
})

test('an invalid period in an address is ignored', () => {
  expect(PeriodExport.parse({ period: '2025-99', format: 'EXE' })).toEqual({ period: undefined, format: 'PDF' })
})

describe('as a PDF', () => {
  test.each([
    [
      'zh-CN',
      ['审核工作报告', '2025-03-01', '营业执照或登记证书', '模糊', '=周审核', '30 小时', '撤销资质', '已被他人更改'],
    ],
    ['en', ['Period report', '2025-03-01', 'Blurred', '=周审核', '30 h', 'Changed by someone else']],
  ])('it has its words and each section, in %s', async (locale, expected) => {
    const { content, name } = await exported('PDF', locale)
    expect(name).toBe('zhunxin-report-2025-03')
    const text = await textOf(await buffer(content))
    const { say } = await wordsIn(locale)
    const sections = SECTIONS.map((key) => say(`sections.${key}.${key === 'waiting' ? 'titleThen' : 'title'}`))
    for (const words of [...expected, ...sections]) expect(text).toContain(words)
  })

  test.skipIf(!hasQpdf)('another PDF reader finds no error in it', async () => {
    const reports = await Promise.all(['zh-CN', 'en'].map((locale) => exported('PDF', locale)))
    expect(faultsOfPdf(...(await Promise.all(reports.map(({ content }) => buffer(content)))))).toEqual([])
  })

  test('its event is recorded, and says what was exported', async () => {
    await exported('PDF', 'en')
    const events = await database().auditEvent.findMany({ where: { actorId: auditor.id, action: 'figures.exported' } })
    expect(events.at(-1)).toMatchObject({
      capabilities: ['report.export'],
      data: { format: 'PDF', from: '2025-03-01', to: '2025-03-31' },
    })
  })
})

test('as a workbook: a sheet for each table, numbers as numbers, and names that are no formulas', async () => {
  const { content } = await exported('XLSX', 'zh-CN')
  const files = new Map([...unzipped(await buffer(content))].map(([name, bytes]) => [name, bytes.toString('utf8')]))
  const sheets = [...(files.get('xl/workbook.xml') ?? '').matchAll(/<sheet name="([^"]+)"/g)].map(([, name]) => name)
  expect(sheets).toEqual(
    expect.arrayContaining([
      '要点',
      '每日收到与办结',
      '等待时间',
      '审核员',
      '不通过的原因',
      '材料的查阅',
      '异常与干预',
    ]),
  )
  const sheet = (name: string) => files.get(`xl/worksheets/sheet${sheets.indexOf(name) + 1}.xml`) ?? ''
  const rows = (name: string) => [...sheet(name).matchAll(/<row>(.*?)<\/row>/gs)].map(([, row = '']) => cellsOf(row))
  expect(rows('不通过的原因')).toEqual([
    ['不通过的原因', '合计', '个人', '组织', '占比（%）'],
    ['模糊', 1, 0, 1, 100],
  ])
  expect(rows('等待时间 每日等待时间').find(([day]) => day === '2025-03-05')).toEqual(['2025-03-05', 1, 30, 30, 0, 0])
  expect(rows('等待时间')[0]?.[2]).toBe('中位数（小时）')
  expect(sheet('审核员')).toContain('=周审核')
  for (const xml of files.values()) expect(xml).not.toContain('<f>')
})

function cellsOf(row: string): (string | number | null)[] {
  return [...row.matchAll(/<c\/>|<c[^>]*><v>([^<]*)<\/v><\/c>|<c[^>]*><is><t[^>]*>([^<]*)<\/t><\/is><\/c>/g)].map(
    ([, number, text]) => (number === undefined ? (text ?? null) : Number(number)),
  )
}
