import type { WireAnswer } from '../system.ts'

/** The command line's maintenance mode: HTTP 503 and HTML for every address, web services too (reference/moodle.md §1). */
export const maintenancePage = (): WireAnswer => ({
  status: 503,
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'retry-after': '300',
    'cache-control': 'post-check=0, pre-check=0',
    pragma: 'no-cache',
    'accept-ranges': 'none',
  },
  body: `<!DOCTYPE html><html><head><title>Example College</title></head><body>
<div style="text-align:center"><h1>Example College</h1><p>This site is undergoing maintenance and is currently not available</p></div>
</body></html>
`,
})
