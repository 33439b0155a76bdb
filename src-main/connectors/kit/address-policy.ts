import { lookup as systemLookup } from 'node:dns'
import { BlockList, isIP, isIPv6, type LookupFunction } from 'node:net'

/** `local` is this computer or a private network; `reserved` is never a vendor (link-local, documentation, multicast ...). */
export type AddressKind = 'public' | 'local' | 'reserved'

function listOf(entries: readonly [string, number][]): BlockList {
  const list = new BlockList()
  for (const [net, prefix] of entries) list.addSubnet(net, prefix, isIPv6(net) ? 'ipv6' : 'ipv4')
  return list
}

const local = listOf([
  ['10.0.0.0', 8],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['::1', 128],
  ['fc00::', 7],
])

// IANA special-purpose registries; 169.254/16 holds the metadata service of cloud machines.
const reserved = listOf([
  ['0.0.0.0', 8],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
])

/** The IPv4 address inside `::ffff:a.b.c.d` or `64:ff9b::a.b.c.d` (mapped and NAT64), in any writing; null elsewhere. */
function embeddedIpv4(address: string): string | null {
  const host = new URL(`http://[${address.split('%')[0]}]/`).hostname.slice(1, -1)
  const tail = /^(?:::ffff:|64:ff9b::)([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(host)
  if (tail === null) return null
  const [high, low] = [Number.parseInt(tail[1] ?? '0', 16), Number.parseInt(tail[2] ?? '0', 16)]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** Where an IP address leads; anything that is not an IP address is `reserved`. */
export function kindOfAddress(address: string): AddressKind {
  if (isIP(address) === 0) return 'reserved'
  const family = isIPv6(address) ? 'ipv6' : 'ipv4'
  const inner = family === 'ipv6' ? embeddedIpv4(address) : null
  if (inner !== null) return kindOfAddress(inner)
  if (local.check(address, family)) return 'local'
  return reserved.check(address, family) ? 'reserved' : 'public'
}

/** May a request with this protocol go to this address? Plain http never leaves the local network. */
export function addressAllowed(address: string, protocol: string, localTestServer: boolean): boolean {
  const kind = kindOfAddress(address)
  return kind === 'local' ? localTestServer : kind === 'public' && protocol === 'https:'
}

/** Marks a connection that was not opened because of where its name leads. */
export const forbiddenAddress = 'PLUMBLINE_ADDRESS'

/**
 * Name resolution for the connector of the HTTP client: fails unless every address of the name is allowed, so that
 * the address that was checked is the address that is used (no second resolution a hostile name server could change).
 */
export function checkedLookup(
  allowed: (address: string) => boolean,
  resolve: typeof systemLookup = systemLookup,
): LookupFunction {
  return (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, [])
      if (addresses.length === 0 || !addresses.every((one) => allowed(one.address))) {
        return done(Object.assign(new Error('address not allowed'), { code: forbiddenAddress }), [])
      }
      if (options.all) return done(null, addresses)
      const first = addresses[0]
      done(null, first?.address ?? '', first?.family)
    })
  }
}
