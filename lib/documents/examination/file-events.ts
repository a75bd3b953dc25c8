import 'server-only'
import { EventEmitter } from 'node:events'
import { z } from 'zod'
import { Prisma } from '@/lib/db/generated/client'
import { FileState } from '@/lib/db/generated/enums'

/** Names the channel of PostgreSQL on which all portals hear of files. */
export const FILE_CHANNEL = 'zhunxin_files'

type OfDraft = { accountId: string; qualificationId: string }
type OfFile = OfDraft & { fileId: string; state: FileState }

/** Says what happened to a file of a draft, or to the phone that sends some, by ids and a state: nothing is sealed. */
export type FileEvent = OfDraft & Partial<OfFile>

const FileEventText = z.object({
  accountId: z.uuid(),
  qualificationId: z.uuid(),
  fileId: z.uuid().optional(),
  state: z.enum(FileState).optional(),
})

/** Describes an event of which each value may be an expression of the statement. */
type NoticedEvent = { [Key in keyof OfFile]: OfFile[Key] | Prisma.Sql }

/** Returns the expression by which every portal hears of a file, once the transaction of its statement is committed. */
export const fileNotice = ({ accountId, qualificationId, fileId, state }: NoticedEvent): Prisma.Sql =>
  Prisma.sql`pg_notify(${FILE_CHANNEL}, jsonb_build_object('accountId', ${accountId}::text,
    'qualificationId', ${qualificationId}::text, 'fileId', ${fileId}::text, 'state', ${state}::text)::text)`

/** Returns the same for what is shown next to the files of a draft, such as that a phone was connected. */
export const draftNotice = ({ accountId, qualificationId }: OfDraft): Prisma.Sql =>
  Prisma.sql`pg_notify(${FILE_CHANNEL}, ${JSON.stringify({ accountId, qualificationId })})`

/** Returns the event of a notification; null for a text that no portal of this version sends. */
export function parseFileEvent(text: string): FileEvent | null {
  try {
    return FileEventText.parse(JSON.parse(text)) as FileEvent
  } catch {
    return null
  }
}

type Heard = {
  file: [FileEvent]
  /** Events may have been missed: look again. */
  resumed: []
  /** The portal stops: what waits for events must end. */
  stopping: []
}

type Shared = { readonly events: EventEmitter<Heard>; isStopped: boolean }

const STORE = Symbol.for('zhunxin.file-events')
/** The portal's program hears of files; the built app has a copy of this module, and passes events on to browsers. */
const shared = globalThis as { [STORE]?: Shared }
shared[STORE] ??= { events: new EventEmitter<Heard>().setMaxListeners(0), isStopped: false }
const state = shared[STORE]

/** Returns the events that this process hears of. */
export const fileEvents = (): EventEmitter<Heard> => state.events

/** Returns whether the portal stops, so that nothing more will be heard here. */
export const areFileEventsStopped = (): boolean => state.isStopped

/** Starts or stops what is heard. A stop ends what waits for events. */
export function setFileEvents(isOn: boolean): void {
  state.isStopped = !isOn
  if (!isOn) state.events.emit('stopping')
}
