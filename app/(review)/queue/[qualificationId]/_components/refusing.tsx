'use client'
import { Eye } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { SelectField } from '@/components/forms/select-field'
import { TextareaField } from '@/components/forms/textarea-field'
import { Button } from '@/components/ui/button'
import { NOTE_MAX } from '@/lib/review/mendable'
import type { ReviewCase, ReviewPart } from '@/lib/review/queries'
import { isFinal, OTHER } from '@/lib/rulebook/reasons'
import { useNames } from './names'
import { Preview } from './preview'
import { ReasonChoices } from './reason-choices'
import { type Draft, mendChoices, type Step } from './work'

type Props = { opened: ReviewCase; part: ReviewPart; draft: Draft; dispatch: (step: Step) => void }

/** Why not, what is to be mended, and what else is to be said. */
export function Refusing({ opened, part, draft, dispatch }: Props) {
  const t = useTranslations('review.judge')
  const { catalogue } = opened
  const { mendName } = useNames(opened)
  const [isPreviewed, setPreviewed] = useState(false)
  return (
    <div className="mt-3 flex flex-col gap-3">
      <ReasonChoices
        catalogue={catalogue}
        part={part}
        chosen={draft.reasons}
        choose={(reason, isChosen) => dispatch({ do: 'REASON', reason, isChosen })}
      />
      <SelectField
        name={`mend-choice-${part.id}`}
        label={t('mend')}
        isOptional={draft.reasons.some((code) => isFinal(catalogue, code))}
        placeholder={t('mendNone')}
        value={draft.mend}
        onChange={({ target }) => dispatch({ do: 'MEND', choice: target.value })}
        options={mendChoices(part).map((value) => ({ value, label: mendName(value) }))}
      />
      <TextareaField
        name={`note-text-${part.id}`}
        label={t('note')}
        isOptional={!draft.reasons.includes(OTHER)}
        hint={t('noteHint')}
        rows={2}
        maxLength={NOTE_MAX}
        defaultValue={draft.note}
        onChange={({ target }) => dispatch({ do: 'NOTE', note: target.value })}
      />
      {draft.reasons.length > 0 ? (
        <div>
          <Button size="small" variant="quiet" aria-expanded={isPreviewed} onClick={() => setPreviewed(!isPreviewed)}>
            <Eye aria-hidden />
            {t(isPreviewed ? 'hidePreview' : 'preview')}
          </Button>
          {isPreviewed ? <Preview opened={opened} refused={[{ part, draft }]} /> : null}
        </div>
      ) : null}
    </div>
  )
}
