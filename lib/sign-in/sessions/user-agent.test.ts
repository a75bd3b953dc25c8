import { expect, test } from 'vitest'
import { asBrowser, asSystem, readUserAgent } from './user-agent'

const ANDROID = 'Mozilla/5.0 (Linux; Android 14; 23013RK75C) AppleWebKit/537.36 (KHTML, like Gecko)'
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)'

test.each([
  [`${ANDROID} Version/4.0 Chrome/116.0 Mobile Safari/537.36 XWEB/1160 MicroMessenger/8.0.49`, 'WECHAT', 'ANDROID'],
  [`${IPHONE} Mobile/15E148 MicroMessenger/8.0.49`, 'WECHAT', 'IPHONE'],
  [`${ANDROID} Version/4.0 Chrome/109.0 MQQBrowser/14.8 Mobile Safari/537.36`, 'QQ', 'ANDROID'],
  [`${ANDROID} Version/4.0 Chrome/100.0 UCBrowser/16.6 Mobile Safari/537.36`, 'UC', 'ANDROID'],
  [
    'Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114.0 Mobile HuaweiBrowser/5.0',
    'HUAWEI',
    'HARMONY',
  ],
  [`${ANDROID} Chrome/112.0 Mobile Safari/537.36 XiaoMi/MiuiBrowser/18.5`, 'XIAOMI', 'ANDROID'],
  [`${WINDOWS} Chrome/126.0 Safari/537.36 Edg/126.0`, 'EDGE', 'WINDOWS'],
  [`${WINDOWS} Chrome/126.0 Safari/537.36`, 'CHROME', 'WINDOWS'],
  [`${IPHONE} Version/17.5 Mobile/15E148 Safari/604.1`, 'SAFARI', 'IPHONE'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:127.0) Gecko/20100101 Firefox/127.0', 'FIREFOX', 'MACOS'],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36',
    'CHROME',
    'LINUX',
  ],
  ['curl/8.5.0', 'OTHER', 'OTHER'],
  [null, 'OTHER', 'OTHER'],
  ['x'.repeat(100_000), 'OTHER', 'OTHER'],
])('%s', (userAgent, browser, system) => {
  expect(readUserAgent(userAgent)).toEqual({ browser, system })
})

test('a code that is not known is another one', () => {
  expect([asBrowser('SAFARI'), asBrowser('MOSAIC'), asBrowser(null)]).toEqual(['SAFARI', 'OTHER', 'OTHER'])
  expect([asSystem('IPHONE'), asSystem('OS/2'), asSystem(null)]).toEqual(['IPHONE', 'OTHER', 'OTHER'])
})
