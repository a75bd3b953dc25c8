import { expect, test } from 'vitest'
import { parseAddressSet } from '@/lib/core/network/network-address'
import { AddressCount } from './address-count'

const count = () => new AddressCount(2, parseAddressSet('10.0.0.0/8') ?? { has: () => false })

test('one address has so many connections at once, and others have theirs', () => {
  const connections = count()
  const [first, second] = [connections.enter('192.0.2.7'), connections.enter('::ffff:192.0.2.7')]
  expect(second).not.toBeNull()
  expect(connections.enter('192.0.2.7')).toBeNull()
  expect(connections.enter('192.0.2.8')).not.toBeNull()
  first?.()
  expect(connections.enter('192.0.2.7')).not.toBeNull()
  expect(connections.enter('192.0.2.7')).toBeNull()
})

test('the addresses of a /64 are one', () => {
  const connections = count()
  expect(connections.enter('2001:db8::1')).not.toBeNull()
  expect(connections.enter('2001:db8::ffff:2')).not.toBeNull()
  expect(connections.enter('2001:db8::3')).toBeNull()
  expect(connections.enter('2001:db8:0:1::3')).not.toBeNull()
})

test.each(['127.0.0.1', '127.0.0.53', '::1', '::ffff:127.0.0.1', '10.1.2.3'])('%s is not counted', (address) => {
  const connections = count()
  for (let open = 0; open < 10; open += 1) expect(connections.enter(address)).not.toBeNull()
})
