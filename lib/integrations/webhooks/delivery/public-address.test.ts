import { expect, test } from 'vitest'
import { isPublicAddress, literalAddress } from './public-address'

test.each([
  '1.1.1.1',
  '8.8.8.8',
  '223.5.5.5',
  '192.0.1.1',
  '172.32.0.1',
  '100.128.0.1',
  '2400:3200::1',
  '2606:4700::1111',
])('%s is public', (address) => expect(isPublicAddress(address)).toBe(true))

test.each([
  ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '127.8.8.8', '169.254.169.254', '172.16.0.1', '172.31.255.255'],
  ...[
    '192.0.0.8',
    '192.0.2.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.19.255.255',
    '203.0.113.9',
    '224.0.0.1',
    '255.255.255.255',
  ],
  ...['::', '::1', '::ffff:10.0.0.1', '::ffff:7f00:1', '::ffff:0808:0808', '64:ff9b::a00:1'],
  ...['fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12::1', 'ff02::1', '2001:db8::1', '2001::1', '2002:a00:1::1', '3fff::1'],
  ...['example.com', '', '1.1.1.1, 10.0.0.1'],
])('%s is not', (address) => expect(isPublicAddress(address)).toBe(false))

test.each([
  ['http://2130706433/', '127.0.0.1'],
  ['http://0x7f.1/', '127.0.0.1'],
  ['http://[::1]/', '::1'],
  ['http://[::ffff:10.0.0.1]/', '::ffff:a00:1'],
  ['http://example.com/', null],
])('the host of %s is %s', (url, address) => expect(literalAddress(new URL(url).hostname)).toBe(address))
