import { useEffect, useRef } from 'react'
import { nameSender } from '@/components/forms/sign-in-again'
import { SECOND } from '@/lib/core/clock'
import type { ActionFailure } from '@/lib/core/forms/action-result'
import type { ReviewCase } from '@/lib/review/open-case'
import type { ReviewHead } from '@/lib/review/read-for-review'
import { saveDrafts } from '../actions'
import { noteSaved, rememberReview, unsaved } from './remembered-review'
import type { ReviewState } from './review-reducer'

/** So long after the last change it is saved. */
const PAUSE = SECOND
/** So long after it could not be saved it is tried again, unless the browser is online again sooner. */
const RETRY = 15 * SECOND

/** Lists the refusals after which nothing of this case can be saved any more. */
const REFUSALS: ReadonlySet<ActionFailure['error']> = new Set([
  'CASE_CHANGED',
  'CONFLICT',
  'CLAIM_LOST',
  'FORBIDDEN',
  'NOT_FOUND',
])

/**
 * Saves what is written about each part of a case, a moment after a change and when the page is left, and remembers it
 * on this page; after the claim was lost, too. A failure says nothing: the claim's notice does, and it is tried again.
 * Until it is saved, the browser asks before it leaves. Only what changed here is sent: the same case may be open
 * elsewhere.
 *
 * @param isOver whether the case has left the review or the decision is sent: a refusal would stand in the audit log
 */
export function useSavedDrafts(
  { id, revision }: Pick<ReviewHead, 'id' | 'revision'>,
  { submissionId, drafts: opened, draftsSavedAt }: Pick<ReviewCase, 'submissionId' | 'drafts' | 'draftsSavedAt'>,
  work: ReviewState,
  isOver: boolean,
): void {
  const saved = useRef({ saved: opened, savedAt: draftsSavedAt })
  const isRefused = useRef(false)
  const now = useRef({ drafts: work.drafts, isOver })
  now.current = { drafts: work.drafts, isOver }
  useEffect(() => rememberReview({ submissionId, work, ...saved.current }), [submissionId, work])
  const toSave = () => {
    const { drafts, isOver: isTooLate } = now.current
    const changed = isTooLate || isRefused.current ? {} : unsaved(drafts, saved.current.saved)
    return Object.keys(changed).length > 0 ? changed : null
  }
  const save = useRef(async () => {})
  save.current = async () => {
    const sent = toSave()
    if (!sent) return
    const form = new FormData()
    form.set('qualificationId', id)
    form.set('revision', `${revision}`)
    form.set('drafts', JSON.stringify(sent))
    const result = await saveDrafts(null, nameSender(form)).catch(() => null)
    if (result && !result.ok && REFUSALS.has(result.error)) isRefused.current = true
    if (!result?.ok) return
    saved.current = { saved: { ...saved.current.saved, ...sent }, savedAt: result.value.savedAt }
    noteSaved({ submissionId, ...saved.current })
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: each change waits again
  useEffect(() => {
    const timer = setTimeout(() => void save.current(), PAUSE)
    return () => clearTimeout(timer)
  }, [work.drafts, isOver])
  const isUnsaved = useRef(toSave)
  isUnsaved.current = toSave
  useEffect(() => {
    const onHidden = () => (document.visibilityState === 'hidden' ? void save.current() : undefined)
    const warn = (event: BeforeUnloadEvent) => {
      if (!isUnsaved.current()) return
      event.preventDefault()
      void save.current()
    }
    const onOnline = () => void save.current()
    const retry = setInterval(onOnline, RETRY) // which sends nothing where all is saved
    window.addEventListener('online', onOnline)
    document.addEventListener('visibilitychange', onHidden)
    window.addEventListener('beforeunload', warn)
    return () => {
      clearInterval(retry)
      window.removeEventListener('online', onOnline)
      document.removeEventListener('visibilitychange', onHidden)
      window.removeEventListener('beforeunload', warn)
      void save.current() // a link leads away within the portal
    }
  }, [])
}
