import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { database } from '@/lib/db/client'
import { ownerUrl } from '@/lib/db/owner'
import { type System, startSystem } from '@/tests/setup/system'
import { dump, filesIn, found } from './personal/search'
import { MARKERS, markerPicture, storyAt } from './personal/story'

let system: System
let reference: string
let fileIds: string[]
let owner: string

/** A whole story runs through the portal with its most detailed log, with a marker in each personal field. */
beforeAll(async () => {
  system = await startSystem({ LOG_LEVEL: 'debug' })
  const story = storyAt(system.portal)
  owner = await story.applicant()
  const id = await story.application(owner)
  const garbage = new Uint8Array(Buffer.from(`\xff\xd8\xff\xe1${MARKERS.exif}${'x'.repeat(2_000)}`, 'latin1'))
  expect(await story.upload(owner, id, 'ID_PORTRAIT', garbage)).toBe(201)
  expect(await database().storedFile.count({ where: { state: 'REFUSED' } })).toBe(1)
  const draft = await story.page(owner, `/qualifications/${id}/check`)
  expect(found(MARKERS, draft.bytes)).toEqual(expect.arrayContaining(['name', 'audience', 'signature', 'sample']))
  await story.submit(owner, id)

  const { administrator, reviewer } = await story.staff()
  await story.act('app/(review)/queue/actions.ts#claim', { qualificationId: id }, { cookie: reviewer, page: '/queue' })
  const workbench = await story.page(reviewer, `/queue/${id}`)
  expect(found(MARKERS, workbench.bytes)).toEqual(expect.arrayContaining(['name', 'idNumber', 'signature']))
  const files = await database().storedFile.findMany({ where: { state: 'READY' } })
  fileIds = files.map((file) => file.id)
  for (const fileId of fileIds) expect((await story.page(reviewer, `/api/files/${fileId}/rendition`)).status).toBe(200)
  await story.changesRequested(reviewer, id)
  expect(found(MARKERS, (await story.page(owner, `/qualifications/${id}`)).bytes)).toContain('note')
  await story.upload(owner, id, 'ID_PORTRAIT', await markerPicture('ID_PORTRAIT', 1))
  await story.submit(owner, id)

  const odd = [MARKERS.name, `\0${MARKERS.idNumber}`, `'${MARKERS.phone}`, `${MARKERS.staffEmail}`].map(
    encodeURIComponent,
  )
  for (const text of odd) {
    for (const address of [`/queue?reference=${text}`, `/audit?reference=${text}`, `/people/${text}`]) {
      const cookie = address.startsWith('/queue') ? reviewer : administrator
      expect((await story.page(cookie, address)).status, address).toBeLessThan(500)
    }
  }
  expect((await story.page(administrator, '/people')).bytes.includes(Buffer.from(MARKERS.reviewerName))).toBe(true)
  expect((await story.page(administrator, '/reports?subject=QUALIFICATIONS')).status).toBe(200)
  reference = (await database().qualification.findUniqueOrThrow({ where: { id } })).reference
})

afterAll(() => system?.stop())

test("the portal's output contains nothing personal", () => {
  const output = system.portal.output()
  expect(output).toContain('"level":')
  expect(found(MARKERS, Buffer.from(output))).toEqual([])
})

test('no file of the data folder and no log of the database contains anything personal', () => {
  const files = [...filesIn(system.dataFolder)]
  expect(files.length).toBeGreaterThan(3 * 4)
  for (const { name, bytes } of files) expect(found(MARKERS, bytes), name).toEqual([])
  const log = readFileSync(path.join(path.dirname(system.dataFolder), 'postgres.log'))
  expect(found(MARKERS, log)).toEqual([])
})

test('no column of any table contains anything personal', async () => {
  const tables = await dump(ownerUrl())
  expect(tables.flatMap(({ table, bytes }) => (found({ reference }, bytes).length > 0 ? [table] : []))).toContain(
    'public.qualifications',
  )
  expect(tables.map(({ table }) => table)).toContain('pgboss.job')
  for (const { table, bytes } of tables) expect(found(MARKERS, bytes), table).toEqual([])
})

test('a shown picture does not contain who took it, or where', async () => {
  const original = Buffer.from(await markerPicture('ID_PORTRAIT'))
  expect(found(MARKERS, original)).toEqual(['exif'])
  const story = storyAt(system.portal)
  const shown = fileIds.flatMap((id) => [`/api/files/${id}/rendition`, `/api/files/${id}/thumbnail`])
  expect(shown.length).toBeGreaterThanOrEqual(8)
  for (const address of shown) {
    const { bytes, status } = await story.page(owner, address)
    if (status === 404) continue // replaced since
    expect(bytes.subarray(0, 2).toString('hex')).toBe('ffd8')
    expect(found(MARKERS, bytes)).toEqual([])
    for (const block of ['Exif', 'GPS', 'http://ns.adobe.com']) expect(bytes.includes(block), block).toBe(false)
  }
})
