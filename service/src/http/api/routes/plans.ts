import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { planList, planQuery, planRequest, planSummary, planView } from '../../../../../contract/rest/plans.ts'
import { approvePlan, listPlans, showPlan, summaryOfPlan } from '../../../verbs/plans.ts'
import { tellPlan, tellPlanSummary, tellPlanView } from '../../../verbs/tell-plans.ts'
import type { Routes } from '../api-options.ts'
import { notFound, notNow, notUnderstood, refusals } from './answers.ts'

const id = z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) })
const tags = ['plans']

export const planRoutes =
  ({ deskOf, planner }: Routes): FastifyPluginAsyncZod =>
  async (server) => {
    server.post(
      '/v1/plans',
      {
        schema: {
          summary:
            'Plan a sync: what would change on both sides, field by field. Nothing is changed; ask for the plan until it is ready',
          tags,
          body: planRequest,
          response: { 202: planSummary, ...notFound, ...notUnderstood, ...refusals },
        },
      },
      async (request, reply) => {
        const desk = deskOf(request)
        const { names, ids, compare_all: compareAll } = request.body
        const wish = { compareAll, ...(names === undefined ? {} : { names }), ...(ids === undefined ? {} : { ids }) }
        const { plan } = await planner.create(desk.tenant, desk.who, wish)
        return reply.code(202).send(tellPlanSummary(await summaryOfPlan(desk, plan.id)))
      },
    )

    server.get(
      '/v1/plans',
      { schema: { summary: 'The newest plans', tags, response: { 200: planList, ...refusals } } },
      async (request) => ({ plans: (await listPlans(deskOf(request))).map(tellPlan) }),
    )

    server.get(
      '/v1/plans/:id',
      {
        schema: {
          summary: 'A plan with a page of what it would do, or did',
          tags,
          params: id,
          querystring: planQuery,
          response: { 200: planView, ...notFound, ...notUnderstood, ...refusals },
        },
      },
      async (request) => {
        const { after, limit, status, flag } = request.query
        const wish = {
          after,
          limit,
          ...(status === undefined ? {} : { statuses: [status] }),
          ...(flag === undefined ? {} : { flag }),
        }
        return tellPlanView(await showPlan(deskOf(request), request.params.id, wish))
      },
    )

    server.post(
      '/v1/plans/:id/approve',
      {
        schema: {
          summary: 'Approve a plan, in the name of whoever has the key',
          tags,
          params: id,
          response: { 200: planSummary, ...notFound, ...notNow, ...refusals },
        },
      },
      async (request) => tellPlanSummary(await approvePlan(deskOf(request), request.params.id)),
    )

    server.post(
      '/v1/plans/:id/apply',
      {
        schema: {
          summary: 'Do what an approved plan says, except where something has moved since; one that is done is left alone',
          tags,
          params: id,
          response: { 202: planSummary, ...notFound, ...notNow, ...refusals },
        },
      },
      async (request, reply) => {
        const desk = deskOf(request)
        await planner.apply(desk.tenant, desk.who, request.params.id)
        return reply.code(202).send(tellPlanSummary(await summaryOfPlan(desk, request.params.id)))
      },
    )
  }
