/** A key an event feeds: what is to be brought into step, and by which flow. */
export type Route = { flow: string; subject: string }

/** A route as one text, for comparing: no flow has a space in its name. */
const textOfRoute = ({ flow, subject }: Route): string => `${flow} ${subject}`

export const sameRoute = (one: Route, other: Route): boolean => textOfRoute(one) === textOfRoute(other)

/** Each key once, in the order of their first mention. */
export const distinctRoutes = <R extends Route>(routes: readonly R[]): R[] =>
  [...new Map(routes.toReversed().map((route) => [textOfRoute(route), route])).values()].toReversed()
