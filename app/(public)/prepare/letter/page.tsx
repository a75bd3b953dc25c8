import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { LetterSheet } from '@/components/letters/letter-sheet'
import { Alert } from '@/components/ui/alert'
import { letterFor } from '@/lib/letters/letter'
import { LETTER_VARIANTS, PARTICULARS } from '@/lib/letters/letter-text'
import { currentLetterVersion, letterTextOf } from '@/lib/letters/registry'
import { PublicFrame } from '../../_components/public-frame'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('public.letter'))('title') }
}

const Asked = z.object({ variant: z.enum(LETTER_VARIANTS).catch('INDIVIDUAL') })

/** A letter to look at: of nobody, and marked so, on paper too. */
export default async function LetterSpecimenPage({ searchParams }: PageProps<'/prepare/letter'>) {
  const { variant } = Asked.parse(await searchParams)
  const [t, words] = await Promise.all([getTranslations('public.letter'), getTranslations('applicant.letter')])
  const text = await letterTextOf(await currentLetterVersion(), variant)
  const blank = Object.fromEntries(PARTICULARS.map((particular) => [particular, t('filledIn')]))
  const letter = letterFor({ text, particulars: { ...blank, reference: t('filledIn') }, platform: words('platform') })
  return (
    <PublicFrame>
      <div className="mx-auto max-w-form">
        <h1 className="text-xl font-semibold print:hidden">{t('title')}</h1>
        <Alert title={t('specimen')} className="mt-4">
          {t('specimenText')}
        </Alert>
        <LetterSheet letter={letter} />
      </div>
    </PublicFrame>
  )
}
