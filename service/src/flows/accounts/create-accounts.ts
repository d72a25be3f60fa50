import { NeedsAttentionError, RetryLaterError } from '../../domain/errors.ts'
import type { MoodleUserId } from '../../domain/ids.ts'
import { refused, type Written } from '../../domain/written.ts'
import type { NewMoodleUser } from '../../ports/moodle.ts'
import type { FlowContext } from '../flow.ts'

/**
 * Makes accounts for people who had none when we looked. One that is refused because somebody made it since, such as the run of the other
 * record of the same person, is looked for once more, in a run of its own.
 */
export async function createAccounts(
  accounts: readonly NewMoodleUser[],
  { moodle }: Pick<FlowContext, 'moodle'>,
): Promise<Written<MoodleUserId>[]> {
  const created = await moodle.createUsers(accounts)
  const doubtful = accounts.filter((_, index) => isRefusal(created[index]))
  if (doubtful.length === 0) return created
  const there = [
    ...(await moodle.usersBy(
      'username',
      doubtful.map(({ username }) => username),
    )),
    ...(await moodle.usersBy(
      'email',
      doubtful.map(({ profile }) => profile.email),
    )),
  ]
  return created.map((answer, index) => {
    const account = accounts[index]
    const made = there.find(
      ({ username, email }) => username === account?.username || email.toLowerCase() === account?.profile.email.toLowerCase(),
    )
    return made === undefined || !isRefusal(answer)
      ? answer
      : refused(new RetryLaterError('account.made_meanwhile', { user: made.id }))
  })
}

const isRefusal = (answer: Written<MoodleUserId> | undefined): boolean =>
  answer?.outcome === 'refused' && answer.error instanceof NeedsAttentionError
