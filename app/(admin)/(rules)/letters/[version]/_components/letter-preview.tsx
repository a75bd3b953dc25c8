import { useTranslations } from 'next-intl'
import { LetterSheet } from '@/components/letters/letter-sheet'
import { letterFor, type Particulars } from '@/lib/rulebook/letters/letter'
import type { LetterText } from '@/lib/rulebook/letters/letter-text'

/** The letter as it is saved, filled in for someone who doesn't exist. */
export function LetterPreview({ text }: { text: LetterText }) {
  const t = useTranslations('rules.letters')
  const signatures = [t('example.signature')]
  const particulars: Particulars = {
    principal: t('example.principal'),
    principalCode: '91110000000000000X',
    principalLegalRep: t('example.person'),
    name: t('example.person'),
    idType: 'RESIDENT_ID',
    idNumber: '110105194912310021',
    organisation: t('example.organisation'),
    code: '91110000000000000X',
    legalRep: t('example.person'),
    administrator: t('example.administrator'),
    administratorIdType: 'PASSPORT',
    administratorIdNumber: 'E00000000',
    signatures,
    authorisedSignatures: signatures,
    authorisedFrom: '2027-01-01',
    authorisedTo: '2027-12-31',
    reference: 'ZX-20270101-000000',
  }
  return (
    <section aria-labelledby="letter-preview">
      <h2 id="letter-preview" className="text-lg compact:text-base">
        {t('preview')}
      </h2>
      <p className="max-w-measure text-text-muted">{t('previewHint')}</p>
      <div className="max-w-form">
        <LetterSheet letter={letterFor({ text, particulars, platform: t('example.platform') })} />
      </div>
    </section>
  )
}
