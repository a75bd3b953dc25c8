import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import '@/lib/cli/metrics/count-request'
import { startMetrics } from '@/lib/cli/metrics/read-metrics'
import { registry } from '@/lib/cli/metrics/registry'

const PROMTOOL = '/usr/bin/promtool'
const FOLDER = 'docs/deploy'
const read = (name: string) => readFileSync(`${FOLDER}/${name}`, 'utf8')
const namesIn = (text: string, pattern: RegExp) => [...new Set(text.match(pattern))].sort()

/** `npm test` installs Debian's prometheus where it may: see scripts/test/servers.mjs. */
describe.skipIf(!existsSync(PROMTOOL))('promtool', () => {
  const promtool = (...args: string[]) => execFileSync(PROMTOOL, args, { cwd: FOLDER, encoding: 'utf8' })

  test('finds the alert rules well formed', () => {
    expect(promtool('check', 'rules', '--lint=all', '--lint-fatal', 'alerts.yml')).toContain('SUCCESS')
  })

  test('finds that each fires where it should, and is silent where it should', () => {
    expect(promtool('test', 'rules', 'alerts.test.yml')).toContain('SUCCESS')
  })
})

let metrics: string[]
beforeAll(() => {
  startMetrics()
  metrics = registry.getMetricsAsArray().map(({ name }) => name)
})

test('each alert is tried, and explained', () => {
  const alerts = namesIn(read('alerts.yml'), /(?<=- alert: )\w+/g)
  expect(alerts.length).toBeGreaterThanOrEqual(15)
  expect(namesIn(read('alerts.test.yml'), /Zhunxin[A-Z]\w+/g)).toEqual(alerts)
  expect(namesIn(read('metrics.md'), /Zhunxin[A-Z]\w+/g)).toEqual(alerts)
})

test('alerts rest on figures that there are, and each figure is explained', () => {
  const used = namesIn(read('alerts.yml'), /\b(zhunxin|nodejs|process)_\w+/g).map((name) =>
    name.replace(/_bucket$/, ''),
  )
  expect(used.filter((name) => !metrics.includes(name))).toEqual([])
  const own = metrics.filter((name) => name.startsWith('zhunxin_')).sort()
  expect(namesIn(read('metrics.md'), /\bzhunxin_\w+/g)).toEqual(own)
})
