'use client'
import { MessagePage } from '@/components/layout/message-page'
import { buttonLook } from '@/components/ui/button-look'
import second from '@/lib/i18n/messages/en/failure.json'
import first from '@/lib/i18n/messages/zh-CN/failure.json'
import './globals.css'

/** When even the root layout fails there is no language to know: both are shown. */
export default function GlobalError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <html lang="zh-CN">
      <body>
        <MessagePage
          code="500"
          title={first.title}
          text={
            <>
              {first.text}
              <span lang="en" className="mt-2 block">
                {second.text}
              </span>
            </>
          }
          home={`${first.home} / ${second.home}`}
          detail={error.digest}
          action={
            <button type="button" className={buttonLook({ variant: 'primary' })} onClick={reset}>
              {first.retry} / {second.retry}
            </button>
          }
        />
      </body>
    </html>
  )
}
