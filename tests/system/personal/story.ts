import sharp from 'sharp'
import { CONSENT_KEYS, CURRENT_TEXTS } from '@/lib/accounts/consents/consents'
import { newId } from '@/lib/core/ids'
import type { DocumentKind } from '@/lib/db/generated/enums'
import { findByEmail } from '@/lib/sign-in/find-by-email'
import { messagesTo } from '@/tests/factories/codes'
import { anIncompleteSession, withTotp } from '@/tests/factories/factors'
import { INDIVIDUAL_DOCUMENTS, submissionOf } from '@/tests/factories/qualifications'
import { specimen } from '@/tests/factories/specimens'
import { settled } from '@/tests/factories/uploads'
import { firstLinkOf } from '@/tests/setup/first-link'
import { callAction, cookieFor } from '@/tests/setup/http'
import type { Portal } from '@/tests/setup/portal'

/** Gives the value of each personal field: nothing that could be anywhere by chance. */
export const MARKERS = {
  name: '濮阳骐骥',
  idNumber: '11010519491231002X',
  birthDate: '1949-12-31',
  phone: '13987650123',
  audience: '借阅驺虞画册的读者',
  signature: '骐骥书屋',
  sample: '您借的《鹓鶵图谱》今日到期',
  fileName: '夔龙的证件',
  exif: 'taken-by-huangfu-zhaoyang',
  note: '左下角的䶮字看不清',
  staffName: '慕容霁雯',
  staffEmail: 'murong.jiwen@staff.example',
  staffPassword: '貔貅 gondola 廿八 quartz',
  reviewerName: '澹台灏宸',
  reviewerEmail: 'tantai.haochen@staff.example',
} as const

const PASSWORD = MARKERS.staffPassword
const APPLICANT = 'app/(applicant)/qualifications'
const PHONE = 'app/(auth)/_phone/actions.ts#continueWithPhone'

type Cookie = string
type Entries = Record<string, string | readonly string[]>

