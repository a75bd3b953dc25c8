import { expect, test } from 'vitest'
import { endMembership } from '@/lib/accounts/members/end-membership'
import type { PersonActor } from '@/lib/actor/actor'
import { newId } from '@/lib/core/ids'
import { database, transaction } from '@/lib/db/client'
import { endSession } from '@/lib/sign-in/sessions/end-sessions'
import { purgeSessions } from '@/lib/sign-in/sessions/purge-sessions'
import { eventsAbout } from '@/tests/factories/audit'
import { LEGAL_REP, ON_BEHALF, ORGANISATION } from '@/tests/factories/contents'
import { decide, submit } from '@/tests/factories/journey'
import { aLetterLink, anOpenedLink, wrongCode } from '@/tests/factories/letter-links'
import { aColleague, aMemberOf, anAddress } from '@/tests/factories/people'
import { aBoundPhone, aDraftOfSomebody } from '@/tests/factories/phones'
import { aReadyDraft, asShown, aWrittenDraft } from '@/tests/factories/qualifications'
import { interleaveWith } from '@/tests/setup/interleave'
import { createQualification } from '../draft/create-qualification'
import { saveFields } from '../draft/save-fields'
import { saveSignatures } from '../draft/save-signatures'
import { submitQualification } from '../draft/submit-qualification'
import { withdrawQualification } from '../standing/withdraw-qualification'
import { bindPhone } from './bind-phone'
import { closeEndedPhones, endPhonesIn } from './end-phones'
import { forwardedLetter, openForwardedLetter } from './open-forwarded-letter'
import { MOST_MISSES, openLetterLink } from './open-letter-link'
import { readLetterLinks } from './read-letter-links'
import { readLetterLink, readPhone, readPhoneLink } from './read-phone'
import { readPhoneOfDraft } from './read-phone-of-draft'
import { readPhonePage } from './read-phone-page'
import { LETTER_LINK_HOURS, startLetterLink } from './start-letter-link'
import { stopLetterLink } from './stop-letter-link'
import { finishPhone } from './stop-phone'

const LETTER = 'COMMITMENT_LETTER' as const
const open = ({ token, code }: { token: string; code: string }) => openLetterLink({ token, code, address: anAddress() })
const eventsOf = async (id: string) => (await eventsAbout(id)).filter(({ action }) => action.startsWith('letter_link.'))

test('a link and its code open the letter in each browser that gives both, and looking consumes nothing', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const link = await aLetterLink(applicant, qualificationId)
  expect(await readLetterLink(link.token)).toEqual({ id: link.id })
  const [one, other] = [await open(link), await open(link)]
  expect(one).toEqual(other)
  const found = await readPhone(one.secret)
  const browser = { kind: 'PHONE', id: applicant.id, phoneSessionId: link.id, qualificationId, letter: LETTER }
  expect(found).toMatchObject({ phone: browser })
  const row = await database().phoneSession.findUniqueOrThrow({ where: { id: link.id } })
  expect(row.endsAt.getTime() - row.createdAt.getTime()).toBe(LETTER_LINK_HOURS * 3_600_000)
  expect(await readLetterLinks(applicant, qualificationId)).toEqual([
    { id: link.id, letter: LETTER, endsAt: row.endsAt, isOpened: true, ended: null },
  ])
  const { id } = applicant
  expect((await eventsOf(qualificationId)).map(({ action, actorId }) => [action, actorId])).toEqual([
    ['letter_link.started', id],
    ['letter_link.opened', id],
    ['letter_link.opened', id],
  ])
})

