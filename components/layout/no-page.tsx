'use client'
import { useTranslations } from 'next-intl'
import type { ComponentProps } from 'react'
import { MessagePage } from '@/components/layout/message-page'
import { OperatorLine } from '@/components/layout/operator'

// Drawn from words that the browser has anyway: every page brings these along, in case that they are needed.

type Props = {
  isInShell?: boolean
  /** Says it to an applicant, who has no administrator to ask. */
  isForApplicants?: boolean
}

export function NotFound({ isInShell = false }: Pick<Props, 'isInShell'>) {
  const t = useTranslations('common.errorPages.notFound')
  return <Page code="404" title={t('title')} text={t('text')} home={t('home')} isInShell={isInShell} />
}

export function Forbidden({ isInShell = false, isForApplicants = false }: Props) {
  const t = useTranslations('common.errorPages.forbidden')
  const text = t(isForApplicants ? 'applicantText' : 'text')
  return <Page code="403" title={t('title')} text={text} home={t('home')} isInShell={isInShell} />
}

/** A shell has the operator at its foot; without one, the page itself names whom to ask. */
function Page(page: ComponentProps<typeof MessagePage>) {
  return <MessagePage {...page} foot={page.isInShell ? null : <OperatorLine />} />
}
