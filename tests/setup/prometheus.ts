import { spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PATIENCE } from './patience.mjs'
import { pause } from './portal'
import { freePort } from './ports'

const PROGRAM = '/usr/bin/prometheus'

/** `npm test` installs it where it may: see scripts/test/servers.mjs. */
export const hasPrometheus = (): boolean => existsSync(PROGRAM)

export type Prometheus = {
  /** Returns the names and labels of alerts that fire now. */
  firing(): Promise<Record<string, string>[]>
  /** Returns the present values of an expression. */
  query(expression: string): Promise<number[]>
  stop(): Promise<void>
}

/** Starts Debian's Prometheus as docs/deploy/metrics.md describes it, with the unchanged alert rules. */
export async function startPrometheus({ target, token }: { target: string; token: string }): Promise<Prometheus> {
  const folder = mkdtempSync(path.join(tmpdir(), 'zhunxin-prometheus-'))
  copyFileSync('docs/deploy/alerts.yml', path.join(folder, 'alerts.yml'))
  writeFileSync(path.join(folder, 'token'), token)
  const job = {
    job_name: 'zhunxin',
    authorization: { credentials_file: 'token' },
    static_configs: [{ targets: [target] }],
  }
  const configuration = {
    global: { scrape_interval: '15s', evaluation_interval: '15s' },
    rule_files: ['alerts.yml'],
    scrape_configs: [job],
  }
  writeFileSync(path.join(folder, 'prometheus.yml'), JSON.stringify(configuration)) // JSON is YAML, too
  const url = `http://127.0.0.1:${await freePort()}`
  const flags = [
    `--web.listen-address=${url.slice('http://'.length)}`,
    `--storage.tsdb.path=${path.join(folder, 'data')}`,
  ]
  const program = spawn(PROGRAM, [`--config.file=${path.join(folder, 'prometheus.yml')}`, ...flags], {
    stdio: 'ignore',
  })
  const ended = new Promise((resolve) => program.once('exit', resolve))
  const ask = async (place: string) => (await fetch(new URL(place, url))).json()
  for (let tries = 0; tries < PATIENCE / 100 && !(await fetch(`${url}/-/ready`).catch(() => null))?.ok; tries += 1)
    await pause(100)
  return {
    async firing() {
      const { data } = (await ask('/api/v1/alerts')) as {
        data: { alerts: { state: string; labels: Record<string, string> }[] }
      }
      return data.alerts.filter(({ state }) => state === 'firing').map(({ labels }) => labels)
    },
    async query(expression) {
      const { data } = (await ask(`/api/v1/query?query=${encodeURIComponent(expression)}`)) as {
        data: { result: { value: [number, string] }[] }
      }
      return data.result.map(({ value }) => Number(value[1]))
    },
    async stop() {
      program.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
