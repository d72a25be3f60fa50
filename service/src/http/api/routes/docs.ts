import type { FastifyPluginAsync } from 'fastify'
import type { Routes } from '../api-options.ts'

/**
 * Scalar's page works with what this server sends it and with nothing else: its script, which writes its own styles, and the OpenAPI
 * document. The page starts with a script of its own inside the HTML.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** `/openapi.json`, and `/docs` to read it. Nothing in either comes from the database. */
export const docs =
  (_routes: Routes): FastifyPluginAsync =>
  async (server) => {
    server.get('/openapi.json', { schema: { hide: true } }, async () => server.swagger())

    server.addHook('onRequest', async (_request, reply) => {
      reply.header('content-security-policy', CONTENT_SECURITY_POLICY)
    })
    const { default: scalar } = await import('@scalar/fastify-api-reference')
    await server.register(scalar, {
      routePrefix: '/docs',
      configuration: {
        url: '/openapi.json',
        pageTitle: 'Campusbridge API',
        // All of these would ask a host of theirs.
        withDefaultFonts: false,
        telemetry: false,
        agent: { disabled: true },
        mcp: { disabled: true },
        showDeveloperTools: 'never',
      },
    })
  }
