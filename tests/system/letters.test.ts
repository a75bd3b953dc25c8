import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startCommand } from '@/tests/setup/portal'
import { faultsOfPdf, hasQpdf } from '@/tests/setup/qpdf'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-letters-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const FACTS = {
  variant: 'INDIVIDUAL',
  platform: '样本云通信（北京）科技有限公司',
  particulars: {
    ...{ name: '王样本', idType: 'RESIDENT_ID', idNumber: '11010519491231002X' },
    ...{ signatures: ['样本小店'], reference: 'ZX-20261125-ABCDEF' },
  },
}

async function issue(facts: unknown, out: string) {
  const file = path.join(folder, 'facts.json')
  writeFileSync(file, JSON.stringify(facts))
  const data = { ZHUNXIN_DATA: path.join(folder, 'data') }
  const command = startCommand('scripts/letter-issue.mjs', data, ['--facts', file, '--out', path.join(folder, out)])
  const code = await command.exited
  return { code, output: command.output(), pdf: () => readFileSync(path.join(folder, out)) }
}

test('letter:issue writes the same file of the same facts, and says what is missing', async () => {
  const first = await issue(FACTS, 'a.pdf')
  expect(first.code).toBe(0)
  expect(first.output).toMatch(/"pages":2,"bytes":\d+,"publicKey":"[\w+/]{43}="/)
  const pdf = first.pdf()
  if (hasQpdf) expect(faultsOfPdf(pdf)).toEqual([])
  expect((await issue(FACTS, 'b.pdf')).pdf().equals(pdf)).toBe(true)
  const changed = { ...FACTS, platform: '另一平台' }
  expect((await issue(changed, 'c.pdf')).pdf().equals(pdf)).toBe(false)

  const { idNumber: _, ...particulars } = FACTS.particulars
  const refused = await issue({ ...FACTS, particulars }, 'd.pdf')
  expect(refused.code).not.toBe(0)
  expect(refused.output).toContain('The particulars lack: idNumber')
  const unknown = await issue({ ...FACTS, variant: 'OTHER' }, 'd.pdf')
  expect(unknown.output).toMatch(/has no facts of a letter: .*variant/s)
})
