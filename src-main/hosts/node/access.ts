import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../../platform/clock.ts'

const codeLifeMs = 60_000
const ticketLifeMs = 30_000
const wrongCodesAllowed = 10
/** More than any person needs; bounds what a page gone wild can pile up. */
const mostTokens = 50
const mostTickets = 50

/** Who may talk to the host (R18): a one-time code becomes a token, a token buys one-use tickets for sockets. */
export type Access = {
  /** A fresh code, valid once and for 60 s; the one before is void. */
  newCode(): string
  /** A 256-bit token for the right code; null for a wrong, used or old one. Ten wrong ones void the code. */
  redeem(code: string): string | null
  holdsToken(token: string): boolean
  /** A ticket, valid once and for 30 s; null for a wrong token. */
  ticketFor(token: string): string | null
  /** True once per ticket. */
  takeTicket(ticket: string): boolean
}

type Timed = { hash: Buffer; until: number }

/** Only hashes are kept, compared in constant time. */
export function createAccess(clock: Clock): Access {
  let code: (Timed & { wrong: number }) | null = null
  const tokens: Buffer[] = []
  let tickets: Timed[] = []

  const holdsToken = (token: string) => {
    const asked = hashOf(token)
    // Every token is looked at, so that time tells nothing about which one matched.
    return tokens.reduce((found, hash) => timingSafeEqual(hash, asked) || found, false)
  }

  return {
    newCode() {
      const fresh = secret()
      code = { hash: hashOf(fresh), until: clock.monotonicMs() + codeLifeMs, wrong: 0 }
      return fresh
    },
    redeem(given) {
      if (!code) return null
      const right = timingSafeEqual(code.hash, hashOf(given))
      if (!right) {
        code.wrong++
        if (code.wrong >= wrongCodesAllowed) code = null
        return null
      }
      const inTime = clock.monotonicMs() < code.until
      code = null
      if (!inTime) return null
      const token = secret()
      tokens.push(hashOf(token))
      if (tokens.length > mostTokens) tokens.shift()
      return token
    },
    holdsToken,
    ticketFor(token) {
      if (!holdsToken(token)) return null
      const now = clock.monotonicMs()
      const ticket = secret()
      tickets = tickets.filter(({ until }) => until > now).slice(1 - mostTickets)
      tickets.push({ hash: hashOf(ticket), until: now + ticketLifeMs })
      return ticket
    },
    takeTicket(ticket) {
      const asked = hashOf(ticket)
      const now = clock.monotonicMs()
      const found = tickets.find(({ hash }) => timingSafeEqual(hash, asked))
      tickets = tickets.filter((other) => other !== found && other.until > now)
      return found !== undefined && found.until > now
    },
  }
}

const secret = (): string => randomBytes(32).toString('base64url')

const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest()
