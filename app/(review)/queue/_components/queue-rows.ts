import { getTranslations } from 'next-intl/server'
import { buttonStyle } from '@/components/ui/button-style'
import { STATUS_TONES } from '@/components/ui/status'
import { badgeLook, type Tone } from '@/components/ui/status-badge'
import { type Html, html, NO_HTML } from '@/lib/core/html'
import { PURPOSES } from '@/lib/review/queue/queue-choices'
import type { QueueEntry } from '@/lib/review/queue/read-queue'
import { waited } from './waited'

const WAITING = new Set(['SUBMITTED', 'IN_REVIEW'])

/**
 * Returns the rows of the queue's table as markup. They are most of the page, and the page is what reviewers load all
 * day: as components they would be drawn twice, and sent twice.
 */
export async function queueRows(entries: readonly QueueEntry[], isLead: boolean): Promise<string> {
  const [t, waitedWords, types, statuses] = await Promise.all([
    getTranslations('review.queue'),
    getTranslations('review.queue.waited'),
    getTranslations('rulebook.options.organisation.type'),
    getTranslations('common.status'),
  ])
  const holderOf = ({ holder, isOwn }: QueueEntry): Html => {
    if (!holder) return isOwn ? html`${t('own')}` : NO_HTML
    const name = holder.isMe ? t('mine') : (holder.name ?? t('someone'))
    return html`<span class="block max-w-40 truncate">${name}</span>`
  }
  const revisionOf = memoized((revision: number) => t('revision', { revision }))
  const waitedFor = memoized((minutes: number) => waited(minutes, waitedWords))
  const kindOf = memoized((kind: QueueEntry['kind']) => t(`kinds.${kind}`))
  const typeOf = memoized((type: string) => (types.has(type) ? types(type) : null))
  const statusOf = memoized((status: QueueEntry['status']) =>
    badge(STATUS_TONES[status] ?? 'neutral', statuses(status)),
  )
  const purposeOf = memoized((purpose: (typeof PURPOSES)[number]) => {
    const words = t(`purposes.${purpose}`)
    // Marketing is marked: the stricter review started with it.
    return purpose === 'MARKETING' ? badge('warning', words, { sign: 'marketing' }) : html`<span>${words}</span>`
  })
  const onBehalf = badge('info', t('uses.ON_BEHALF'), { sign: 'onBehalf' })
  const urgent = badge('danger', t('urgent'), { sign: 'mark', more: 'ml-2' })
  const late = html`<span class="ml-1.5 font-medium text-danger">${t('late')}</span>`
  const acts = { mark: actOf('mark'), unmark: actOf('unmark') }

  /** Returns what draws a row's button for one of the table's two forms. Its words are translated once for all rows. */
  function actOf(act: 'mark' | 'unmark') {
    const [before = '', after = ''] = t(`${act}Of`, { reference: EACH }).split(EACH)
    const [look, sign, words] = [buttonStyle({ variant: 'quiet', size: 'small' }), signOf(act), t(act)]
    const shown = shortened(words)
    return ({ id, reference }: QueueEntry) =>
      html`<button type="submit" form="${act}" name="qualificationId" value="${id}" class="${look}" title="${words}" aria-label="${before}${reference}${after}">${sign}${shown}</button>`
  }

  const rows = entries.map((entry) => {
    const { id, reference, status, kind, organisationType, isUrgent, waitedSeconds } = entry
    const isWaiting = WAITING.has(status)
    const uses = [...PURPOSES]
      .filter((each) => entry.purposes.includes(each))
      .sort(marketingFirst)
      .map(purposeOf)
    const canMark = isWaiting && !entry.isOwn
    return html`<tr data-id="${id}"><th scope="row"><a href="/${isWaiting ? 'queue' : 'cases'}/${id}" class="link -my-2 py-2">${reference}</a>${
      isUrgent ? urgent : NO_HTML
    }</th><td>${waitedSeconds === null ? '' : waitedFor(Math.floor(waitedSeconds / 60))}${
      entry.isOverTarget ? late : NO_HTML
    }</td><td>${(organisationType && typeOf(organisationType)) || kindOf(kind)}</td><td><span class="flex items-center gap-1.5">${uses}${
      entry.isOnBehalf ? onBehalf : NO_HTML
    }</span></td><td>${revisionOf(entry.revision)}</td><td>${statusOf(status)}</td><td>${holderOf(entry)}</td>${
      isLead ? html`<td>${canMark ? acts[isUrgent ? 'unmark' : 'mark'](entry) : NO_HTML}</td>` : NO_HTML
    }</tr>`
  })
  return html`${rows}`.text
}

/** Draws words that are too long for a row of a narrow window, where the sign before them is enough. */
const shortened = (words: string): Html =>
  words.length > 6 ? html`<span class="max-[90rem]:hidden">${words}</span>` : html`${words}`

/** Takes the place of a reference while the words around it are translated. */
const EACH = '\u0000'

const marketingFirst = (a: string, b: string) => Number(b === 'MARKETING') - Number(a === 'MARKETING')

/** Returns a reference to a sign of the page's `SignSheet`. */
const signOf = (name: string): Html =>
  html`<svg aria-hidden="true" viewBox="0 0 24 24"><use href="#sign-${name}"></use></svg>`

/** Draws a badge. A state has the sign of its tone; anything else has a sign of its own. */
const badge = (tone: Tone, words: string, { sign = tone as string, more = '' } = {}): Html =>
  html`<span class="badge ${badgeLook(tone)} ${more}">${signOf(sign)}${words}</span>`

/** Caches what many rows share. */
function memoized<K, V>(say: (about: K) => V): (about: K) => V {
  const said = new Map<K, V>()
  return (about) => {
    if (!said.has(about)) said.set(about, say(about))
    return said.get(about) as V
  }
}
