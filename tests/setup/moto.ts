import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3'
import { freePort } from './ports'

/** Debian's own program, no matter what else is in the path. */
const PYTHON = '/usr/bin/python3'
const SERVER = '/usr/bin/moto_server'

/** `npm test` installs it where it may: see scripts/test/servers.mjs. */
export const hasMoto = existsSync(SERVER)

const BUCKET = 'vault'
/** Satisfies moto, which accepts any credentials. */
const CREDENTIALS = { accessKeyId: 'test', secretAccessKey: 'test' }

/** Starts an S3 in memory, with an empty bucket. */
export async function startMoto() {
  const port = await freePort()
  const server = spawn(PYTHON, [SERVER, '-H', '127.0.0.1', '-p', `${port}`], { stdio: 'ignore' })
  const endpoint = `http://127.0.0.1:${port}`
  const place = { bucket: BUCKET, endpoint, region: 'us-east-1', isPathStyle: true, credentials: CREDENTIALS }
  const client = new S3Client({ ...place, forcePathStyle: true })
  while (!(await fetch(endpoint).catch(() => null))) {
    if (server.exitCode !== null) throw new Error(`moto ended with ${server.exitCode}`)
    await sleep(50)
  }
  await client.send(new CreateBucketCommand({ Bucket: BUCKET }))
  return { place, client, stop: () => server.kill('SIGKILL') }
}
