import { useTranslations } from 'next-intl'
import type { Letter } from '@/lib/rulebook/letters/letter'

/**
 * The letter as it is printed: Chinese, which binds, and the translation beneath it when it is open. On paper, nothing
 * else of the page.
 */
export function LetterSheet({ letter }: { letter: Letter }) {
  const t = useTranslations('letters')
  return (
    <article
      lang="zh-CN"
      className="mt-6 rounded-md border bg-surface px-5 py-8 leading-relaxed sm:px-12 sm:py-12 print:mt-0 print:border-0 print:p-0 print:leading-normal"
    >
      <Text letter={letter} language="zh-CN" />
      <Marks letter={letter} />
      <p className="mt-6 text-sm text-text-muted">{letter.languages['zh-CN']}</p>
      <footer className="numeric mt-4 flex flex-wrap justify-between gap-x-6 border-t pt-3 text-sm text-text-muted">
        <span>{t('reference', { reference: letter.reference })}</span>
        <span>{t('version', { version: letter.version })}</span>
      </footer>
      <details lang="en" className="mt-6 border-t pt-4 not-open:print:hidden">
        <summary className="link min-h-11 w-fit cursor-pointer py-2 print:hidden">{t('translation')}</summary>
        <div className="print:break-before-page">
          <Text letter={letter} language="en" />
          <p className="mt-6 text-sm text-text-muted">{letter.languages.en}</p>
        </div>
      </details>
    </article>
  )
}

const SPECIMEN = {
  'zh-CN': '样本　仅供试用，不产生任何效力',
  en: 'SPECIMEN: for trial only, without any effect',
} as const

type Part = { letter: Letter; language: 'zh-CN' | 'en' }

function Text({ letter, language }: Part) {
  return (
    <>
      {letter.isSpecimen ? <p className="mb-4 text-center font-semibold">{SPECIMEN[language]}</p> : null}
      <h2 className="text-center text-xl font-semibold print:text-lg">{letter.title[language]}</h2>
      <p className="mt-6 print:mt-4">{letter.recipient[language]}</p>
      <dl className="mt-4 grid gap-x-4 gap-y-1 sm:grid-cols-[auto_1fr] print:grid-cols-[auto_1fr]">
        {letter.particulars.map(({ label, value }) => (
          <div key={label['zh-CN']} className="contents">
            <dt className="text-text-muted">{label[language]}</dt>
            <dd className="numeric wrap-anywhere font-medium">{value[language]}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-5 print:mt-3">{letter.opening[language]}</p>
      {letter.clauses.map(({ heading, text }) => (
        <section key={heading['zh-CN']} className="mt-4 break-inside-avoid print:mt-2.5">
          <h3 className="font-semibold">{heading[language]}</h3>
          <p>{text[language]}</p>
        </section>
      ))}
      <p className="mt-5 print:mt-3">{letter.closing[language]}</p>
    </>
  )
}

function Marks({ letter }: { letter: Letter }) {
  return (
    <dl className="mt-8 grid gap-4 sm:grid-cols-3 print:mt-5 print:grid-cols-3">
      {letter.marks.map(({ key, label, hint }) => (
        <div
          key={key}
          className="flex h-36 break-inside-avoid flex-col justify-between rounded-md border border-border-strong p-3 print:h-[30mm]"
        >
          <dt className="text-sm font-medium">{label['zh-CN']}</dt>
          <dd className="text-xs text-text-muted">{hint['zh-CN']}</dd>
        </div>
      ))}
    </dl>
  )
}
