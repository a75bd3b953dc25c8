import { expect, test } from 'vitest'
import { parseAddressSet, plainAddress } from './network-address'

test.each([
  ['192.0.2.7', '192.0.2.7'],
  [' 192.0.2.7 ', '192.0.2.7'],
  ['192.0.2.7:4711', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:DB8::1', '2001:db8::1'],
  ['[2001:db8::1]', '2001:db8::1'],
  ['[2001:db8::1]:443', '2001:db8::1'],
  ['fe80::1%eth0', 'fe80::1'],
  ['', null],
  ['unknown', null],
  ['_hidden', null],
  ['192.0.2', null],
  ['192.0.2.7, 10.0.0.1', null],
  ["' OR 1=1", null],
])('%j is %s', (text, address) => {
  expect(plainAddress(text)).toBe(address)
})

test('a set holds its addresses and networks, however they are spelled, and nothing else', () => {
  const set = parseAddressSet('127.0.0.1, 10.1.0.0/16\n::1 fd00::/8')
  for (const address of ['127.0.0.1', '::ffff:127.0.0.1', '10.1.255.3', '::1', '[fd12::1]:80']) {
    expect(set?.has(address), address).toBe(true)
  }
  for (const address of ['127.0.0.2', '10.2.0.1', '::2', 'fe80::1', 'unknown', '']) {
    expect(set?.has(address), address).toBe(false)
  }
})

test('an empty set holds nobody', () => {
  expect(parseAddressSet('')?.has('127.0.0.1')).toBe(false)
})

test.each([
  'localhost',
  '10.0.0.0/33',
  'fd00::/129',
  '10.0.0.0/-1',
  '10.0.0.0/',
  '10.0.0.0/8/8',
  '10.0.0',
  '0.0.0.0/0',
  '::/0',
  '10.0.0.1; 10.0.0.2',
  '*',
])('%s is no set', (text) => {
  expect(parseAddressSet(text)).toBeNull()
})
