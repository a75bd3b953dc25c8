import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { UnbrokenVersions } from './unbroken-versions'

const shown = (text: string) => renderToStaticMarkup(<UnbrokenVersions text={text} />)

test('no line ends within the name of a version', () => {
  const version = '<span class="whitespace-nowrap">cn-mainland/2024-10</span>'
  expect(shown('Letter text cn-mainland/2024-10 · Rules cn-mainland/2024-10')).toBe(
    `Letter text ${version} · Rules ${version}`,
  )
  expect(shown('4 files · https://console.example.cn/kyc/')).toBe('4 files · https://console.example.cn/kyc/')
})
