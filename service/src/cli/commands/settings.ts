import type { Desk } from '../../verbs/desk.ts'
import { getSetting, historyOfSetting, listSettings, setSetting } from '../../verbs/settings.ts'
import { tellSetting } from '../../verbs/tell-state.ts'
import { clock, columns, plural } from '../columns.ts'
import { type ExitCode, exit } from '../exit-codes.ts'
import type { Output } from '../output.ts'

type Counter = { desk: Desk; out: Output }

export async function listSettingsCommand({ desk, out }: Counter): Promise<ExitCode> {
  const settings = (await listSettings(desk)).map(tellSetting)
  out.answer({ settings }, () =>
    columns(settings.map(({ key, value, is_standard, says }) => [key, is_standard ? ' ' : '*', shortOf(value), says])).concat(
      '',
      '* differs from the standard value',
    ),
  )
  return exit.done
}

export async function getSettingCommand({ desk, out }: Counter, key: string): Promise<ExitCode> {
  const setting = tellSetting(await getSetting(desk, key))
  out.answer(setting, () => [
    setting.says,
    '',
    JSON.stringify(setting.value, null, 2),
    ...(setting.is_standard ? [] : ['', `Standard: ${JSON.stringify(setting.standard)}`]),
  ])
  return exit.done
}

/** @param text JSON, or a bare word where the setting is a text */
export async function setSettingCommand({ desk, out }: Counter, key: string, text: string): Promise<ExitCode> {
  const { released, ...view } = await setSetting(desk, key, valueFrom(text))
  const setting = tellSetting(view)
  out.answer({ ...setting, released }, () => [
    `${key} is now ${JSON.stringify(setting.value)}. It is in force at once.`,
    ...(released === 0 ? [] : [`${plural(released, 'held event')} put in line.`]),
  ])
  return exit.done
}

export async function settingHistoryCommand({ desk, out }: Counter, key: string): Promise<ExitCode> {
  const changes = await historyOfSetting(desk, key)
  const told = changes.map(({ before, after, changedAt, changedBy }) => ({
    before,
    after,
    changed_at: changedAt.toISOString(),
    changed_by: changedBy,
  }))
  out.answer({ changes: told }, () =>
    told.length === 0
      ? [`Nobody has ever changed ${key}.`]
      : told.map(
          ({ before, after, changed_at, changed_by }) =>
            `${clock(changed_at)}  ${changed_by}: ${before === null ? '(standard)' : JSON.stringify(before)} → ${JSON.stringify(after)}`,
        ),
  )
  return exit.done
}

function valueFrom(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const shortOf = (value: unknown): string => {
  const text = JSON.stringify(value)
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`
}
