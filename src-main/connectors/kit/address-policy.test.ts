import { describe, expect, it } from 'vitest'
import { addressAllowed, kindOfAddress } from './address-policy.ts'

describe('where an address leads', () => {
  it.each([
    ['93.184.215.14', 'public'],
    ['172.15.0.1', 'public'],
    ['172.32.0.1', 'public'],
    ['2606:2800:21f:cb07:6820:80da:af6b:8b2c', 'public'],
    ['64:ff9b::5db8:d70e', 'public'],
    ['127.0.0.1', 'local'],
    ['127.9.9.9', 'local'],
    ['10.0.0.1', 'local'],
    ['172.16.0.1', 'local'],
    ['172.31.255.255', 'local'],
    ['192.168.1.1', 'local'],
    ['::1', 'local'],
    ['0:0:0:0:0:0:0:1', 'local'],
    ['fd12:3456::1', 'local'],
    ['::ffff:127.0.0.1', 'local'],
    ['::ffff:7f00:1', 'local'],
    ['64:ff9b::10.0.0.1', 'local'],
    ['0.0.0.0', 'reserved'],
    ['169.254.169.254', 'reserved'],
    ['::ffff:169.254.169.254', 'reserved'],
    ['100.64.0.1', 'reserved'],
    ['224.0.0.1', 'reserved'],
    ['255.255.255.255', 'reserved'],
    ['::', 'reserved'],
    ['::127.0.0.1', 'reserved'],
    ['fe80::1', 'reserved'],
    ['fe80::1%eth0', 'reserved'],
    ['2002:7f00:1::', 'reserved'],
    ['ff02::1', 'reserved'],
    ['not an address', 'reserved'],
  ])('%s is %s', (address, kind) => {
    expect(kindOfAddress(address)).toBe(kind)
  })

  it('lets https go to public addresses, and http and local ones only with the switch', () => {
    const allowed = (address: string, protocol: string, on: boolean): boolean => addressAllowed(address, protocol, on)
    expect(allowed('93.184.215.14', 'https:', false)).toBe(true)
    expect(allowed('93.184.215.14', 'http:', false)).toBe(false)
    expect(allowed('93.184.215.14', 'http:', true)).toBe(false)
    expect(allowed('10.0.0.1', 'https:', false)).toBe(false)
    expect(allowed('10.0.0.1', 'http:', true)).toBe(true)
    expect(allowed('169.254.169.254', 'http:', true)).toBe(false)
  })
})