test('neither the token, nor the code, nor the secret is stored, and a link is no code of a phone', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const { token, code, secret, id } = await anOpenedLink(applicant, qualificationId)
  const [{ row }] = await database().$queryRaw<[{ row: string }]>`
    SELECT concat(p.token_hash, p.secret_hash, p.letter, p.misses) AS row FROM phone_sessions p WHERE id = ${id}::uuid`
  for (const text of [token, secret]) {
    expect(row).not.toContain(text)
    expect(row).not.toContain(Buffer.from(text, 'base64url').toString('hex'))
  }
  expect(JSON.stringify(await eventsOf(qualificationId))).not.toMatch(new RegExp(`${token}|${secret}|"${code}"`))
  expect(await readPhone(token)).toBeNull()
  expect(await readPhoneLink(token)).toBeNull()
  expect(await readPhoneOfDraft(applicant, qualificationId)).toBeNull()
  const phone = await aBoundPhone(applicant, qualificationId)
  expect(await readLetterLink(phone.token)).toBeNull()
  expect(await readPhone(secret)).toHaveProperty('phone') // a phone and a link can be open at the same time
})

test('the button of a phone opens no link: nobody gets past its code', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const { token, code } = await aLetterLink(applicant, qualificationId)
  await expect(bindPhone({ token, address: anAddress() })).rejects.toMatchObject({ code: 'LINK_INVALID' })
  expect(await open({ token, code })).toHaveProperty('secret')
})

test('wrong codes are counted, and the last one locks the link for everyone', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const { token, code, secret } = await anOpenedLink(applicant, qualificationId)
  const wrong = wrongCode(code)
  for (let left = MOST_MISSES - 1; left > 0; left -= 1) {
    await expect(open({ token, code: wrong })).rejects.toMatchObject({ code: 'FORWARD_CODE_WRONG', params: { left } })
    expect(await open({ token, code })).toMatchObject({ secret }) // a right one forgives nothing
  }
  await expect(open({ token, code: wrong })).rejects.toMatchObject({ code: 'FORWARD_ENDED' })
  await expect(open({ token, code })).rejects.toMatchObject({ code: 'FORWARD_ENDED' })
  expect(await readPhone(secret)).toEqual({ ended: 'LOCKED', letter: LETTER })
  expect(await readLetterLink(token)).toEqual({ ended: 'LOCKED' })
  expect(await readLetterLinks(applicant, qualificationId)).toMatchObject([{ ended: 'LOCKED' }])
  expect((await eventsOf(qualificationId)).at(-1)).toMatchObject({ actorKind: 'SYSTEM', data: { because: 'LOCKED' } })
  await expect(open({ token: 'nothing', code })).rejects.toMatchObject({ code: 'FORWARD_ENDED' })
})

test('of many wrong codes at once no more than five are looked at', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const { token, code } = await aLetterLink(applicant, qualificationId)
  const tries = Array.from({ length: 12 }, () => open({ token, code: wrongCode(code) }).catch(({ code }) => code))
  const answers = await Promise.all(tries)
  expect(answers.filter((answer) => answer === 'FORWARD_CODE_WRONG')).toHaveLength(MOST_MISSES - 1)
  expect(answers.filter((answer) => answer === 'FORWARD_ENDED')).toHaveLength(12 - MOST_MISSES + 1)
  const ends = (await eventsOf(qualificationId)).filter(({ action }) => action === 'letter_link.ended')
  expect(ends).toHaveLength(1)
})

test('a letter has one link at a time: a new one ends the one before', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const first = await anOpenedLink(applicant, qualificationId)
  const second = await aLetterLink(applicant, qualificationId)
  expect(await readPhone(first.secret)).toEqual({ ended: 'REPLACED', letter: LETTER })
  expect(await readLetterLinks(applicant, qualificationId)).toMatchObject([{ id: second.id, ended: null }])
  await Promise.all([1, 2, 3].map(() => aLetterLink(applicant, qualificationId)))
  expect(await database().phoneSession.count({ where: { endedAt: null, submission: { qualificationId } } })).toBe(1)
})

