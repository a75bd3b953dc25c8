import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { acceptDocument } from '@/lib/qualifications/files/accept-document'
import { aRegisteredApplicant } from '@/tests/factories/people'
import { aDraft } from '@/tests/factories/qualifications'
import { specimen } from '@/tests/factories/specimens'
import { settled } from '@/tests/factories/uploads'
import { type EmbeddedPortal, killPostgres, startEmbeddedPortal } from '@/tests/setup/embedded-portal'
import { heavy, randomFrom } from '@/tests/setup/heavy'
import { PATIENCE } from '@/tests/setup/patience.mjs'
import { pause, untilReady } from '@/tests/setup/portal'
import { type Acknowledged, type Load, prepareLoad, send } from './kill/load'
import { brokenAfter } from './kill/whole'

let at: EmbeddedPortal

beforeAll(async () => {
  at = await startEmbeddedPortal('kill')
})

afterAll(() => at?.stop())

const KILLS = {
  /** The next start uses a database that still runs. */
  portal: async () => {
    await at.portal().kill()
    await at.start()
  },
  /** The portal itself starts it again. */
  PostgreSQL: async () => {
    killPostgres(at.dataFolder)
    await pause(1_500)
    await untilReady(at.portal())
  },
}

const LOAD = { drafts: 3, ready: 4 }

/** Waits for that many answers, at any speed of the machine, and then a while. */
async function moment(random: () => number, { uploads, submissions }: Acknowledged): Promise<void> {
  const [answers, more] = [Math.floor(random() * 10), random() * 300]
  for (let waited = 0; waited < PATIENCE && uploads.length + submissions.length < answers; waited += 5) await pause(5)
  await pause(more)
}

for (const [seedOffset, victim] of (['portal', 'PostgreSQL'] as const).entries()) {
  const { tries, seed, done } = heavy(`kill-${victim.toLowerCase()}`, { quick: 1, long: 20 })

  test(`kill -9 of ${victim} amid uploads and submissions loses nothing that was acknowledged`, {
    timeout: 4 * PATIENCE + tries * 60_000,
  }, async () => {
    const random = randomFrom(seed + seedOffset)
    const figures = { uploads: 0, submissions: 0, sentUploads: 0, sentSubmissions: 0 }
    for (let round = 0; round < tries; round++) {
      const load: Load = await prepareLoad(round, LOAD)
      const { acknowledged, ended } = send(at.portal(), load, random)
      await moment(random, acknowledged)
      await KILLS[victim]()
      await ended
      expect(await brokenAfter(acknowledged), `round ${round}`).toEqual([])
      figures.sentUploads += load.uploads.length
      figures.sentSubmissions += load.submissions.length
      figures.uploads += acknowledged.uploads.length
      figures.submissions += acknowledged.submissions.length
    }
    expect(figures.uploads + figures.submissions).toBeGreaterThan(0)
    done(tries, { acknowledged: figures })
  })
}

const examinations = heavy('kill-examination', { quick: 1, long: 200 })

test('kill -9 of the portal amid examinations: each file is examined once, and none is lost', {
  timeout: 4 * PATIENCE + examinations.tries * 90_000,
}, async () => {
  const random = randomFrom(examinations.seed)
  let cutShort = 0
  for (let round = 0; round < examinations.tries; round += 1) {
    const { actor, accountId } = await aRegisteredApplicant()
    const { id: qualificationId } = await aDraft({ ...actor, accountId })
    const fileIds: string[] = []
    for (let count = 0; count < 5; count += 1) {
      const source = Readable.from(await specimen('SUPPORTING', count))
      const slot = { qualificationId, kind: 'SUPPORTING', senderSignatureId: null } as const
      fileIds.push((await acceptDocument(actor, { ...slot, fileName: `${count}.jpg`, source })).fileId)
    }
    await pause(random() * 500)
    await at.portal().kill()
    const states = await database().storedFile.groupBy({ by: ['state'], where: { id: { in: fileIds } }, _count: true })
    cutShort += states.find(({ state }) => state === 'RECEIVED')?._count ?? 0
    await at.start()
    for (const fileId of fileIds) expect(await settled(fileId), `round ${round}`).toBe('READY')
    const pages = { where: { fileId: { in: fileIds } }, orderBy: { position: 'asc' } } as const
    expect((await database().documentPage.findMany(pages)).map(({ fileId }) => fileId)).toEqual(fileIds)
    const events = await database().auditEvent.findMany({
      where: { subjectId: qualificationId, action: 'document.ready' },
    })
    expect(events).toHaveLength(fileIds.length)
    expect(await brokenAfter({ uploads: [], submissions: [], decisions: [] })).toEqual([])
  }
  examinations.done(examinations.tries, { files: 5 * examinations.tries, cutShort })
})
