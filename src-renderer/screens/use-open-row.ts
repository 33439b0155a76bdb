import { useQuery } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { DiscrepancyFilter, DiscrepancyOrder, DiscrepancyRow } from '#contract/discrepancies'
import { placeLink } from '../format/place-link.ts'
import { discrepancyQueries } from '../queries/discrepancies.ts'
import { useHostKind } from '../queries/workspace.ts'
import type { DiscrepanciesSearch } from './search.ts'
import { useKeyPace } from './use-key-pace.ts'

/** What the address says of the discrepancy in the detail. */
type OpenSearch = Pick<DiscrepanciesSearch, 'open' | 'pairing' | 'at'>

type OpenRowInput = {
  search: OpenSearch
  /** The marked row: the open one may stand there where its place in the address is right no more. */
  marked: number | null
  /** The rows at hand, and how many there are in all. */
  range: { first: number; last: number }
  total: number
  rowAt: (index: number) => DiscrepancyRow | undefined
  /** The list that the row stands in, where the core can be asked for its place: for one that was opened by a link. */
  locate?: { filter: DiscrepancyFilter; order: DiscrepancyOrder }
  /** Changes the address. */
  change: (part: OpenSearch, replace: boolean) => void
}

type OpenRow = {
  /** Where the open row stands in the list as it is now; null where none is open, or where that is not known. */
  index: number | null
  /** The row that was picked last, until the detail shows it. */
  following: number | null
  /** Opens this row as soon as it is at hand, and gives the detail the keys where asked to. */
  follow: (index: number, focus?: boolean) => void
  /** Waits for no row any more. */
  unfollow: () => void
  /** Closes the detail. */
  shut: () => void
  panelRef: RefObject<HTMLElement | null>
  /** The address of the open discrepancy, to hand on. */
  link: string
}

/** What the address says while nothing is open. */
export const nothingOpen: OpenSearch = { open: undefined, pairing: undefined, at: undefined }

/** The one row of a long list whose detail is open: the address names it, and follows the row that a person picks. */
export function useOpenRow({ search, marked, range, total, rowAt, locate, change }: OpenRowInput): OpenRow {
  const router = useRouter()
  const panelRef = useRef<HTMLElement>(null)
  const focusPanel = useRef(false)
  const found = findOpen({ search, marked, range, rowAt })

  // A row picked by key may lie in a window that is still on its way; the address follows when it is there.
  const [followed, setFollowed] = useState<number | null>(null)
  const row = followed === null ? undefined : rowAt(Math.min(followed, Math.max(0, total - 1)))
  const settled = row !== undefined && row.fingerprint === search.open
  const pace = useKeyPace()
  const waits = useRef(0)
  useEffect(() => {
    if (followed === null || row === undefined || settled) return
    const open = (): void =>
      change({ open: row.fingerprint, pairing: row.pairingId, at: followed }, search.open !== undefined)
    if (waits.current === 0) return open()
    const timer = setTimeout(open, waits.current)
    return () => clearTimeout(timer)
  }, [followed, row, settled, change, search.open])
  if (settled) setFollowed(null)
  const asked =
    locate && found === null && followed === null && search.open !== undefined && search.pairing !== undefined
      ? { ...locate, pairingId: search.pairing, fingerprint: search.open }
      : null
  const placed = useQuery(discrepancyQueries.position(asked)).data?.index ?? null
  const index = found ?? (asked === null ? null : placed)
  const unfollow = useCallback(() => setFollowed(null), [])
  useEffect(() => {
    if (search.open === undefined || !focusPanel.current) return
    focusPanel.current = false
    panelRef.current?.focus()
  }, [search.open])

  const { href } = router.buildLocation({
    to: '/discrepancies',
    search: { open: search.open, pairing: search.pairing },
  })
  const path = router.history.createHref(href)
  const kind = useHostKind()
  return {
    index,
    following: followed,
    follow: (next, focus = false) => {
      waits.current = pace()
      if (focus && search.open !== undefined && next === index) panelRef.current?.focus()
      else focusPanel.current = focus
      setFollowed(next)
    },
    unfollow,
    shut: () => {
      setFollowed(null)
      change(nothingOpen, true)
    },
    panelRef,
    link: placeLink(kind, location.origin, path),
  }
}

/** Where it was opened, else where the mark is, else among the rows at hand. */
function findOpen({ search, marked, range, rowAt }: Pick<OpenRowInput, 'search' | 'marked' | 'range' | 'rowAt'>) {
  if (search.open === undefined) return null
  const isOpen = (index: number): boolean => rowAt(index)?.fingerprint === search.open
  for (const guess of [search.at, marked]) if (guess != null && isOpen(guess)) return guess
  for (let index = range.first; index <= range.last; index++) if (isOpen(index)) return index
  return null
}