test('it downloads the letter as it is now, with an event, and a phone does not', async () => {
  const { applicant } = await aDraftOfSomebody()
  const { id: qualificationId } = await aWrittenDraft({ applicant })
  const { browser, id } = await anOpenedLink(applicant, qualificationId)
  const { name, pdf } = await openForwardedLetter(browser)
  expect(name).toMatch(/^短信业务实名与合规使用承诺函（个人）-ZX-.*\.pdf$/)
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  expect((await eventsOf(qualificationId)).at(-1)).toMatchObject({
    action: 'letter_link.downloaded',
    data: { letterLinkId: id },
  })
  const { phone } = await aBoundPhone(applicant, qualificationId)
  await expect(openForwardedLetter(phone)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await stopLetterLink(applicant, { qualificationId, letter: LETTER })
  await expect(openForwardedLetter(browser)).rejects.toMatchObject({ code: 'FORWARD_ENDED' })
  const { applicant: other, qualificationId: empty } = await aDraftOfSomebody()
  const { browser: early } = await anOpenedLink(other, empty)
  await expect(openForwardedLetter(early)).rejects.toMatchObject({ code: 'INCOMPLETE' })
  const { phone: none } = await aBoundPhone(other, empty)
  await expect(openForwardedLetter(none)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a link to a letter that the draft no longer has opens none', async () => {
  const { applicant } = await aDraftOfSomebody()
  const { id: qualificationId } = await createQualification(applicant, { kind: 'ORGANISATION' })
  const save = (answers: Record<string, string>) =>
    saveFields(applicant, { qualificationId, seen: '', overwrite: 'yes', answers })
  await save({ ...ORGANISATION, ...LEGAL_REP, 'admin.isLegalRep': 'YES', ...ON_BEHALF })
  const signatures = [
    { id: newId(), source: 'ORGANISATION_NAME', text: '样本科技', isOnBehalf: false },
    { id: newId(), source: 'ORGANISATION_NAME', text: '样本百货', isOnBehalf: true },
  ] as const
  await saveSignatures(applicant, { qualificationId, seen: '', signatures: [...signatures], samples: [] })
  const { browser } = await anOpenedLink(applicant, qualificationId, 'AUTHORISATION_LETTER')
  expect(await forwardedLetter(browser)).toMatchObject({ variant: 'AUTHORISATION' })
  await save({ 'use.onBehalf': 'OWN_USE' })
  await expect(openForwardedLetter(browser)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test.each([
  [
    'is a later revision',
    async (actor: PersonActor, id: string) => {
      await submit(actor, id)
      await decide((await aColleague()).actor, id, { ID_PORTRAIT: 'BLURRED' })
    },
  ],
  [
    'was submitted, whatever its state says',
    async (actor: PersonActor, id: string) => {
      await submit(actor, id)
      await database().qualification.update({ where: { id }, data: { status: 'CHANGES_REQUESTED' } })
    },
  ],
  ['was withdrawn', (actor: PersonActor, qualificationId: string) => withdrawQualification(actor, { qualificationId })],
])('a browser that was read before sees nothing of a draft that %s', async (_, change) => {
  const { applicant } = await aDraftOfSomebody()
  const { id } = await aReadyDraft({ applicant })
  const { browser } = await anOpenedLink(applicant, id)
  await change(applicant, id)
  await expect(forwardedLetter(browser)).rejects.toMatchObject({ code: 'INVALID_STATE' })
  expect(await readPhonePage(browser)).toBeNull()
})

test('only members of the account make, see and revoke it, and only to a letter that the draft has', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const { secret, id } = await anOpenedLink(applicant, qualificationId)
  const { applicant: stranger } = await aDraftOfSomebody()
  const place = { qualificationId, letter: LETTER }
  await expect(startLetterLink(stranger, place)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(stopLetterLink(stranger, place)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await readLetterLinks(stranger, qualificationId)).toEqual([])
  for (const letter of ['AUTHORISATION_LETTER', 'ID_PORTRAIT'] as const) {
    const making = startLetterLink(applicant, { qualificationId, letter })
    await expect(making).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  }
  const member = await aMemberOf(applicant.accountId)
  await stopLetterLink(member.actor, place)
  await stopLetterLink(member.actor, place) // nothing more happens
  expect(await readPhone(secret)).toEqual({ ended: 'STOPPED', letter: LETTER })
  const ends = (await eventsOf(qualificationId)).filter(({ action }) => action === 'letter_link.ended')
  expect(ends).toMatchObject([{ actorId: member.actor.id, data: { letterLinkId: id, because: 'STOPPED' } }])
})

test('it ends by submitting, by withdrawing and from the other side, not by signing out', async () => {
  const { applicant } = await aDraftOfSomebody()
  const { id } = await aReadyDraft({ applicant })
  const one = await anOpenedLink(applicant, id)
  await submitQualification(applicant, { ...(await asShown(applicant, id)), revision: 1 })
  expect(await readPhone(one.secret)).toEqual({ ended: 'SUBMITTED', letter: LETTER })
  await expect(aLetterLink(applicant, id)).rejects.toMatchObject({ code: 'INVALID_STATE' })

  const { applicant: owner, qualificationId } = await aDraftOfSomebody()
  const done = await anOpenedLink(owner, qualificationId)
  await finishPhone(done.browser)
  expect(await readPhone(done.secret)).toMatchObject({ ended: 'FINISHED' })
  const other = await anOpenedLink(owner, qualificationId)
  await endSession(owner, 'SIGN_OUT')
  expect(await readPhone(other.secret)).toHaveProperty('phone')
  await withdrawQualification(owner, { qualificationId })
  expect(await readPhone(other.secret)).toEqual({ ended: 'CLOSED', letter: LETTER })
})

test.each([
  [
    'EXPIRED',
    'its time is over',
    (_: PersonActor, id: string) =>
      database()
        .$executeRaw`UPDATE phone_sessions SET ends_at = clock_timestamp() - interval '1 second' WHERE id = ${id}::uuid`,
  ],
  [
    'SIGNED_OUT',
    'its person was disabled',
    ({ id }: PersonActor) =>
      database().user.update({ where: { id }, data: { status: 'DISABLED', disabledAt: new Date() } }),
  ],
  [
    'SIGNED_OUT',
    'its person left the account',
    async (actor: PersonActor) => {
      const [accountId = ''] = actor.accountIds
      await aMemberOf(accountId)
      await transaction((tx) => endMembership(tx, actor, { accountId, userId: actor.id }))
    },
  ],
] as const)('it is %s since %s, and is closed with an event, as the phone is', async (because, _, change) => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const { secret, id, token, code } = await anOpenedLink(applicant, qualificationId)
  const phone = await aBoundPhone(applicant, qualificationId)
  await change(applicant, id)
  expect(await readPhone(secret)).toEqual({ ended: because, letter: LETTER })
  await expect(open({ token, code })).rejects.toMatchObject({ code: 'FORWARD_ENDED' })
  await closeEndedPhones()
  await closeEndedPhones()
  const ends = (await eventsAbout(qualificationId)).filter(({ action }) => action.endsWith('.ended'))
  const [linkEnd] = ends.filter(({ action }) => action === 'letter_link.ended')
  expect(linkEnd).toMatchObject({ actorKind: 'SYSTEM', data: { letterLinkId: id, because } })
  const phoneEnds = ends.filter(({ action }) => action === 'phone_session.ended').map(({ data }) => data)
  expect(phoneEnds).toEqual(because === 'EXPIRED' ? [] : [{ phoneSessionId: phone.id, because }])
})

test('a code that is given while the link is revoked waits, and is refused', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const link = await aLetterLink(applicant, qualificationId)
  const revoke = (tx: Parameters<typeof endPhonesIn>[0]) =>
    endPhonesIn(tx, applicant, { qualificationId, letter: LETTER }, 'STOPPED')
  await expect(interleaveWith(revoke, () => open(link))).rejects.toMatchObject({ code: 'FORWARD_ENDED' })
})

test('a link that ended long ago is deleted', async () => {
  const { applicant, qualificationId } = await aDraftOfSomebody()
  const [old, recent] = [await aLetterLink(applicant, qualificationId), await aLetterLink(applicant, qualificationId)]
  await database().$executeRaw`
    UPDATE phone_sessions SET ended_at = clock_timestamp() - interval '181 days' WHERE id = ${old.id}::uuid`
  await stopLetterLink(applicant, { qualificationId, letter: LETTER })
  await purgeSessions()
  const left = await database().phoneSession.findMany({ where: { submission: { qualificationId } } })
  expect(left.map(({ id }) => id)).toEqual([recent.id])
})
