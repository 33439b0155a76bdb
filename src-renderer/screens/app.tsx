import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { type QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { contrastVariables, theme } from '../ui/theme.ts'
import type { createPageRouter } from './router.tsx'

type AppProps = { router: ReturnType<typeof createPageRouter>; queries: QueryClient; nonce: string }

/** The whole page: theme under the host's style nonce, cache, routes. */
export function App({ router, queries, nonce }: AppProps) {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={contrastVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-right" containerWidth={360} />
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  )
}