/** People who do what the portal is for, all of it over HTTP. */
export function storyAt(portal: Portal) {
  async function act(name: string, entries: Entries, more: { cookie?: string; page?: string; previous?: object } = {}) {
    const pairs = Object.entries(entries).flatMap(([key, value]) => [value].flat().map((one) => [key, one] as const))
    const answer = await callAction(portal.url, name, pairs, more)
    if (answer.status >= 400) throw new Error(`${name}: ${answer.status} ${answer.error}`)
    return answer
  }

  async function applicant(): Promise<Cookie> {
    const page = '/register'
    const previous = { sent: null }
    const phone = MARKERS.phone
    const sent = await act(PHONE, { intent: 'send', step: 'PHONE', phone }, { page, previous })
    const cookie = namedIn(sent.cookies, 'zhunxin.codes') ?? '' // a code works where it was requested
    const [message] = await messagesTo(`+86${phone}`)
    const code = /\d{6}/.exec(message?.text ?? '')?.[0] ?? ''
    const wrong = code.replace(/.$/, (digit) => `${(Number(digit) + 1) % 10}`)
    await act(PHONE, { intent: 'verify', step: 'CODE', phone, code: wrong }, { page, previous, cookie })
    const proved = await act(PHONE, { intent: 'verify', step: 'CODE', phone, code }, { page, previous, cookie })
    const ticket = /"ticket":"([^"]+)"/.exec(proved.body)?.[1] ?? ''
    const consents = {
      intent: 'register',
      step: 'CONSENTS',
      phone,
      ticket,
      texts: CURRENT_TEXTS,
      consents: CONSENT_KEYS,
    }
    return cookieOf(await act(PHONE, consents, { page, previous, cookie }))
  }

  /** Fills in the whole application, with pictures that say where they come from. */
  async function application(cookie: Cookie): Promise<string> {
    const started = await act(`${APPLICANT}/new/actions.ts#startQualification`, { kind: 'INDIVIDUAL' }, { cookie })
    const id = /[0-9a-f-]{36}/.exec(started.location ?? '')?.[0] ?? ''
    const about = { qualificationId: id, seen: '' }
    const save = `${APPLICANT}/[qualificationId]/_components/save-answers.ts#saveAnswers`
    const identity = {
      'person.name': MARKERS.name,
      'person.idType': 'RESIDENT_ID',
      'person.idNumber': MARKERS.idNumber,
      'person.birthDate': MARKERS.birthDate,
      'person.idValidFrom': '2020-01-01',
      'person.idValidTo': 'LONG_TERM',
    }
    const use = {
      'use.purposes': 'NOTIFICATION',
      'use.audience': MARKERS.audience,
      'use.monthlyVolume': 'UP_TO_1000',
    }
    await act(save, { ...about, task: 'identity', ...identity }, { cookie })
    await act(save, { ...about, task: 'identity', ...identity, 'person.name': MARKERS.name.repeat(2_000) }, { cookie })
    await act(save, { ...about, task: 'use', ...use }, { cookie })
    const lists = {
      'signature.id': newId(),
      'signature.source': 'OWN_NAME',
      'signature.text': MARKERS.signature,
      'sample.id': newId(),
      'sample.text': `${MARKERS.sample}，请来续借。`,
    }
    await act(`${APPLICANT}/[qualificationId]/signatures/actions.ts#saveLists`, { ...about, ...lists }, { cookie })
    for (const kind of INDIVIDUAL_DOCUMENTS) await upload(cookie, id, kind, await markerPicture(kind))
    return id
  }

  async function upload(
    cookie: Cookie,
    id: string,
    kind: DocumentKind,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<number> {
    const form = new FormData()
    form.append('file', new File([bytes], `${MARKERS.fileName}.jpg`))
    const headers = { cookie, origin: portal.url }
    const url = `${portal.url}/api/qualifications/${id}/documents/${kind}`
    const answer = await fetch(url, { method: 'POST', headers, body: form })
    const body = await answer.text()
    if (answer.status === 201) await settled((JSON.parse(body) as { files: [{ fileId: string }] }).files[0].fileId)
    return answer.status
  }

  async function submit(cookie: Cookie, qualificationId: string): Promise<void> {
    const { bytes } = await page(cookie, `/qualifications/${qualificationId}/check`)
    const shown = /name="shown" value="([^"]*)"/.exec(String(bytes))?.[1] ?? ''
    const { revision, draftVersion } = await submissionOf(qualificationId)
    const entries = { qualificationId, revision: `${revision}`, draftVersion: `${draftVersion}`, shown }
    const { location, body } = await act(`${APPLICANT}/[qualificationId]/check/actions.ts#submit`, entries, { cookie })
    if (!location) throw new Error(`Not submitted: ${body}`)
  }

  async function joined(link: string, name: string, email: string): Promise<Cookie> {
    const token = link.split('/').at(-1) ?? ''
    const accept = 'app/(auth)/invitations/[token]/actions.ts#accept'
    await act(accept, { token, name, email, password: PASSWORD }, { page: `/invitations/${token}` })
    const userId = (await findByEmail(email)) ?? ''
    const { actor } = await withTotp(await anIncompleteSession(userId))
    const cookie = await cookieFor(actor.sessionId)
    return `${cookie.name}=${cookie.value}`
  }

  async function staff(): Promise<{ administrator: Cookie; reviewer: Cookie }> {
    const link = await firstLinkOf(portal)
    const administrator = await joined(link, MARKERS.staffName, MARKERS.staffEmail)
    const invited = await act('app/(admin)/people/actions.ts#invite', { roles: 'REVIEWER' }, { cookie: administrator })
    const second = /http:[^"]+\/invitations\/[\w-]+/.exec(invited.body)?.[0] ?? ''
    const reviewer = await joined(second, MARKERS.reviewerName, MARKERS.reviewerEmail)
    const signIn = 'app/(auth)/staff/sign-in/actions.ts#signIn'
    await act(signIn, { email: MARKERS.reviewerEmail, password: `${PASSWORD}!` }, { page: '/staff/sign-in' })
    return { administrator, reviewer }
  }

  /** Looks at each page, and requests changes of one document, with a note. */
  async function changesRequested(cookie: Cookie, qualificationId: string): Promise<void> {
    const { revision, parts, documents } = await submissionOf(qualificationId)
    for (const { fileId } of documents.flatMap(({ pages }) => pages))
      await page(cookie, `/api/files/${fileId}/rendition`)
    const portrait = documents.find(({ kind }) => kind === 'ID_PORTRAIT')?.id
    const verdicts = parts.flatMap(({ id, documentId }) =>
      documentId !== portrait
        ? [[`verdict:${id}`, 'ACCEPTED']]
        : [
            [`verdict:${id}`, 'REFUSED'],
            [`reasons:${id}`, 'BLURRED'],
            [`correction:${id}`, 'PICTURE'],
            [`note:${id}`, `${MARKERS.note}，请重拍。`],
          ],
    )
    const entries = {
      qualificationId,
      revision: `${revision}`,
      parts: parts.map(({ id }) => id),
      ...(Object.fromEntries(verdicts) as Record<string, string>),
    }
    const decide = 'app/(review)/queue/[qualificationId]/actions.ts#decide'
    const { ok, body } = await act(decide, entries, { cookie })
    if (!ok) throw new Error(`Not decided: ${body}`)
  }

  async function page(cookie: Cookie, path: string): Promise<{ status: number; bytes: Buffer }> {
    const answer = await fetch(new URL(path, portal.url), { headers: { cookie } })
    return { status: answer.status, bytes: Buffer.from(await answer.arrayBuffer()) }
  }

  return { act, applicant, application, upload, submit, staff, changesRequested, page }
}

function cookieOf({ cookies, body }: { cookies: string[]; body: string }): Cookie {
  const session = namedIn(cookies, 'zhunxin.session')
  if (!session) throw new Error(`Not signed in: ${body}`)
  return session
}

const namedIn = (cookies: readonly string[], name: string): Cookie | undefined =>
  cookies.find((one) => one.startsWith(`${name}=`))?.split(';')[0]

/** Makes a picture whose EXIF says who took it and where. `seed` makes pictures of one kind differ. */
export async function markerPicture(kind: DocumentKind, seed = 0): Promise<Uint8Array<ArrayBuffer>> {
  const exif = {
    IFD0: { Artist: MARKERS.exif, ImageDescription: MARKERS.exif, Copyright: MARKERS.exif },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 13/1 49/1', GPSLongitudeRef: 'E', GPSLongitude: '121/1 28/1 10/1' },
  }
  return new Uint8Array(
    await sharp(await specimen(kind, seed))
      .withExif(exif)
      .jpeg()
      .toBuffer(),
  )
}
