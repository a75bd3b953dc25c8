'use client'
import { MessageSquarePlus, MessageSquareText } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { type RefObject, useRef, useState } from 'react'
import { FailureText } from '@/components/forms/failure-text'
import { FieldError } from '@/components/forms/field'
import { NoteField, selectNumber } from '@/components/forms/note-field'
import { keyHandler } from '@/components/keys/key-handler'
import { ariaKeys, isKey } from '@/components/keys/key-map'
import { Button } from '@/components/ui/button'
import { hasPersonalNumber } from '@/lib/core/personal-numbers'
import { NOTE_MAX } from '@/lib/review/decisions/correctable'
import { PHRASE_MAX } from '@/lib/review/phrases/phrases'
import { PhraseList } from './phrase-list'
import type { Phrases } from './use-phrases'

export type NoteHandle = {
  focus: () => void
  /** Offers the phrases; what is chosen comes to the end of the note, and `onClosed` follows. */
  offerPhrases: (onClosed: () => void) => void
}

type Props = {
  name: string
  isOptional: boolean
  note: string
  /** Says what else is wrong with the note. */
  problem: 'NOTE_MISSING' | 'NOTE_TOO_LONG' | null
  write: (note: string) => void
  phrases: Phrases
  /** Runs on Escape in the note. */
  onBack: () => void
  handle: RefObject<NoteHandle | null>
}

/**
 * Asks for the note of a refusal. A semicolon offers the reviewer's own phrases, and what is written can be saved as
 * one.
 */
export function Note({ name, isOptional, note, problem, write, phrases, onBack, handle }: Props) {
  const t = useTranslations('review')
  const area = useRef<HTMLTextAreaElement>(null)
  /** Says where a chosen phrase goes, and what follows; null while none are offered. */
  const [offered, setOffered] = useState<{ from: number; to: number; onClosed: () => void } | null>(null)
  const focus = () => {
    area.current?.focus()
    selectNumber(area.current)
  }
  const offer = (onClosed: () => void, atEnd: boolean) => {
    const { selectionStart = 0, selectionEnd = 0, value = '' } = area.current ?? {}
    const place = atEnd ? { from: value.length, to: value.length } : { from: selectionStart, to: selectionEnd }
    setOffered({ ...place, onClosed })
  }
  handle.current = { focus, offerPhrases: (onClosed) => offer(onClosed, true) }
  const close = () => {
    setOffered(null)
    offered?.onClosed()
  }
  const insert = (text: string) => {
    if (!offered || !area.current) return
    area.current.setRangeText(text, offered.from, offered.to, 'end')
    area.current.dispatchEvent(new Event('input', { bubbles: true })) // as if it were typed
    close()
  }
  const onKeyDown = keyHandler((key) => {
    if (key === 'Escape') return onBack
    return isKey('phrase', key) ? () => offer(focus, false) : undefined
  })
  const text = note.trim()
  const isSaved = phrases.phrases.some((phrase) => phrase.text === text)
  const canSave = text !== '' && !isSaved && [...text].length <= PHRASE_MAX && !hasPersonalNumber(text)
  return (
    <div className="flex flex-col gap-2">
      <NoteField
        ref={area}
        numberProblem={t('problems.NOTE_WITH_NUMBER')}
        error={problem ? t(`problems.${problem}`) : undefined}
        name={name}
        label={t('judge.note')}
        isOptional={isOptional}
        hint={t('judge.noteHint')}
        rows={2}
        maxLength={NOTE_MAX}
        defaultValue={note}
        onChange={({ target }) => write(target.value)}
        onKeyDown={onKeyDown}
      />
      {offered ? (
        <PhraseList phrases={phrases} insert={insert} close={close} />
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button
            size="small"
            variant="quiet"
            aria-keyshortcuts={ariaKeys('phrase')}
            onClick={() => offer(focus, true)}
          >
            <MessageSquareText aria-hidden />
            {t('phrases.title')}
          </Button>
          {canSave ? (
            <Button size="small" variant="quiet" isLoading={phrases.isSaving} onClick={() => phrases.save(text)}>
              <MessageSquarePlus aria-hidden />
              {t('phrases.save')}
            </Button>
          ) : null}
        </div>
      )}
      <p role="status" className="sr-only">
        {isSaved ? t('phrases.saved') : null}
      </p>
      {phrases.failure ? (
        <FieldError name={name}>
          <FailureText failure={phrases.failure} />
        </FieldError>
      ) : null}
    </div>
  )
}
