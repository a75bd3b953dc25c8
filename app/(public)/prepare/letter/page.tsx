import type { Metadata } from 'next'
import { getTranslations } from 'next-intl/server'
import { z } from 'zod'
import { LetterSheet } from '@/components/letters/letter-sheet'
import { Alert } from '@/components/ui/alert'
import { addressee } from '@/lib/rulebook/letters/addressee'
import { letterFor } from '@/lib/rulebook/letters/letter'
import { LETTER_VARIANTS } from '@/lib/rulebook/letters/letter-text'
import { PARTICULARS } from '@/lib/rulebook/letters/particulars'
import { currentLetterVersion, letterTextOf } from '@/lib/rulebook/letters/registry'
import { PublicFrame } from '../../_components/public-frame'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('public.letter'))('title') }
}

const Query = z.object({ variant: z.enum(LETTER_VARIANTS).catch('INDIVIDUAL') })

/** Shows a letter to look at: it is nobody's, and marked so, on paper too. */
export default async function LetterSpecimenPage({ searchParams }: PageProps<'/prepare/letter'>) {
  const { variant } = Query.parse(await searchParams)
  const t = await getTranslations('public.letter')
  const text = await letterTextOf(await currentLetterVersion(), variant)
  const blank = Object.fromEntries(PARTICULARS.map((particular) => [particular, t('filledIn')]))
  const letter = letterFor({ text, particulars: { ...blank, reference: t('filledIn') }, platform: addressee() })
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
