import { breakEachCall } from './each-call.ts'

// Too many requests, an error of their own, a token that ends in mid-run.
await breakEachCall(['429', '500', 'expire'])
