/** Faults every sandbox can play; a vendor's sandbox may add its own. */
export type CommonFault =
  | 'http-500'
  | 'http-429'
  | 'http-429-retry-after'
  | 'cut-connection'
  | 'truncated-json'
  | 'login-page'
  | 'unauthorized'
  /** Takes the request and never answers. */
  | 'hang'
  | 'repeated-next'
  | 'next-other-host'
  /** The next link of page 2 (of page 3) leads back to the first page. */
  | 'cycle-of-2'
  | 'cycle-of-3'
  /** The next link skips a page; the chain ends as if nothing were left out. */
  | 'missing-page'
  /** Every page repeats half of the one before. */
  | 'overlapping-pages'
  /** Every page holds its first record twice. */
  | 'duplicate-ids'
  /** A next link for ever, to a new page each time. */
  | 'endless-pages'
  /** Waits before each answer. */
  | 'latency'
  /** One byte at a time, without end in sight. */
  | 'slow-drip'
  /** More than any list of shifts: as it is, and packed small. */
  | 'oversized-body'
  | 'compression-bomb'
  | 'endless-body'
  | 'deep-json'
  /** JSON that is no list at all. */
  | 'not-a-list'
  | 'empty-list'
  | 'wrong-facility'
  /** One record with a time that cannot be read; its ids can. */
  | 'malformed-record'
  /** One record whose worker cannot be read; its ids and times can. */
  | 'malformed-worker'
  /** One record whose own id cannot be read. */
  | 'malformed-id'

export type FaultOptions = {
  /** First answer that shows the fault, counted from 1: the page of a list, else the number of the Get since `setFault`. */
  fromPage?: number
  /** How many answers show the fault; without it all do. */
  times?: number
  /** Only this endpoint shows it; without it both do. */
  endpoint?: 'list' | 'get'
}

/** Answers since the start, by endpoint. Requests refused for their credentials count in `unauthorized` only. */
export type RequestCounts = { list: number; get: number; other: number; unauthorized: number }

/** A loopback server that behaves like a vendor: demo, rehearsal, tests. */
export type Sandbox<Fault extends string = CommonFault> = {
  /** `http://127.0.0.1:port` */
  readonly origin: string
  readonly requests: Readonly<RequestCounts>
  /** Sets what goes wrong from the next answer on; null ends it. */
  setFault(fault: Fault | null, options?: FaultOptions): void
  /** Cuts open connections and frees the port. */
  close(): Promise<void>
}

/** What a connector folder's `sandbox.ts` exports. Options are plain JSON, so that a sandbox can run in its own process. */
export type SandboxModule<Options = object, Started extends Sandbox = Sandbox> = {
  startSandbox(options?: Options): Promise<Started>
}
