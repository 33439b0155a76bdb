import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { useKeys } from '../../ui/use-keys.ts'

/** After `g` the next key within this time is a place. */
const patienceMs = 1500

/** `g` then `l d f c r` goes to a place, keeping the facility; `?` calls `onHelp`. */
export function useGoKeys(onHelp: () => void): void {
  const navigate = useNavigate()
  const pressedAt = useRef<number | null>(null)
  const go =
    (to: '/alerts' | '/discrepancies' | '/facilities' | '/connections' | '/runs') =>
    (event: KeyboardEvent): boolean => {
      const since = pressedAt.current === null ? null : event.timeStamp - pressedAt.current
      pressedAt.current = null
      if (since === null || since > patienceMs) return false
      void navigate({ to, search: (now) => ({ facility: now.facility }) })
      return true
    }
  useKeys({
    g: (event) => {
      pressedAt.current = event.timeStamp
    },
    l: go('/alerts'),
    d: go('/discrepancies'),
    f: go('/facilities'),
    c: go('/connections'),
    r: go('/runs'),
    '?': onHelp,
  })
}
