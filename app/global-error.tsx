'use client'
import { MessagePage } from '@/components/layout/message-page'
import { buttonStyle } from '@/components/ui/button-style'
import second from '@/lib/core/languages/messages/en/failure.json'
import first from '@/lib/core/languages/messages/zh-CN/failure.json'
import './globals.css'

/** When even the root layout fails there is no language to know: both are shown. */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="zh-CN">
      <body>
        <MessagePage
          code="500"
          title={
            <>
              {first.title}
              <span lang="en" className="block text-lg">
                {second.title}
              </span>
            </>
          }
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
            <button
              type="button"
              className={buttonStyle({ variant: 'primary' })}
              onClick={() => window.location.reload()}
            >
              {first.retry} / {second.retry}
            </button>
          }
        />
      </body>
    </html>
  )
}
