'use client'
import { useTranslations } from 'next-intl'
import { EditChecks, EditNumber } from '@/components/rules/edit-controls'
import { useRuleNames } from '@/components/rules/use-rule-names'
import { Card } from '@/components/ui/card'
import { FILE_FORMATS } from '@/lib/core/files/file-formats'
import { MEGABYTE } from '@/lib/core/files/file-limits'
import type { QualificationKind } from '@/lib/db/generated/enums'
import { factsOf } from '@/lib/rulebook/document-kinds'
import {
  MAX_MEGABYTES,
  MAX_MEGAPIXELS,
  MAX_PAGES,
  MAX_PDF_MEGABYTES,
  MAX_SHORT_SIDE,
  MEDIA_TYPES,
  MEGAPIXEL,
} from '@/lib/rulebook/editing/rulebook-limits'
import type { DocumentSlot, KindRules } from '@/lib/rulebook/rulebook'
import { EditForm } from '../../../_components/edit-form'
import { EditRequired } from './edit-required'

type Props = {
  draft: { id: string; edits: number } | null
  kind: QualificationKind
  rules: KindRules
  /** Lists what the portal knows, which the rules may require. */
  known: readonly DocumentSlot[]
}

/** Shows which documents are uploaded, how many pages each has, and what a picture may be like. */
export function DocumentsSection({ draft, kind, rules, known }: Props) {
  const t = useTranslations('rules')
  return (
    <Card title={t(`sections.${kind}_DOCUMENTS`)}>
      <EditForm draft={draft} part="DOCUMENTS" about={{ kind }}>
        <ul className="divide-y">
          {known.map((slot) => (
            <Slot key={slot.kind} slot={slot} required={rules.documents.find((each) => each.kind === slot.kind)} />
          ))}
        </ul>
      </EditForm>
    </Card>
  )
}

function Slot({ slot, required }: { slot: DocumentSlot; required: DocumentSlot | undefined }) {
  const t = useTranslations('rules.documents')
  const { documentName } = useRuleNames()
  const name = documentName(slot.kind)
  const { min, max, mediaTypes, maxBytes, maxPdfBytes = maxBytes, maxPixels, minShortSide } = required ?? slot
  const pdf = ['pdfMegabytes', Math.floor(maxPdfBytes / MEGABYTE), MAX_PDF_MEGABYTES] as const
  const place = `documents/${slot.kind}`
  const figures = [
    ['min', min, MAX_PAGES],
    ['max', max, MAX_PAGES],
    ['megabytes', Math.floor(maxBytes / MEGABYTE), MAX_MEGABYTES],
    ...(mediaTypes.includes('application/pdf') ? [pdf] : []),
    ['megapixels', Math.floor(maxPixels / MEGAPIXEL), MAX_MEGAPIXELS],
    ['minShortSide', minShortSide, MAX_SHORT_SIDE],
  ] as const
  return (
    <li className="grid gap-x-6 gap-y-3 py-4 first:pt-0 lg:grid-cols-[14rem_1fr]">
      <div className="min-w-0">
        <h3 className="mb-1.5 font-medium">{name}</h3>
        <EditRequired
          name={`${place}/requirement`}
          label={t('requirementOf', { name })}
          value={required ? (required.min > 0 ? 'REQUIRED' : 'OPTIONAL') : 'NOT_REQUIRED'}
          isFree={factsOf(slot.kind).isOptional}
          isConditional={Boolean(slot.when ?? slot.idPage ?? slot.eachSignature)}
        />
      </div>
      <div className="flex flex-col gap-3">
        <dl className="flex flex-wrap gap-x-6 gap-y-3">
          {figures.map(([figure, value, most]) => (
            <div key={figure}>
              <dt className="text-xs text-text-muted">{t(figure)}</dt>
              <dd className="mt-1">
                <EditNumber
                  name={`${place}/${figure}`}
                  label={t('figureOf', { name, figure: t(figure) })}
                  value={value}
                  min={figure === 'min' ? 0 : 1}
                  max={most}
                />
              </dd>
            </div>
          ))}
        </dl>
        <EditChecks
          name={`${place}/mediaTypes`}
          isInline
          legend={<span className="text-xs font-normal text-text-muted">{t('mediaTypes')}</span>}
          values={mediaTypes}
          options={MEDIA_TYPES.map((type) => ({ value: type, label: FILE_FORMATS[type] }))}
        />
      </div>
    </li>
  )
}
