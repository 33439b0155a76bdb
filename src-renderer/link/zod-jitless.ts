import { z } from 'zod'

// zod 4 probes `Function` for a fast path, which the content security policy refuses and logs; this must run before
// the first schema module loads, so it is the first import of the page's entry.
z.config({ jitless: true })
